import type { AnswerOf } from '@countersign/sdk';
import { visible } from './visible.ts';

type Comparison = AnswerOf<'asset.compare'>;
type Side = Comparison['from'];
type Line = Comparison['text']['hunks'][number]['lines'][number];

const colors = { removed: 31, added: 32, place: 36, head: 1 } as const;
type Paint = (color: keyof typeof colors, text: string) => string;

const plain: Paint = (_, text) => text;
const colored: Paint = (color, text) => `\u001b[${colors[color]}m${text}\u001b[0m`;

/** A comparison as a unified diff, after what changed in the front matter and what the eye would miss, as comments. Pure. */
export function unified(comparison: Comparison, { color }: { readonly color: boolean }): string {
  const paint = color ? colored : plain;
  const lines = [
    ...summary(comparison),
    paint('head', `--- ${place(comparison.from)}`),
    paint('head', `+++ ${place(comparison.to)}`),
  ];
  for (const { a, b, lines: changed } of comparison.text.hunks) {
    lines.push(paint('place', `@@ -${a.line},${a.count} +${b.line},${b.count} @@`));
    for (const line of changed) lines.push(...drawn(line, paint, color));
  }
  return `${lines.join('\n')}\n`;
}

function summary({ frontMatter, hidden }: Comparison): string[] {
  const keys = (frontMatter ?? []).map((change) => {
    const before = change.type === 'added' ? 'nothing' : JSON.stringify(change.before);
    const after = change.type === 'removed' ? 'nothing' : JSON.stringify(change.after);
    return `# ${visible(change.path.join('.'))}: ${visible(before)} → ${visible(after)}`;
  });
  const marks = hidden.map(
    ({ line, column, code }) => `# hidden character ${code} on line ${line}, column ${column}`,
  );
  return [...keys, ...marks];
}

function place({ path, ref, version, text }: Side): string {
  const at = version === null || ref === `@${version}` ? '' : ` (v${version})`;
  return text === null
    ? `${visible(path)} is not at ${visible(ref)}`
    : `${visible(path)}\t${visible(ref)}${at}`;
}

function drawn(line: Line, paint: Paint, color: boolean): string[] {
  const end = line.text.endsWith('\n') ? [] : ['\\ No newline at end of file'];
  const text = line.text.replace(/\r?\n$/, '');
  if (line.type === 'same') return [` ${visible(text)}`, ...end];
  const sign = line.type === 'added' ? '+' : '-';
  return [paint(line.type, `${sign}${color ? marked(text, line.words ?? []) : visible(text)}`), ...end];
}

/** The changed words of a line, in reverse. */
function marked(text: string, words: readonly { readonly from: number; readonly to: number }[]): string {
  let [at, done] = [0, ''];
  for (const { from, to } of words) {
    done += `${visible(text.slice(at, from))}\u001b[7m${visible(text.slice(from, to))}\u001b[27m`;
    at = to;
  }
  return done + visible(text.slice(at));
}
