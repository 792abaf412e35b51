import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import { readTargetUrl } from './address.ts';
import { formFor, type GovernParts, headerOf, nameTaken, openTarget, toldOf } from './parts.ts';
import { insertTarget, type StoredTarget, selectTargets, updateTarget } from './store/targets.ts';
import { type ExportTarget, targetEntry } from './target.ts';
import type { NewTarget } from './targets.ts';

/** How many targets an organization may have: each is sent the whole log. */
const most = 10;

/**
 * Makes a target, which the log is pushed to from then on. Entry `export_target.create`.
 * @throws Problem `export_target.url_refused`, `.host_not_allowed`, `.form_refused` 422, `.name_taken`, `.too_many` 409
 */
export async function createTarget(
  parts: GovernParts,
  organization: OrganizationId,
  actor: Actor,
  asked: NewTarget,
): Promise<ExportTarget> {
  const { name, kind, from, header } = asked;
  const id = newId('tgt');
  const target: StoredTarget = {
    ...{ organization, id, name, kind, form: formFor(kind, asked.form), state: 'running' },
    url: readTargetUrl(kind, asked.url, parts.exportHosts),
    ca: asked.ca ?? null,
    ...headerOf(parts, { organization, id, kind }, header ?? null),
    createdBy: actor.id,
    createdAt: parts.clock.now(),
  };
  const head = await parts.store.readHead(parts.reader, organization);
  const nextIndex = from === 'beginning' ? 0 : (head?.treeSize ?? 0);
  return parts.record(async (tx) => {
    if ((await selectTargets(tx, organization)).length >= most) throw tooMany();
    if (!(await insertTarget(tx, target, nextIndex))) throw nameTaken();
    const data = { ...toldOf(target), nextIndex };
    const { wrapped: _wrapped, ...value } = target;
    return { value, entry: targetEntry(target, 'export_target.create', data, actor) };
  });
}

/** Ends a target for good: nothing more is sent, and its credential is gone. Entry `export_target.end`. @throws Problem 404 */
export async function endTarget(
  parts: GovernParts,
  organization: OrganizationId,
  actor: Actor,
  id: string,
): Promise<void> {
  const target = await openTarget(parts, organization, id);
  await parts.record(async (tx) => {
    await updateTarget(tx, target, { state: 'ended', headerName: null, wrapped: null, ca: null });
    return {
      value: undefined,
      entry: targetEntry(target, 'export_target.end', { name: target.name }, actor),
    };
  });
}

const tooMany = () =>
  new Problem({
    code: 'export_target.too_many',
    status: 409,
    detail: `An organization has at most ${most} export targets. End one that is not needed.`,
  });
