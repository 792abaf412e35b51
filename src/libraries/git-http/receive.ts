import { authorize, type Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { relate } from '../ancestry.ts';
import type { GitObject, Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { branchPattern, protectedBranch, resourceOf } from '../library.ts';
import { loadHistory } from '../store/commits.ts';
import { type Brought, checkPush } from './check-push.ts';
import { applyUpdates } from './move-refs.ts';
import { readPack } from './pack-reader.ts';
import type { GitParts } from './parts.ts';
import { plannedTag, tagPrefix } from './plan-tag.ts';
import { type Command, type PushRequest, readPushRequest } from './push-request.ts';
import type { RequestBody } from './request-body.ts';
import { readCommits, readObjects, readRefs } from './store.ts';
import type { BranchUpdate, Update } from './updates.ts';

/** What became of one ref of a push. */
export interface RefReport {
  readonly ref: string;
  /** Undefined when it is done. */
  readonly refusal: Problem | undefined;
  /** Lines for the person who pushed. */
  readonly said: readonly string[];
}

export interface PushReport {
  readonly request: PushRequest;
  /** Why nothing could be read of the pack; then nothing happened. */
  readonly unpack: Problem | undefined;
  readonly refs: readonly RefReport[];
}

const forMain = `refs/for/${protectedBranch}`;

/**
 * Receives a push. Each ref is moved by one `record` together with what it brings, so a ref that is refused leaves nothing and does not
 * hinder the others; with `--atomic` all of them are one `record`. Concurrent pushes to one branch: one wins, the other is told to fetch.
 * @returns undefined for a probe, which asks nothing
 * @throws Problem for a body that is no push; what is refused of a push is in its report
 */
export async function receivePush(
  parts: GitParts,
  principal: Principal,
  library: Library,
  body: RequestBody,
): Promise<PushReport | undefined> {
  const request = await readPushRequest(body);
  if (request === undefined) return undefined;
  const failed = (unpack: Problem): PushReport => ({
    request,
    unpack,
    refs: request.commands.map(({ ref }) => ({ ref, refusal: unpack, said: [] })),
  });
  let pack: ReadonlyMap<Oid, GitObject> = new Map();
  try {
    if (request.commands.some(({ after }) => after !== null))
      pack = await readPack(await body.rest(), (oids) => readObjects(parts.reader, library, oids));
  } catch (error) {
    if (error instanceof Problem) return failed(error);
    throw error;
  }
  const push = { parts, principal, library, pack, options: request.options };
  const refs = request.capabilities.has('atomic')
    ? await together(push, request)
    : await oneByOne(push, request);
  return { request, unpack: undefined, refs };
}

interface Push {
  readonly parts: GitParts;
  readonly principal: Principal;
  readonly library: Library;
  readonly pack: ReadonlyMap<Oid, GitObject>;
  readonly options: readonly string[];
}

async function oneByOne(push: Push, { commands }: PushRequest): Promise<RefReport[]> {
  const reports = new Map<string, RefReport>();
  // Tags come last: what stands on a branch of the same push came with the branch.
  const tag = ({ ref }: Command) => Number(ref.startsWith(tagPrefix));
  for (const command of commands.toSorted((left, right) => tag(left) - tag(right))) {
    try {
      const update = await planned(push, command);
      await applyUpdates(push.parts, push.principal, push.library, [update]);
      reports.set(command.ref, await told(push, update));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      reports.set(command.ref, { ref: command.ref, refusal: error, said: [] });
    }
  }
  return commands.flatMap(({ ref }) => reports.get(ref) ?? []);
}

async function together(push: Push, { commands }: PushRequest): Promise<RefReport[]> {
  const updates: Update[] = [];
  let failing = '';
  try {
    for (const command of commands) {
      failing = command.ref;
      updates.push(await planned(push, command));
    }
    await applyUpdates(push.parts, push.principal, push.library, updates);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const others = new Problem({
      code: 'git.atomic_push_failed',
      status: 409,
      detail: 'Nothing was pushed: the push was atomic and another of its refs was refused.',
    });
    return commands.map(({ ref }) => ({ ref, refusal: ref === failing ? error : others, said: [] }));
  }
  const reports: RefReport[] = [];
  for (const update of updates) reports.push(await told(push, update));
  return reports;
}

/** Checks one command as far as it goes without a lock. @throws Problem */
async function planned(push: Push, command: Command): Promise<Update> {
  const { parts, principal, library } = push;
  const resource = resourceOf(library);
  const { ref, before, after } = command;
  if (ref === forMain) return proposed(push, command);
  if (ref.startsWith(tagPrefix)) return plannedTag(push, command);
  const branch = branchOf(ref);
  if (after === null) {
    authorize(principal, 'branch.delete', resource);
    return { kind: 'branch', ref, branch, before, after, brought: nothing };
  }
  authorize(principal, before === null ? 'branch.create' : 'commit.create', resource);
  const brought = await checkPush(parts.reader, library, push.pack, after);
  if (brought.commits.length > 0) authorize(principal, 'commit.create', resource);
  return { kind: 'branch', ref, branch, before, after, brought };
}

const nothing: Brought = { commits: [], objects: [], facts: [] };

/** A push to `refs/for/main`: goes on with the pusher's own branch that it grows from, or starts one. */
async function proposed(
  { parts, principal, library, pack }: Push,
  { ref, after }: Command,
): Promise<BranchUpdate> {
  const resource = resourceOf(library);
  authorize(principal, 'branch.create', resource);
  authorize(principal, 'commit.create', resource);
  if (after === null) throw notThere(ref);
  const brought = await checkPush(parts.reader, library, pack, after);
  const roots = brought.commits.length === 0 ? [after] : brought.commits.flatMap(({ parents }) => parents);
  const known = [...(await readCommits(parts.reader, library, roots)).keys()];
  const load = (oids: readonly Oid[]) => loadHistory(parts.reader, library, oids);
  const refs = await readRefs(parts.reader, library);
  const main = refs.find(({ branch }) => branch === protectedBranch)?.oid;
  for (const candidate of refs) {
    if (!candidate.branch.startsWith('for-main/') || candidate.createdBy !== principal.id) continue;
    if (main !== undefined && (await relate(candidate.oid, main, load)).ahead.length === 0) continue;
    for (const oid of known)
      if ((await relate(candidate.oid, oid, load)).ahead.length === 0)
        return {
          kind: 'branch',
          ref,
          branch: candidate.branch,
          before: candidate.oid,
          after,
          brought,
          propose: true,
        };
  }
  return {
    kind: 'branch',
    ref,
    branch: `for-main/${after.slice(0, 12)}`,
    before: null,
    after,
    brought,
    propose: true,
  };
}

/** @throws Problem for every ref that a push may not touch */
function branchOf(ref: string): string {
  const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
  if (branch === protectedBranch)
    throw new Problem({
      code: 'branch.protected',
      status: 409,
      detail:
        'main moves only when an approved change is published. Push another branch and open a change from it: git push -o change -o title="What it does" origin HEAD:refs/heads/my-edit',
    });
  if (branch !== undefined && branchPattern.test(branch)) return branch;
  throw notThere(ref);
}

function notThere(ref: string): Problem {
  return new Problem({
    code: 'branch.bad_name',
    status: 422,
    detail: `${JSON.stringify(ref.slice(0, 200))} cannot be pushed to. Branches have lower-case names of letters, digits and hyphens, such as refs/heads/fix/tone.`,
  });
}

/** What follows a ref that was moved. The push is durable by now: what fails here is told and undoes nothing. */
async function told({ parts, principal, library, options }: Push, update: Update): Promise<RefReport> {
  const { ref } = update;
  if (update.kind !== 'branch' || update.after === null) return { ref, refusal: undefined, said: [] };
  const { branch } = update;
  const wishes = update.propose === true ? [...options, 'change'] : options;
  try {
    const line = await parts.afterPush(principal, library, branch, wishes);
    return { ref, refusal: undefined, said: line === undefined ? [] : [line] };
  } catch (error) {
    if (!(error instanceof Problem)) parts.log.error({ err: error }, 'opening a change after a push failed');
    const why =
      error instanceof Problem ? error.detail : 'Something broke on our side; open it in the web app.';
    return { ref, refusal: undefined, said: [`${branch} is pushed, but no change was opened. ${why}`] };
  }
}
