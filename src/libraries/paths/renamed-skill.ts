/**
 * The text of a skill whose folder gets another name: its `name:` line says the new one, when it said the old one in the plainest form.
 * Everything else stays byte for byte. Pure.
 */
export function renamedSkill(text: string, from: string, to: string): string {
  const [before, after] = [folderName(from), folderName(to)];
  if (before === after) return text;
  const lines = text.split('\n');
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---');
  const at = lines.findIndex((line, place) => place < end && line.trimEnd() === `name: ${before}`);
  const line = lines[at];
  if (line === undefined) return text;
  lines[at] = `name: ${after}${line.slice(line.trimEnd().length)}`;
  return lines.join('\n');
}

const folderName = (path: string): string => path.split('/').at(-2) ?? '';
