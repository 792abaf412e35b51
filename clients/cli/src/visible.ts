/**
 * A text that others wrote, safe to print: what would move the cursor, change colors or turn the reading order around stands there
 * as its code point. Tabs stay.
 */
export function visible(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu, codePoint);
}

function codePoint(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `<U+${digits}>`;
}
