import type { Role } from '../dotprompt/index.ts';

/** What stands before a message in a pasted conversation, in small letters. */
const SPEAKERS: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['system prompt', 'system'],
  ['system message', 'system'],
  ['user', 'user'],
  ['human', 'user'],
  ['you', 'user'],
  ['assistant', 'model'],
  ['ai', 'model'],
  ['bot', 'model'],
  ['model', 'model'],
  ['chatgpt', 'model'],
  ['claude', 'model'],
  ['gemini', 'model'],
]);
/** Headings of instruction data sets. What the instruction is depends on whether an input follows. */
const HEADINGS: ReadonlyMap<string, Role | 'instruction'> = new Map<string, Role | 'instruction'>([
  ...SPEAKERS,
  ['instruction', 'instruction'],
  ['instructions', 'instruction'],
  ['input', 'user'],
  ['response', 'model'],
  ['output', 'model'],
]);

export interface Said {
  readonly role: Role;
  readonly text: string;
}

export interface Conversation {
  readonly messages: readonly Said[];
  readonly notes: readonly string[];
}

interface Turn {
  readonly role: Role | 'instruction';
  readonly lines: string[];
}

/**
 * The messages of a pasted conversation (`User: …` on a line of its own or before the text, `**User:**`, `### Instruction`, ChatML), or
 * undefined when it is none: it must begin with a speaker, or name two. Pure, linear.
 */
export function readConversation(text: string): Conversation | undefined {
  const { before, turns } = turnsOf(text);
  const roles = new Set(turns.map(({ role }) => role));
  const begins = before.trim() === '' && (turns[0]?.role === 'system' || turns[0]?.role === 'instruction');
  if (turns.length === 0 || (roles.size < 2 && !begins)) return undefined;
  // A text about conversations is none: what stands before the first speaker has to be short.
  if (before.length > 2_000 && turns.length < 3) return undefined;
  const notes: string[] = [];
  const hasInput = roles.has('user');
  const messages = turns.map(({ role, lines }): Said => {
    const said = role === 'instruction' ? (hasInput ? 'system' : 'user') : role;
    return { role: said, text: lines.join('\n').trim() };
  });
  if (before.trim() !== '') {
    messages.unshift({ role: 'system', text: before.trim() });
    notes.push('What stood before the first speaker became the system message.');
  }
  if (messages.at(-1)?.role === 'model' && messages.at(-1)?.text === '') {
    messages.pop();
    notes.push('The empty answer at the end was left out: the model writes it.');
  }
  return { messages, notes };
}

function turnsOf(text: string): { before: string; turns: Turn[] } {
  const before: string[] = [];
  const turns: Turn[] = [];
  let fenced = false;
  for (const line of text.split('\n')) {
    if (/^\s{0,3}(?:```|~~~)/.test(line)) fenced = !fenced;
    const start = fenced ? undefined : speakerOf(line);
    if (start !== undefined) turns.push({ role: start.role, lines: [start.rest] });
    else if (!/^<\|(?:im_end|eot_id|end)\|>\s*$/.test(line))
      (turns.at(-1)?.lines ?? before).push(ended(line));
  }
  return { before: before.join('\n'), turns };
}

const ended = (line: string): string => line.replace(/<\|(?:im_end|eot_id|end)\|>$/, '');

/** Whose message a line begins, and what of it stands on the line. All patterns are anchored and bounded. */
function speakerOf(line: string): { role: Role | 'instruction'; rest: string } | undefined {
  const chat = /^<\|im_start\|>([a-z]{1,20})\s?(.*)$/.exec(line);
  if (chat) return known(SPEAKERS, chat[1], ended(chat[2] ?? ''));
  const heading = /^#{1,6} {0,3}([A-Za-z ]{1,20}?) {0,3}:?\s{0,20}$/.exec(line);
  if (heading) return known(HEADINGS, heading[1], '');
  const bold = /^\*\*([A-Za-z ]{1,20}):?\*\*:?(.*)$/.exec(line);
  if (bold) return known(SPEAKERS, bold[1], bold[2]);
  const plain = /^\[?([A-Za-z ]{1,20})\]?:(?!\/\/)(.*)$/.exec(line);
  return plain ? known(SPEAKERS, plain[1], plain[2]) : undefined;
}

function known<Name extends Role | 'instruction'>(
  names: ReadonlyMap<string, Name>,
  name: string | undefined,
  rest: string | undefined,
): { role: Name; rest: string } | undefined {
  const role = names.get((name ?? '').trim().toLowerCase());
  return role === undefined ? undefined : { role, rest: (rest ?? '').trim() };
}
