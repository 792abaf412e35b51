import type { PersonId, Role } from '../../access/index.ts';
import type { Change, Decision } from '../change.ts';
import { defaultRequirement, type RequiredStage, type Requirement } from '../requirement/requirement.ts';
import type { Facts } from './facts.ts';
import type { Roster } from './roster.ts';

/** Facts for tests: a change by per_author that per_1 … per_5 may decide on. */
export const noon = new Date('2026-11-01T12:00:00Z');
export const later = (ms: number) => new Date(noon.getTime() + ms);
export const hour = 3_600_000;

export const openChange: Change = {
  organization: 'org_a',
  id: 'chg_a',
  library: 'lib_a',
  number: 1,
  title: 'Shorter summaries',
  description: '',
  branch: 'shorter',
  environment: 'production',
  stage: 'open',
  createdBy: 'per_author',
  createdHuman: 'per_author',
  submittedHuman: 'per_author',
  createdAt: noon,
  updatedAt: noon,
  submittedAt: noon,
  publishedAt: null,
  finalRevision: null,
  finalBase: null,
};

const deciders: readonly PersonId[] = ['per_author', 'per_1', 'per_2', 'per_3', 'per_4', 'per_5'];
const held: ReadonlySet<Role> = new Set<Role>(['reviewer', 'approver']);

export const rosterOf = (more: Partial<Roster> = {}): Roster => ({
  roles: new Map(deciders.map((person) => [person, held])),
  custom: new Map(),
  teams: new Map(),
  people: new Map(),
  ...more,
});

export const stageOf = (more: Partial<RequiredStage> = {}): RequiredStage => ({
  rule: 'policy/x#r',
  name: 'legal',
  kind: 'approval',
  need: 1,
  from: null,
  stepUpMs: null,
  validForMs: null,
  remindMs: null,
  escalate: null,
  lapseMs: null,
  broken: null,
  ...more,
});

export const requiring = (...stages: readonly RequiredStage[]): Requirement => ({
  ...defaultRequirement,
  version: 'v1',
  stages,
});

export const factsOf = (more: Partial<Facts> = {}): Facts => ({
  change: openChange,
  digest: 'sha256:now',
  revisedAt: noon,
  requirement: defaultRequirement,
  decisions: [],
  contributors: new Set(),
  roster: rosterOf(),
  endedDelegations: new Set(),
  checks: [{ name: 'parses', state: 'passed', detail: '' }],
  now: noon,
  ...more,
});

/** A decision by somebody on what `factsOf` holds; an approval unless told otherwise. */
export function decisionBy(human: PersonId, facts: Facts, more: Partial<Decision> = {}): Decision {
  const verdict = more.verdict ?? 'approve';
  return {
    id: `dec_${human}`,
    change: 'chg_a',
    kind: verdict === 'approve' ? 'approval' : 'review',
    verdict,
    by: human,
    human,
    at: noon,
    comment: '',
    revision: 'a'.repeat(40),
    digest: 'sha256:now',
    environment: 'production',
    requirementVersion: facts.requirement.version,
    shown: null,
    credential: 'session',
    authenticatedAt: noon,
    onBehalfOf: null,
    delegation: null,
    retractedAt: null,
    entry: 'ent_1',
    ...more,
  };
}
