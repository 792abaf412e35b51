import { isId, newId } from '../platform/id.ts';
import { notFound } from '../platform/problem.ts';
import { setupActor } from './create-organization.ts';
import { newKey, shownPrefix } from './key.ts';
import type { AccessParts } from './parts.ts';
import { insertKey } from './store/keys.ts';
import { selectPerson } from './store/people.ts';

/**
 * Makes a key for a person before anybody could sign in, as wide as that person's rights. For setup and the demo: no route leads here.
 * Entry `key.create` by the actor `setup`.
 * @returns the whole key, which is kept nowhere
 * @throws Problem 404 when there is no such active person
 */
export async function mintFirstKey(
  parts: AccessParts,
  person: string,
  organization: string,
  displayName: string,
): Promise<string> {
  if (!isId('per', person) || !isId('org', organization)) throw notFound();
  if ((await selectPerson(parts.reader, organization, person))?.active !== true) throw notFound();
  const { text, ...keyParts } = newKey();
  const key = {
    id: newId('key'),
    displayName,
    principal: person,
    scope: undefined,
    createdAt: parts.clock.now(),
    expiresAt: undefined,
  };
  return parts.ledger.record(async (tx) => {
    await insertKey(tx, organization, {
      ...key,
      parts: keyParts,
      createdBy: setupActor.id,
      madeWith: undefined,
    });
    const entry = {
      organization,
      action: 'key.create',
      actor: setupActor,
      subject: { kind: 'key', id: key.id },
      data: { principal: person, prefix: shownPrefix(keyParts.prefix), scope: null, expiresAt: null },
    };
    return { entry, value: text };
  });
}
