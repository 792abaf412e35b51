import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OrganizationId } from '../ledger/index.ts';
import { type LiveText, policySchema } from '../libraries/index.ts';
import { type BoundedCache, boundedCache } from '../platform/bounded-cache.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { createPolicy, makeReady, misfitting } from './judge.ts';
import type { PolicyParts } from './parts.ts';
import { rememberSet } from './remember-set.ts';
import type { Rule } from './rule.ts';
import { lockOf, type RuleSet, ruleSetInTurns } from './rule-set.ts';
import type { Policy } from './verdict.ts';

/** The library whose policies are the organization's. Only an admin may create it. */
export const policyLibrary = 'policy';
/** Where policies are in force from. */
export const governingEnvironment = 'production';

/** One file in force. */
export interface LiveSource {
  readonly path: string;
  readonly digest: string;
  readonly since: Date;
}

/** What an organization is judged by. */
export interface InForce extends Pick<RuleSet, 'unreadable'> {
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  readonly sources: readonly LiveSource[];
}

export interface PoliciesInForce {
  /**
   * What is in force now, never older than 900 ms on any node, and kept for ever before it judges anything: whatever is judged by it
   * can be judged again.
   * @throws Problem `policy.unknown` 503 rather than guess
   */
  of(organization: OrganizationId): Promise<Policy>;
  /** As `of`, with where it comes from, and without writing anything. */
  read(organization: OrganizationId): Promise<InForce>;
}

/** What is remembered is asked for again after this long, while anybody asks. */
const rememberMs = 250;
/** What was asked for longer ago than this says nothing any more. */
const oldestMs = 900;
/** Questions for one answer, when answers come too late. */
const mostAttempts = 4;

/** What was in force at an instant of the clock that only goes forward. */
interface Answered {
  readonly askedMs: number;
  readonly inForce: InForce;
}

/** By the exact files. */
type Judges = BoundedCache<Omit<InForce, 'sources'>>;

/** One question to the database, and whatever has to be made ready of its answer. */
interface Asked {
  readonly askedMs: number;
  readonly inForce: Promise<InForce>;
  /** Undefined until the answer is there. */
  answered: Answered | undefined;
}

/** As recalls are watched (decision 0008): one small read per organization and quarter of a second, however many executions ask. */
export function policiesInForce(parts: PolicyParts): PoliciesInForce {
  const known = new Map<OrganizationId, Asked>();
  const judges: Judges = boundedCache(500);
  const ready = new Map<OrganizationId, Answered>();
  const kept = new Set<string>();
  const ask = (organization: OrganizationId, askedMs: number): Asked => {
    const inForce = readInForce(parts, organization, judges);
    const asked: Asked = { askedMs, inForce, answered: undefined };
    known.set(organization, asked);
    inForce.then(
      (found) => {
        asked.answered = { askedMs, inForce: found };
        ready.set(organization, asked.answered);
      },
      () => {
        if (known.get(organization) === asked) known.delete(organization);
      },
    );
    return asked;
  };
  const latest = async (organization: OrganizationId): Promise<Answered> => {
    const now = performance.now();
    const before = known.get(organization);
    const asked = before !== undefined && now - before.askedMs < rememberMs ? before : ask(organization, now);
    if (asked.answered !== undefined) return asked.answered;
    // What is about to come into force is made ready meanwhile: until then what was so just now may still be gone by.
    const last = ready.get(organization);
    if (last !== undefined && now - last.askedMs <= oldestMs) return last;
    const inForce = await asked.inForce.catch((cause: unknown) => {
      throw unknown(cause);
    });
    return { askedMs: asked.askedMs, inForce };
  };
  const read = async (organization: OrganizationId): Promise<InForce> => {
    for (let attempt = 1; ; attempt += 1) {
      const { askedMs, inForce } = await latest(organization);
      if (performance.now() - askedMs <= oldestMs) return inForce;
      // The answer came in time and we did not: this node is busy, and asks again.
      if (attempt === mostAttempts) throw unknown(undefined);
    }
  };
  return {
    read,
    of: async (organization) => {
      const { policy, rules } = await read(organization);
      const key = `${organization} ${policy.version}`;
      if (kept.has(key)) return policy;
      const set = { version: policy.version, schema: policySchema, rules };
      await rememberSet(parts, organization, set).catch((cause: unknown) => {
        throw unknown(cause);
      });
      kept.add(key);
      return policy;
    },
  };
}

/** The organization's own Cedar files that are in force, by path. */
export async function liveFiles(
  { libraries, reader }: Pick<PolicyParts, 'libraries' | 'reader'>,
  organization: OrganizationId,
): Promise<readonly LiveText[]> {
  const library = await libraries.byName(organization, policyLibrary);
  if (library === undefined) return [];
  const live = await libraries.liveTexts(reader, library, governingEnvironment, 'policy');
  return live.filter(({ path }) => path.endsWith('.cedar'));
}

async function readInForce(
  parts: PolicyParts,
  organization: OrganizationId,
  judges: Judges,
): Promise<InForce> {
  const { builtIn } = parts;
  const files = await liveFiles(parts, organization);
  const sources = files.map(({ path, digest, since }) => ({ path, digest, since }));
  const named = canonicalJson(files.map(({ path, digest }) => ({ path, digest })));
  const key = createHash('sha256').update(`${organization} ${named}`).digest('hex');
  // Two who ask while it is made share the making.
  return { ...(await judges.get(key, () => judgeInTurns(builtIn, files))), sources };
}

/** The judge of a set. A rule that does not fit the schema, or a file that cannot be read, forbids everything: in doubt forbid. */
export function judgeOf(set: RuleSet): Omit<InForce, 'sources'> {
  return judgeWithout(set, misfitting(policySchema, set.rules));
}

/** Reads files and makes their judge, with a turn for others between small pieces: a thousand new rules take a while. */
async function judgeInTurns(
  builtIn: readonly Rule[],
  files: readonly LiveText[],
): Promise<Omit<InForce, 'sources'>> {
  const set = await ruleSetInTurns(builtIn, files, nextTurn);
  return judgeWithout(set, await makeReady(policySchema, set.rules, nextTurn));
}

function judgeWithout(
  { rules, unreadable }: RuleSet,
  bad: ReturnType<typeof misfitting>,
): Omit<InForce, 'sources'> {
  const misfits = [...unreadable, ...bad.map(({ rule, why }) => ({ path: rule.file, why }))];
  const dropped = new Set(bad.map(({ rule }) => rule));
  const fitting = rules.filter((rule) => !dropped.has(rule));
  const all = [...fitting, ...lockOf(misfits)];
  return { policy: createPolicy(policySchema, all), rules: all, unreadable: misfits };
}

function unknown(cause: unknown): Problem {
  return new Problem({
    code: 'policy.unknown',
    status: 503,
    detail: 'The policy in force could not be read in time, so nothing runs. Try again shortly.',
    cause,
    retryAfterSeconds: 1,
  });
}
