import { didYouMean } from '../dotprompt/fault.ts';

/** What a rule may ask for beside yes and no. Carried out by the gateway. */
export const obligationKinds = [
  'redact',
  'mask',
  'hold',
  'max_tokens',
  'force_model',
  'force_region',
  'disclose',
  'sample',
  'durability',
  'warn',
] as const;
export type ObligationKind = (typeof obligationKinds)[number];

/** One obligation as `@obligation` writes it: `redact:email` is the kind `redact` with the argument `email`. */
export interface WrittenObligation {
  readonly kind: ObligationKind;
  /** Empty for `warn`. */
  readonly argument: string;
}

/** A class, or one of its kinds (`national_id.es_dni`). */
const dataClass = /^[a-z][a-z0-9_-]{0,63}(?:\.[a-z][a-z0-9_]{0,63})?$/;
const redacted = /^[a-z][a-z0-9_-]{0,63}(?:\.[a-z][a-z0-9_]{0,63})?(?: reversible)?$/;
const name = /^[^\s,;]{1,200}$/;

/** What each takes, and the sentence for who wrote something else. */
const forms: Readonly<Record<ObligationKind, { readonly fits: RegExp; readonly sentence: string }>> = {
  redact: {
    fits: redacted,
    sentence:
      'The obligation redact names a data class, such as "redact:email", or "redact:email reversible" where whoever asks may see it again in the answer.',
  },
  mask: { fits: dataClass, sentence: 'The obligation mask names a data class, such as "mask:iban".' },
  hold: { fits: /^human$/, sentence: 'The obligation hold waits for a human: write "hold:human".' },
  max_tokens: {
    fits: /^[1-9]\d{0,8}$/,
    sentence: 'The obligation max_tokens takes a number, such as "max_tokens:500".',
  },
  force_model: {
    fits: name,
    sentence: 'The obligation force_model names a model, such as "force_model:simulated-fast".',
  },
  force_region: {
    fits: name,
    sentence: 'The obligation force_region names a region, such as "force_region:eu".',
  },
  disclose: {
    fits: /^.{1,500}$/s,
    sentence: 'The obligation disclose says what to add, such as "disclose:Written with AI.".',
  },
  sample: {
    fits: /^(?:[1-9]\d?|100)$/,
    sentence: 'The obligation sample takes a percentage from 1 to 100, such as "sample:5".',
  },
  durability: {
    fits: /^strict$/,
    sentence: 'The obligation durability is strict: write "durability:strict".',
  },
  warn: { fits: /^$/, sentence: 'The obligation warn takes nothing after it: write "warn".' },
};

/** The parts of an `@obligation`, between commas; `disclose` takes the rest of the text, so it comes last. */
export function obligationParts(value: string): string[] {
  const parts: string[] = [];
  for (let rest = value.trim(); rest !== ''; ) {
    const comma = rest.startsWith('disclose:') ? -1 : rest.indexOf(',');
    const part = (comma === -1 ? rest : rest.slice(0, comma)).trim();
    if (part !== '') parts.push(part);
    rest = comma === -1 ? '' : rest.slice(comma + 1).trim();
  }
  return parts;
}

/** Reads one part, or says what is wrong with it. Pure. */
export function readObligation(part: string): WrittenObligation | { readonly fault: string } {
  const colon = part.indexOf(':');
  const word = colon === -1 ? part : part.slice(0, colon);
  const argument = colon === -1 ? '' : part.slice(colon + 1).trim();
  const kind = obligationKinds.find((one) => one === word);
  if (kind === undefined) {
    const hint = didYouMean(word, obligationKinds) || ` It is one of ${obligationKinds.join(', ')}.`;
    return { fault: `There is no obligation "${word.slice(0, 40)}".${hint}` };
  }
  return forms[kind].fits.test(argument) ? { kind, argument } : { fault: forms[kind].sentence };
}
