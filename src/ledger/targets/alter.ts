import { Problem } from '../../platform/problem.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import { readTargetUrl } from './address.ts';
import { formFor, type GovernParts, headerOf, nameTaken, openTarget, toldOf } from './parts.ts';
import { movePlace } from './store/places.ts';
import { isNameTaken, updateTarget } from './store/targets.ts';
import { targetEntry } from './target.ts';
import type { TargetChange } from './targets.ts';

/**
 * Alters a target, pauses or resumes it, or moves its place; a batch that is under way still arrives. Entry `export_target.update`.
 * @throws Problem as `createTarget`, 404; `export_target.index_refused` 422
 */
export async function alterTarget(
  parts: GovernParts,
  organization: OrganizationId,
  actor: Actor,
  id: string,
  change: TargetChange,
): Promise<void> {
  const target = await openTarget(parts, organization, id);
  const { name, url, form, header, ca, state, nextIndex } = change;
  const head = await parts.store.readHead(parts.reader, organization);
  if (nextIndex !== undefined && nextIndex > (head?.treeSize ?? 0)) throw beyond();
  // A credential is for the place that it was given for: whoever moves the target says it again.
  if (url !== undefined && header === undefined && target.headerName !== null) throw credentialNeeded();
  const patch = {
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url: readTargetUrl(target.kind, url, parts.exportHosts) }),
    ...(form === undefined ? {} : { form: formFor(target.kind, form) }),
    ...(header === undefined ? {} : headerOf(parts, target, header)),
    ...(ca === undefined ? {} : { ca }),
    ...(state === undefined ? {} : { state }),
  };
  await parts
    .record(async (tx) => {
      await updateTarget(tx, target, patch);
      await movePlace(tx, target, { nextIndex, dueAt: parts.clock.now() });
      const told = { ...toldOf({ ...target, ...patch }), credentialReplaced: header !== undefined };
      const data = { ...told, ...(nextIndex === undefined ? {} : { nextIndex }) };
      return { value: undefined, entry: targetEntry(target, 'export_target.update', data, actor) };
    })
    .catch((error: unknown) => {
      throw isNameTaken(error) ? nameTaken() : error;
    });
}

const beyond = () =>
  new Problem({
    code: 'export_target.index_refused',
    status: 422,
    detail: 'The log does not reach that far. Say an index up to its size.',
  });

const credentialNeeded = () =>
  new Problem({
    code: 'export_target.credential_needed',
    status: 422,
    detail:
      'The credential was given for the address of before. Give it again together with the new one, or take it out.',
  });
