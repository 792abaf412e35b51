import type { CustodyStep, ExecutionDetail, PersonRef, Score } from '../../api/types.ts';

/** One link of the chain from who wrote a prompt to how good its answer was. */
export type ChainLink = {
  title: string;
  /** A few words under the title: names, a version, a verdict. */
  what: string;
  by: readonly PersonRef[];
  /** When it was done last; null for what is no act. */
  at: string | null;
  details: readonly string[];
  /** The entries that prove it. None: nothing to prove, or nothing that can be. */
  entries: readonly string[];
  /** `gap`: the chain lacks it. `refused`: it said no. */
  look: 'there' | 'gap' | 'refused';
};

/** What the chain is drawn from. */
export type Ran = Pick<
  ExecutionDetail,
  | 'custody'
  | 'prompt'
  | 'verdict'
  | 'entries'
  | 'at'
  | 'principal'
  | 'model'
  | 'modelAnswered'
  | 'provider'
  | 'status'
> &
  Pick<ExecutionDetail, 'problem' | 'environment'>;

/** Author → reviewers → approvers → publisher → version → verdict → run → output → score, as far as there is each. */
export function chainOf(ran: Ran, scores: readonly Score[]): ChainLink[] {
  const acts = (title: string, ...steps: CustodyStep['step'][]): ChainLink[] => {
    const done = ran.custody.filter(({ step }) => steps.includes(step));
    return done.length === 0 ? [] : [linkOf(title, done)];
  };
  const written = acts('Author', 'created', 'committed');
  return [
    ...(ran.prompt === null ? [noPrompt] : written),
    ...acts('Reviewers', 'reviewed'),
    ...acts('Approvers', 'approved'),
    ...acts('Publisher', 'published'),
    ...versionOf(ran),
    verdictOf(ran),
    ...(ran.status === 'refused'
      ? []
      : [runOf(ran), ...acts('Output', 'answered').map((link) => outputOf(link, ran))]),
    ...scoreOf(scores),
  ];
}

function linkOf(title: string, steps: readonly CustodyStep[]): ChainLink {
  const by = uniquely(steps.flatMap((step) => (step.by === null ? [] : [step.by])));
  return {
    title,
    what: namesOf(by),
    by,
    at: steps.at(-1)?.at ?? null,
    details: steps.map(({ detail }) => detail).filter((detail) => detail !== ''),
    entries: [...new Set(steps.flatMap(({ entry }) => (entry === null ? [] : [entry])))],
    look: 'there',
  };
}

const noPrompt: ChainLink = {
  title: 'Prompt',
  what: 'none',
  by: [],
  at: null,
  details: ['The model was called directly. Nobody wrote, reviewed or approved these instructions here.'],
  entries: [],
  look: 'gap',
};

function versionOf({ prompt, custody }: Ran): ChainLink[] {
  if (prompt === null) return [];
  const published = custody.filter(({ step }) => step === 'published');
  const isPublished = prompt.version !== null;
  return [
    {
      title: 'Version',
      what: isPublished ? `v${prompt.version}` : 'unpublished',
      by: [],
      at: published.at(-1)?.at ?? null,
      details: [
        isPublished
          ? `${prompt.library}/${prompt.name}, version ${prompt.version}`
          : 'A revision that nobody has published',
        prompt.digest,
      ],
      entries: published.flatMap(({ entry }) => (entry === null ? [] : [entry])),
      look: isPublished ? 'there' : 'gap',
    },
  ];
}

function verdictOf({ verdict, entries, problem, status, at }: Ran): ChainLink {
  const isRefused = status === 'refused';
  return {
    title: 'Verdict',
    what: verdict.decision === 'forbid' ? 'forbidden' : isRefused ? 'refused' : 'permitted',
    by: [],
    at,
    details: [
      ...verdict.rules.map(({ id, reason }) => `${reason} (${id})`),
      ...(isRefused && verdict.decision === 'permit' && problem !== null ? [problem.detail] : []),
    ],
    entries: [entries.intent],
    look: isRefused ? 'refused' : 'there',
  };
}

function runOf({ principal, at, model, provider, environment, entries }: Ran): ChainLink {
  return {
    title: 'Run',
    what: principal.displayName,
    by: [principal],
    at,
    details: [`${model} at ${provider}${environment === null ? '' : `, in ${environment}`}`],
    entries: [entries.intent],
    look: 'there',
  };
}

const outputOf = (link: ChainLink, { status }: Ran): ChainLink => ({
  ...link,
  what: status === 'succeeded' ? 'answered' : status,
  look: status === 'succeeded' ? 'there' : 'refused',
});

function scoreOf(scores: readonly Score[]): ChainLink[] {
  const standing = scores.filter(({ stands }) => stands);
  if (standing.length === 0) return [];
  return [
    {
      title: standing.length === 1 ? 'Score' : 'Scores',
      what: namesOf(uniquely(standing.map(({ by }) => by))),
      by: uniquely(standing.map(({ by }) => by)),
      at:
        standing
          .map(({ at }) => at)
          .toSorted()
          .at(-1) ?? null,
      details: standing.map(({ config, value, by }) => `${config}: ${wordOf(value)}, by ${by.displayName}`),
      entries: standing.map(({ entry }) => entry),
      look: 'there',
    },
  ];
}

const wordOf = (value: Score['value']): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

const uniquely = (people: readonly PersonRef[]): PersonRef[] => [
  ...new Map(people.map((person) => [person.id, person])).values(),
];

function namesOf(people: readonly PersonRef[]): string {
  const [first, ...others] = people;
  return first === undefined ? '' : `${first.displayName}${others.length === 0 ? '' : ` +${others.length}`}`;
}
