import { createHash } from 'node:crypto';
import type { Message } from '../../changes/index.ts';
import type { Figure } from '../measures/figure.ts';
import type { Unit } from '../measures/measure.ts';
import type { readOverview } from '../overview.ts';
import type { Letter } from './letter.ts';
import { drawActivity } from './picture.ts';

export interface LetterFacts {
  readonly letter: Pick<Letter, 'id' | 'every' | 'nextAt'>;
  readonly to: string;
  readonly address: string;
  readonly organization: string;
  readonly overview: Omit<Awaited<ReturnType<typeof readOverview>>, 'segments'>;
}

/**
 * Writes the letter: the figures with their intervals, a picture of what ran, and a link to the page, where the reader signs in. Figures
 * only: no names of people, prompts or libraries. Pure.
 */
export function composeOverview(facts: LetterFacts): Message & { readonly pictureDigest: string } {
  const { letter, to, address, organization, overview } = facts;
  const link = `${address}/intelligence`;
  const lines = [...overview.figures, ...overview.totals].map(lineOf);
  const picture = drawActivity(overview.activity.weeks);
  const host = new URL(address).hostname;
  const rest = [
    `Executions of the last twelve weeks, in the picture: published prompts dark blue, unpublished ones light blue, raw calls yellow.`,
    overview.log === null
      ? 'Nothing is counted yet.'
      : `Computed from entries ${overview.log.first} to ${overview.log.last} of the log.`,
  ];
  return {
    to,
    subject: `${organization}: AI in figures, ${overview.today}`,
    text: [
      ...lines,
      '',
      ...rest,
      '',
      link,
      '',
      `You asked for this every ${letter.every}. You can end it on that page, where you sign in.`,
      '',
    ].join('\n'),
    html: page(lines, rest, link, letter.every),
    messageId: `<${letter.id}.${letter.nextAt.getTime()}@${host}>`,
    references: `<${letter.id}@${host}>`,
    headers: { 'List-Unsubscribe': `<${link}>`, 'Auto-Submitted': 'auto-generated' },
    picture,
    pictureDigest: `sha256:${createHash('sha256').update(picture).digest('hex')}`,
  };
}

const amounts: Readonly<Record<Unit, (value: number) => string>> = {
  executions: whole,
  people: whole,
  changes: whole,
  prompts: whole,
  points: whole,
  share: (value) => `${(100 * value).toFixed(1)} %`,
  hours: (value) => `${value.toFixed(1)} h`,
  usd: (value) => `$${value.toFixed(2)}`,
  milliseconds: (value) => `${Math.round(value)} ms`,
};

function whole(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(value);
}

/** `Governed share, last 28 days: 93.1 % (91.0 % to 94.8 %), 90.2 % before`. */
export function lineOf({ title, value, low, high, unit, before }: Figure): string {
  if (value === null) return `${title}: no data yet`;
  const text = amounts[unit];
  const interval = low === null || high === null ? '' : ` (${text(low)} to ${text(high)})`;
  return `${title}: ${text(value)}${interval}${before === null ? '' : `, ${text(before)} before`}`;
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (mark) => marks[mark] ?? mark);

function page(lines: readonly string[], rest: readonly string[], link: string, every: string): string {
  const items = lines.map((line) => `<li style="margin:0 0 8px">${escaped(line)}</li>`).join('\n');
  return `<!doctype html>
<html lang="en"><body style="margin:0;padding:24px;background:#ffffff;color:#1c1f23;font:15px/1.5 sans-serif">
<ul style="margin:0 0 16px;padding-left:18px">
${items}
</ul>
<img src="cid:picture" width="640" height="180" alt="Executions of the last twelve weeks, as bars" style="max-width:100%;height:auto">
${rest.map((line) => `<p style="margin:8px 0;color:#5b6168;font-size:13px">${escaped(line)}</p>`).join('\n')}
<p style="margin:20px 0"><a href="${escaped(link)}" style="color:#0b57d0">Open it in Countersign</a></p>
<p style="margin:0;color:#5b6168;font-size:13px">You asked for this every ${every}. You can end it on that page, where you sign in.</p>
</body></html>
`;
}
