import type { NoticeWire } from '../notices/wire.ts';

/** One e-mail, whole. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every attempt, so that a letter that was sent twice is shown once. */
  readonly messageId: string;
  /** Makes one conversation of what is about one change. */
  readonly references: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A PNG that the HTML shows as `cid:picture`. */
  readonly picture?: Buffer;
}

export interface LetterFacts {
  /** Where people reach the server. */
  readonly address: string;
  readonly to: string;
  /** What it is about: a change's id, or a notice's. */
  readonly thread: string;
  /** Oldest first; at least one. */
  readonly notices: readonly NoticeWire[];
}

/**
 * Writes the letter of some notices about one thing: who did what to which change in which library, and one link to a page where the
 * reader signs in. Nothing of what a prompt says, nothing that is loaded from elsewhere, no link that decides (design.md §4). Pure.
 */
export function composeLetter({ address, to, thread, notices }: LetterFacts): Message {
  const lines = notices.map(({ text, library }) => oneLine(library === null ? text : `${text} (${library})`));
  const newest = notices.at(-1);
  const library = newest?.library ?? null;
  const link = `${address}${newest?.change == null ? '/inbox' : `/changes/${newest.change.id}`}`;
  const settings = `${address}/notice-settings`;
  const host = new URL(address).hostname;
  const more = lines.length > 1 ? ` and ${lines.length - 1} more` : '';
  return {
    to,
    subject: oneLine(`${library === null ? '' : `[${library}] `}${newest?.text ?? 'Notices'}${more}`),
    text: [
      ...lines,
      '',
      link,
      '',
      'The link opens a page where you sign in. It decides nothing.',
      `What you get by e-mail: ${settings}`,
      '',
    ].join('\n'),
    html: page(lines, link, settings),
    messageId: `<${newest?.id ?? thread}@${host}>`,
    references: `<${thread}@${host}>`,
    headers: { 'List-Unsubscribe': `<${settings}>`, 'Auto-Submitted': 'auto-generated' },
  };
}

const longest = 300;

/** One line of plain text: no line break ends a header, and nothing invisible turns a sentence around. */
export function oneLine(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const characters = [...plain];
  return characters.length > longest ? `${characters.slice(0, longest).join('')} …` : plain;
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark);

function page(lines: readonly string[], link: string, settings: string): string {
  const paragraphs = lines.map((line) => `<p style="margin:0 0 12px">${escaped(line)}</p>`).join('\n');
  return `<!doctype html>
<html lang="en"><body style="margin:0;padding:24px;background:#ffffff;color:#1c1f23;font:15px/1.5 sans-serif">
${paragraphs}
<p style="margin:20px 0"><a href="${escaped(link)}" style="color:#0b57d0">Open it in Countersign</a></p>
<p style="margin:24px 0 0;color:#5b6168;font-size:13px">The link opens a page where you sign in. It decides nothing.
<a href="${escaped(settings)}" style="color:#5b6168">What you get by e-mail</a></p>
</body></html>
`;
}
