import type { Digest, Party, RequirementRule, RequirementStage } from '../../libraries/index.ts';
import { applies, type Subject } from './condition.ts';

/** A file whose rules are in force. */
export interface Source {
  /** The library's URL name. */
  readonly library: string;
  readonly path: string;
  readonly digest: Digest;
  /** Since when exactly these bytes are live. */
  readonly since: Date;
}

/** A source as it was read. */
export interface ReadSource extends Source {
  /** Whether it is the organization's: its rules may be for other libraries. */
  readonly isPolicy: boolean;
  /** Null when the file has any fault. */
  readonly rules: readonly RequirementRule[] | null;
}

/** A rule that applies. */
export interface AppliedRule {
  /** `LIBRARY/PATH#ID`, or `default`. */
  readonly id: string;
  readonly name: string;
  /** `LIBRARY/PATH`; empty for the default. */
  readonly source: string;
  readonly description: string;
}

/** One stage of one rule that applies. Stages of one rule are decided on in their order; rules wait for nobody. */
export interface RequiredStage extends Omit<RequirementStage, 'line'> {
  readonly rule: string;
  /** Why nobody can satisfy it; null when somebody may. */
  readonly broken: string | null;
}

/** What a change has to go through, and under which rules that was found. */
export interface Requirement {
  /** Names exactly the files in force, with their bytes; an approval binds it. */
  readonly version: string;
  readonly sources: readonly Source[];
  /** When the newest source went live; null without any. */
  readonly since: Date | null;
  readonly rules: readonly AppliedRule[];
  readonly stages: readonly RequiredStage[];
  /** Every list names whom one rule lets publish; a publisher has to be in all of them. */
  readonly publish: readonly (readonly Party[])[];
  /** Further checks that must have passed. */
  readonly checks: readonly string[];
}

const anybody = {
  need: 1,
  from: null,
  stepUpMs: null,
  validForMs: null,
  remindMs: 86_400_000,
  escalate: null,
  lapseMs: null,
  broken: null,
} as const;
const defaultReview = { ...anybody, rule: 'default', name: 'review', kind: 'review' } as const;
const defaultApproval = { ...anybody, rule: 'default', name: 'approval', kind: 'approval' } as const;
const defaultRule: AppliedRule = {
  id: 'default',
  name: 'default',
  source: '',
  description: 'One review, and one approval by somebody else.',
};

/** The default of design.md §4: one review, one approval by someone else, publish by a publisher. */
export const defaultRequirement: Requirement = {
  version: 'default/1',
  sources: [],
  since: null,
  rules: [defaultRule],
  stages: [defaultReview, defaultApproval],
  publish: [],
  checks: [],
};

/**
 * What a change needs, given every file in force. All rules that apply do so together; without any the default applies, and without
 * any approval among them its approval is added: rules ask for more, never for nothing. A file that cannot be read is a rule that
 * nobody can satisfy (AT-09). Pure.
 */
export function requirementFor(
  version: string,
  sources: readonly ReadSource[],
  subject: Subject,
): Requirement {
  const found = sources.flatMap((source) => rulesOf(source, subject));
  const stages = found.flatMap(({ stages: own }) => own);
  const missing = stages.length === 0 ? defaultRequirement.stages : [defaultApproval];
  const isWhole = stages.some(({ kind }) => kind === 'approval');
  const since = sources.reduce<Date | null>(
    (newest, source) => (newest === null || source.since > newest ? source.since : newest),
    null,
  );
  return {
    version,
    sources: sources.map(({ library, path, digest, since: from }) => ({
      library,
      path,
      digest,
      since: from,
    })),
    since,
    rules: [...found.map(({ rule }) => rule), ...(isWhole ? [] : [defaultRule])],
    stages: isWhole ? stages : [...stages, ...missing],
    publish: found.flatMap(({ publish }) => (publish === null ? [] : [publish])),
    checks: [...new Set(found.flatMap(({ checks }) => checks))],
  };
}

interface Found {
  readonly rule: AppliedRule;
  readonly stages: readonly RequiredStage[];
  readonly publish: readonly Party[] | null;
  readonly checks: readonly string[];
}

function rulesOf(source: ReadSource, subject: Subject): Found[] {
  const file = `${source.library}/${source.path}`;
  if (source.rules === null) return [unreadable(file)];
  return source.rules
    .filter(({ condition }) =>
      applies(source.isPolicy ? condition : { ...condition, libraries: null }, subject),
    )
    .map((rule) => {
      const id = `${file}#${rule.id}`;
      const description = rule.description ?? rule.applies.join(', ');
      const stages = rule.stages.map(({ line: _, ...stage }) => ({ ...stage, rule: id, broken: null }));
      const { publish, checks } = rule;
      return { rule: { id, name: rule.id, source: file, description }, stages, publish, checks };
    });
}

function unreadable(file: string): Found {
  const id = `${file}#unreadable`;
  const broken = `${file} cannot be read. Ask whoever governs it to mend it.`;
  const stage = { ...defaultApproval, rule: id, name: 'unreadable requirement', broken };
  const rule = { id, name: 'unreadable', source: file, description: broken };
  return { rule, stages: [stage], publish: null, checks: [] };
}
