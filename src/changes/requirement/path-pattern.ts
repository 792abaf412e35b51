/**
 * Whether a path fits a pattern such as `emails/**` or `*.prompt`: `**` is any number of folders, `*` anything inside one name, `?`
 * one character. Pure, total; the time is bounded by the product of the lengths, whatever the pattern.
 */
export function fitsPattern(path: string, pattern: string): boolean {
  return fits(path.split('/'), pattern.split('/'), fitsName, '**');
}

const fitsName = (name: string, pattern: string): boolean =>
  fits([...name], [...pattern], (letter, sign) => sign === '?' || sign === letter, '*');

/** Items against signs, where `many` stands for any number of items. Row by row, as an edit distance is computed. */
function fits(
  items: readonly string[],
  signs: readonly string[],
  one: (item: string, sign: string) => boolean,
  many: string,
): boolean {
  let reached = [true, ...items.map(() => false)];
  for (const sign of signs) {
    const next: boolean[] = [sign === many && reached[0] === true];
    for (const [index, item] of items.entries()) {
      const before = reached[index] === true && one(item, sign);
      const longer = sign === many && (next[index] === true || reached[index + 1] === true);
      next.push(before || longer);
    }
    reached = next;
  }
  return reached.at(-1) === true;
}
