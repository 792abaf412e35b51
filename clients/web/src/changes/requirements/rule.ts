/** Whom a rule asks. */
export type Party = { by: 'role' | 'team' | 'person'; name: string };

/** A stage as the form shows it. What is absent in the file is an empty text, an empty list, or null. */
export type StageDraft = {
  name: string;
  kind: 'review' | 'approval';
  /** Null for what is no number. */
  need: number | null;
  from: Party[];
  stepUp: string;
  validFor: string;
  remind: string;
  escalateAfter: string;
  escalateTo: Party[];
  lapse: string;
};

export type RuleDraft = {
  id: string;
  description: string;
  libraries: string[];
  environments: string[];
  kinds: string[];
  risk: string[];
  paths: string[];
  when: string;
  stages: StageDraft[];
  publish: Party[];
  checks: string[];
};

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Record<string, unknown> => (isFields(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Reads what a form can show of a file's value; what it cannot stays in the text untouched. */
export function rulesFrom(value: unknown): RuleDraft[] {
  return list(fields(value).rules).map((rule) => {
    const { id, description, for: condition, stages, publish, checks } = fields(rule);
    const { libraries, environments, kinds, risk, paths, when } = fields(condition);
    return {
      id: text(id),
      description: text(description),
      libraries: texts(libraries),
      environments: texts(environments),
      kinds: texts(kinds),
      risk: texts(risk),
      paths: texts(paths),
      when: text(when),
      stages: list(stages).map(stageFrom),
      publish: partiesFrom(fields(publish).from),
      checks: texts(checks),
    };
  });
}

function stageFrom(value: unknown): StageDraft {
  const { name, kind, need, from, stepUp, validFor, remind, escalate, lapse } = fields(value);
  return {
    name: text(name),
    kind: kind === 'review' ? 'review' : 'approval',
    need: typeof need === 'number' ? need : null,
    from: partiesFrom(from),
    stepUp: text(stepUp),
    validFor: text(validFor),
    remind: text(remind),
    escalateAfter: text(fields(escalate).after),
    escalateTo: partiesFrom(fields(escalate).to),
    lapse: text(lapse),
  };
}

function partiesFrom(value: unknown): Party[] {
  return list(value).flatMap((party): Party[] => {
    const { role, team, person } = fields(party);
    if (typeof role === 'string') return [{ by: 'role', name: role }];
    if (typeof team === 'string') return [{ by: 'team', name: team }];
    return typeof person === 'string' ? [{ by: 'person', name: person }] : [];
  });
}

/** A party as the file has it. */
export const partyValue = ({ by, name }: Party): Record<string, string> => ({ [by]: name });

/** A name that no rule has yet: `rule-2`. */
export function freeName(stem: string, taken: readonly string[]): string {
  if (!taken.includes(stem)) return stem;
  for (let number = 2; ; number += 1) if (!taken.includes(`${stem}-${number}`)) return `${stem}-${number}`;
}

/** What the form begins with: the default, written down, to be made stricter. */
export const newRequirement = (
  name: string,
): string => `# Who must look at a change before it may be published. Every rule that fits applies.
rules:
  - id: ${name.split('/').at(-1) ?? name}
    for:
      environments: [production]
    stages:
      - name: peer review
        kind: review
        need: 1
      - name: approval
        kind: approval
        need: 1
`;

/** `legal, to production: peer review, then legal approval`, to find a rule by. */
export function ruleWords({ libraries, environments, kinds, risk, paths, when, stages }: RuleDraft): string {
  const what = [
    ...(kinds.length > 0 ? [kinds.join(' or ')] : []),
    ...(libraries.length > 0 ? [`in ${libraries.join(' or ')}`] : []),
    ...(environments.length > 0 ? [`to ${environments.join(' or ')}`] : []),
    ...(risk.length > 0 ? [`of ${risk.join(' or ')} risk`] : []),
    ...(paths.length > 0 ? [`at ${paths.join(' or ')}`] : []),
    ...(when !== '' ? [`when ${when}`] : []),
  ];
  const asked = stages.map(({ name }) => name).join(', then ');
  return `${what.length === 0 ? 'every change' : what.join(', ')}: ${asked === '' ? 'no stage yet' : asked}`;
}

/** An empty list is written as nothing. */
export const orNothing = (list: string[]): string[] | undefined => (list.length === 0 ? undefined : list);

/** What somebody typed with commas between. */
export const listFrom = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
