import { type ClientDialect, clientDialects, type Dialect } from '../dialect.ts';
import { limitsTokens } from './duties.ts';

/** How a rule of a kind is carried out at one endpoint. */
export type Carried = 'yes' | 'header' | 'nothing to do';

/** Where a call comes in. The name is the address, `stream` where it is asked for one. */
export interface Endpoint {
  readonly name: string;
  readonly dialect: ClientDialect;
  readonly streamed: boolean;
  readonly governed: boolean;
}

const addresses: Readonly<Record<ClientDialect, string>> = {
  chat: '/openai/v1/chat/completions',
  responses: '/openai/v1/responses',
  embeddings: '/openai/v1/embeddings',
  messages: '/anthropic/v1/messages',
  count_tokens: '/anthropic/v1/messages/count_tokens',
  generate: '/google/v1/models/{model}:generateContent',
  generate_count: '/google/v1/models/{model}:countTokens',
};

/** What a call is treated in: Google's forms are translated before anything looks at them. */
const treatedIn = (dialect: ClientDialect): Dialect => {
  if (dialect === 'generate') return 'chat';
  return dialect === 'generate_count' ? 'count_tokens' : dialect;
};

/** What streams, and writes an answer at all. */
export const writes = (dialect: ClientDialect): boolean =>
  !['embeddings', 'count_tokens'].includes(treatedIn(dialect));

export const endpoints: readonly Endpoint[] = [
  ...clientDialects.flatMap((dialect): Endpoint[] => [
    { name: addresses[dialect], dialect, streamed: false, governed: false },
    ...(writes(dialect)
      ? [{ name: `${addresses[dialect]} (stream)`, dialect, streamed: true, governed: false }]
      : []),
  ]),
  { name: '/api/v1/executions', dialect: 'chat', streamed: false, governed: true },
];

/** What a rule may do about a call. */
export const ruleKinds = [
  'forbid by what is sent',
  'forbid by what comes out',
  'redact what is sent',
  'redact what comes out',
  'redact, and put back for the caller',
  'mask',
  'refuse what cannot be inspected',
  'hold:human',
  'max_tokens',
  'force_model',
  'force_region',
  'disclose',
  'sample',
  'warn',
] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** How each kind is carried out at an endpoint, from the tables that the code itself goes by. */
export function carriedOut({ dialect, streamed }: Endpoint, kind: RuleKind): Carried {
  switch (kind) {
    case 'forbid by what comes out':
    case 'redact what comes out':
    case 'redact, and put back for the caller':
      return writes(dialect) ? 'yes' : 'nothing to do';
    case 'max_tokens':
      return limitsTokens(treatedIn(dialect)) ? 'yes' : 'nothing to do';
    case 'disclose':
      return writes(dialect) && !(dialect === 'responses' && streamed) ? 'yes' : 'header';
    default:
      return 'yes';
  }
}

/** The stages of a call, and what is looked at in each. */
export const stages: readonly { readonly stage: string; readonly looked: string }[] = [
  {
    stage: 'instructions, messages, inputs',
    looked: 'every text, part by part, and over the seams of parts and messages',
  },
  { stage: 'definitions of tools', looked: 'every text' },
  {
    stage: 'arguments of tools (earlier turns)',
    looked: 'every text, JSON in texts read through its escapes',
  },
  { stage: 'results of tools', looked: 'every text' },
  { stage: 'variables of a prompt', looked: 'every text, and the rendered prompt' },
  { stage: 'members that we do not know, names of members, long numbers', looked: 'every text' },
  {
    stage: 'images, audio, files, encrypted reasoning, base64 that is no text',
    looked:
      'not: named on the execution, in the header `countersign-uninspected` and in `context.uninspected`; refused where a rule redacts or masks',
  },
  { stage: 'answers', looked: 'every text, calls of tools included' },
  {
    stage: 'answers that stream',
    looked:
      'every text behind a window of 256 characters, where any rule in force asks for data classes, redacts or masks; otherwise when it is whole, for the record',
  },
  {
    stage: 'outside detectors',
    looked:
      'every text of six characters and more that is sent, and answers when they are whole; of an answer that streams they see all of it before its last event, when the rest has been let go: what a rule forbids ends it there, and nothing is redacted',
  },
];

/** The page `docs/coverage.md`. */
export function coveragePage(): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const signs: Readonly<Record<Carried, string>> = { yes: '✓', header: 'header', 'nothing to do': '–' };
  return [
    '# What policy reaches',
    '',
    'Generated from `src/gateway/treating/coverage.ts`; `src/gateway/treating/treating.it.test.ts` tries every cell. An address that is not in it is refused.',
    '',
    '## Endpoints × kinds of rules',
    '',
    '✓ carried out · header: said in `countersign-disclosure` only · – there is nothing that it could be about',
    '',
    row(['kind of rule', ...endpoints.map(({ name }) => `\`${name}\``)]),
    row(['---', ...endpoints.map(() => ':-:')]),
    ...ruleKinds.map((kind) =>
      row([kind, ...endpoints.map((endpoint) => signs[carriedOut(endpoint, kind)])]),
    ),
    '',
    '## Stages',
    '',
    row(['stage', 'what is looked at']),
    row(['---', '---']),
    ...stages.map(({ stage, looked }) => row([stage, looked])),
    '',
  ].join('\n');
}
