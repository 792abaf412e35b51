import { parsePrompt } from '../dotprompt/index.ts';

/**
 * A prompt's file that says that `to` (`LIBRARY/NAME`) runs in its place; all else stays as it is, so taking the line out takes it back.
 * Undefined when it cannot be written there: the file cannot be read, or has its `countersign:` in a form that has no lines. Pure.
 */
export function withRedirect(source: string, to: string): string | undefined {
  const written = lineAdded(source, `redirect: ${to}`);
  const read = parsePrompt(written);
  return read.ok && read.prompt.governance?.redirect === to ? written : undefined;
}

function lineAdded(source: string, line: string): string {
  const lines = source.split('\n');
  const isFence = (at: number) => /^\uFEFF?---[ \t]*\r?$/.test(lines[at] ?? '');
  if (!isFence(0)) return `---\ncountersign:\n  ${line}\n---\n${source}`;
  const end = lines.findIndex((_, at) => at > 0 && isFence(at));
  const block = lines.findIndex((text, at) => at < end && /^countersign:[ \t]*(#.*)?\r?$/.test(text));
  if (block === -1) return lines.toSpliced(end, 0, 'countersign:', `  ${line}`).join('\n');
  const indent = /^[ \t]+/.exec(lines[block + 1] ?? '')?.[0] ?? '  ';
  const after = lines.findIndex((text, at) => at > block && !/^[ \t]|^\r?$|^#/.test(text));
  const before = lines.findIndex((text, at) => at > block && at < after && /^[ \t]+redirect:/.test(text));
  return lines
    .toSpliced(before === -1 ? block + 1 : before, before === -1 ? 0 : 1, `${indent}${line}`)
    .join('\n');
}
