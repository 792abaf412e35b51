import type { Principal } from '../../access/index.ts';
import type { Execution } from '../../gateway/index.ts';
import type { EntryDraft, OrganizationId } from '../../ledger/index.ts';
import { formatReference, parsePrompt, variablesUsed } from '../../libraries/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import type { Log } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import { type Judge, type JudgeRun, verdictIn } from './judge.ts';
import { claimJudgement, selectJudges, selectWaiting, touch, updateJudgement } from './store.ts';

export type JudgingParts = IntelligenceParts & { readonly log: Log };

const everyMs = 5_000;
/** Items at once: each holds a transaction while its judge works. */
const atOnce = 2;
const pingMs = 15_000;
/** Thrown inside a transaction to leave nothing behind: nothing of the run waits that nobody else is at. */
class NothingLeft extends Error {}

/**
 * Judges everything that waits. An item's row lock is the claim, so any number of nodes may do this; one that
 * dies gives it back, and it is judged again: a second execution, one judgement.
 * @returns how many were judged
 */
export async function judgeDue(parts: JudgingParts): Promise<number> {
  let judged = 0;
  for (const { organization, run } of await selectWaiting(parts.reader)) {
    const work = async () => {
      while (await judgeNext(parts, organization, run)) judged += 1;
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
  return judged;
}

async function judgeNext(parts: JudgingParts, organization: OrganizationId, id: string): Promise<boolean> {
  try {
    await parts.ledger.record(async (tx) => {
      const claimed = await claimJudgement(tx, organization, id);
      if (claimed === undefined) throw new NothingLeft();
      const { run, execution } = claimed;
      const judge = (await selectJudges(tx, organization)).find((one) => one.id === run.judge);
      if (judge === undefined) throw new Error('invariant: a run has its judge');
      return { value: undefined, entry: await judgeOne(parts, tx, { run, judge, execution }) };
    });
    return true;
  } catch (error) {
    if (!(error instanceof NothingLeft))
      parts.log.warn({ err: error, run: id }, 'a judgement could not be recorded; it is tried again');
    return false;
  }
}

interface Item {
  readonly run: JudgeRun;
  readonly judge: Judge;
  readonly execution: string;
}

/** One judgement, with or without a verdict, and its entry. */
async function judgeOne(parts: JudgingParts, tx: Tx, item: Item): Promise<EntryDraft> {
  const { run, judge, execution } = item;
  const { organization } = run;
  const said = await keptOpen(tx, () => ask(parts, item)).catch((error: unknown): Said => {
    if (error instanceof Problem) return { ...nothingSaid, problem: error.code };
    // Tried again, it would be paid for again, and most likely fail again.
    parts.log.error({ err: error, run: run.id, execution }, 'a judgement failed in an unforeseen way');
    return { ...nothingSaid, problem: 'judgement.failed' };
  });
  const { passed, turned, problem } = said;
  const done = { done_at: parts.clock.now(), passed, turned, problem };
  await updateJudgement(tx, organization, { run: run.id, execution }, done);
  const { of } = said;
  return {
    ...{ organization, action: 'judgement.create' },
    actor: {
      kind: isId('app', run.startedBy) ? 'app' : 'person',
      id: run.startedBy,
      credential: run.credential,
    },
    subject: { kind: 'execution', id: execution },
    data: {
      ...{ run: run.id, judge: judge.id, source: 'judge', judgeDigest: judge.digest },
      ...{ passed, turned, problem, by: [...said.by] },
      runner: of?.human ?? null,
      prompt:
        of?.prompt == null
          ? null
          : { library: of.prompt.libraryId, path: of.prompt.path, version: of.prompt.version },
    },
  };
}

/** A transaction that says nothing for a minute is ended by the database, and a judge may take longer. */
async function keptOpen<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  const timer = setInterval(() => void touch(tx).catch(() => undefined), pingMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

interface Said {
  readonly of: Execution | null;
  readonly passed: boolean | null;
  readonly turned: boolean | null;
  /** The judge's own executions. */
  readonly by: readonly string[];
  /** Why there is no verdict. */
  readonly problem: string | null;
}
const nothingSaid: Said = { of: null, passed: null, turned: null, by: [], problem: null };

/** @throws Problem whatever stands in the way of whoever started it, as it is now */
async function ask(parts: JudgingParts, { run, judge, execution }: Item): Promise<Said> {
  const { organization, credential } = run;
  const principal = await parts.access.still({ organization, credential });
  if (principal === undefined) return { ...nothingSaid, problem: 'execution.access_ended' };
  const { execution: of } = await parts.gateway.evidence.one(principal, execution);
  const content = await parts.gateway.judging.said(organization, of.id);
  if (content === undefined) return { ...nothingSaid, of, problem: 'judgement.content_gone' };
  const first = await judgeOnce(parts, principal, judge, of.id, { ...content, order: 'question_first' });
  const by = first.by === null ? [] : [first.by];
  if (first.passed === null) return { ...nothingSaid, of, by, problem: first.problem };
  if (!run.bothOrders) return { ...nothingSaid, of, by, passed: first.passed };
  const again = await judgeOnce(parts, principal, judge, of.id, { ...content, order: 'answer_first' });
  return {
    ...{ of, passed: first.passed, turned: again.passed, problem: null },
    by: again.by === null ? by : [...by, again.by],
  };
}

interface Question {
  readonly input: string;
  readonly output: string;
  readonly order: 'question_first' | 'answer_first';
}

async function judgeOnce(
  parts: JudgingParts,
  principal: Principal,
  judge: Judge,
  about: Execution['id'],
  question: Question,
) {
  const { library, path, version: number } = judge;
  const found = (await parts.libraries.visible(principal)).find(({ id }) => id === library);
  if (found === undefined) return { passed: null, by: null, problem: 'judgement.judge_gone' };
  const selector = { type: 'version', number } as const;
  const reference = formatReference({ library: found.name, path, selector });
  const parsed = parsePrompt((await parts.libraries.resolve(principal, reference)).text);
  const used = parsed.ok ? variablesUsed(parsed.prompt).map(({ name }) => name) : [];
  const variables = Object.fromEntries(Object.entries(question).filter(([name]) => used.includes(name)));
  const { execution, text } = await parts.gateway.judging.run(principal, {
    ...{ reference, variables, job: 'judgement', about },
  });
  if (execution === null) return { passed: null, by: null, problem: 'judgement.held' };
  const passed = text === null ? null : verdictIn(text);
  const problem = execution.problem?.code ?? (passed === null ? 'judgement.no_verdict' : null);
  return { passed, by: execution.id, problem };
}

export function startJudging(parts: JudgingParts): Loop {
  return startLoop('judging', everyMs, parts.log, () => judgeDue(parts));
}
