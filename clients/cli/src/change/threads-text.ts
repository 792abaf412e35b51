import { visible } from '../visible.ts';
import type { ChangePage } from './connection.ts';

type Thread = ChangePage['threads'][number];

/** Everything that was said about a change, thread by thread, with the ids that answer, resolve and accept take. Pure. */
export function threadsText({ threads }: Pick<ChangePage, 'threads'>): string {
  if (threads.length === 0) return 'Nobody has said anything yet.\n';
  return threads.map((thread) => `${threadLines(thread).join('\n')}\n`).join('\n');
}

function threadLines(thread: Thread): string[] {
  const state = thread.resolved === null ? 'open' : `resolved by ${visible(thread.resolved.by.displayName)}`;
  const lines = [`${thread.id}  ${placeOf(thread)}  ${state}`];
  if (thread.anchor !== null) lines.push(...quoted(thread.anchor.quote, '  | '));
  for (const { id, by, at, text, withdrawn, suggestion } of thread.comments) {
    lines.push(`  ${visible(by.displayName)}, ${at.slice(0, 16).replace('T', ' ')}  ${id}`);
    if (withdrawn) lines.push('    (taken back)');
    if (text !== '') lines.push(...quoted(text, '    '));
    if (suggestion === null) continue;
    const { accepted, replacement } = suggestion;
    lines.push(
      accepted === null
        ? '    suggests:'
        : `    suggested, accepted by ${visible(accepted.by.displayName)} as ${accepted.commit.slice(0, 8)}:`,
      ...(replacement === '' ? ['    + (nothing: the lines go away)'] : quoted(replacement, '    + ')),
    );
  }
  return lines;
}

function placeOf({ path, anchor, placement }: Thread): string {
  if (path === null) return 'on the change';
  if (anchor === null) return visible(path);
  const { firstLine, lastLine } = placement?.firstLine == null ? anchor : placement;
  const lines = firstLine === lastLine ? `${lastLine}` : `${firstLine}-${lastLine}`;
  const side = anchor.side === 'base' ? ' (as published)' : '';
  const state = placement?.state === 'outdated' ? ' (outdated)' : '';
  return `${visible(path)}:${lines}${side}${state}`;
}

const quoted = (text: string, mark: string): string[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `${mark}${visible(line.replace(/\r$/, ''))}`);
