/** Something the palette can lead to. */
export type Command = { id: string; group: string; label: string; detail: string; run: () => void };

/**
 * Commands that hold every word of what was typed, best first: the label's start, then a word's start, then anywhere.
 * With nothing typed, all of them in their own order.
 */
export function matching(commands: readonly Command[], typed: string, limit = 40): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands.slice(0, limit);
  return commands
    .map((command, at) => ({ command, at, rank: rankOf(command, words) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .slice(0, limit)
    .map(({ command }) => command);
}

function rankOf({ label, detail, group }: Command, words: readonly string[]): number {
  const name = label.toLowerCase();
  const all = `${name} ${detail.toLowerCase()} ${group.toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return Number.POSITIVE_INFINITY;
  const first = words[0] ?? '';
  if (name.startsWith(first)) return 0;
  if (name.split(/[\s/:#-]+/).some((part) => part.startsWith(first))) return 1;
  return name.includes(first) ? 2 : 3;
}
