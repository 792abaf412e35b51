import { lines } from '../diff/index.ts';

const TAG =
  /\\\{\{|\{\{!--[\s\S]*?(?:--\}\}|$)|\{\{\{[^{}]*\}\}\}|\{\{~?\s*(?<sign>[#^/])(?<head>[^{}]*)\}\}|\{\{[^{}]*\}\}/g;

/**
 * Whether every line of a merged template stands in the blocks (`{{#if}}`, `{{#each}}`, …) that it must stand in. Two pairs of tags
 * that cross merge without a conflict and parse, with the closing tags swapped. Pure. Lines that stand twice do not count.
 */
export function keepsBlocks(
  [base, ours, theirs]: readonly [string, string, string],
  merged: string,
): boolean {
  const [was, one, other] = [blocksOf(base), blocksOf(ours), blocksOf(theirs)];
  for (const [line, found] of blocksOf(merged)) {
    const [before, first, second] = [was.get(line), one.get(line), other.get(line)];
    if (found === undefined) continue;
    if (before && first && second && !sameBlocks([before, found], [first, second])) return false;
    const added =
      before === undefined && first === undefined ? second : second === undefined ? first : undefined;
    if (added?.some((block) => !found.includes(block))) return false;
  }
  return true;
}

/** Whether both pairs hold the same blocks: what stayed and what came is then accounted for, whoever brought it. */
function sameBlocks(
  [a, b]: readonly [readonly string[], readonly string[]],
  [c, d]: readonly [readonly string[], readonly string[]],
): boolean {
  return [...a, ...b].sort().join('\0') === [...c, ...d].sort().join('\0');
}

/** The open blocks at the start of each line, outermost first; undefined for lines that stand there twice or only hold tags. */
function blocksOf(text: string): ReadonlyMap<string, readonly string[] | undefined> {
  const found = new Map<string, readonly string[] | undefined>();
  const tags = [...text.matchAll(TAG)];
  const open: string[] = [];
  let [at, next] = [0, 0];
  for (const line of lines(text)) {
    for (let tag = tags[next]; tag !== undefined && tag.index < at; tag = tags[++next]) {
      const { sign, head = '' } = tag.groups ?? {};
      if (sign === '/') open.pop();
      else if (sign === '#' || (sign === '^' && /\w/.test(head))) open.push(head.trim().slice(0, 200));
    }
    // A line of block tags alone opens or closes; its own place is no question.
    const plain = line.replace(/\{\{~?\s*[#^/][^{}]*\}\}/g, '').trim();
    if (plain !== '') found.set(line, found.has(line) ? undefined : open.slice(0, 64));
    at += line.length;
  }
  return found;
}
