import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createClient } from '../../../clients/sdk/src/index.ts';
import { textAt } from '../../../scripts/demo/inside.ts';
import { type SampleServer, startSampleServer } from '../../../scripts/demo/sample-server.ts';
import { hostileTexts } from '../../support/hostile-texts.ts';
import { makeTestFolder } from '../../support/test-folder.ts';
import { cast, type Player, type Stage, type Who } from './people.ts';

const days = 12;

/** One server for all stories of a run: Northwind as the demo makes it, two more people, and an organization without anything. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { folder, remove } = await makeTestFolder('data/postgres/cluster');
  const sample = await startSampleServer(join(folder, 'data'), days).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  project.provide('stage', await stageOf(sample));
  return async () => {
    await sample.server.stop();
    await remove();
  };
}

async function stageOf({ server, demo }: SampleServer): Promise<Stage> {
  const players = new Map<Who, Player>();
  for (const who of cast) {
    const person = demo.people.find(({ email }) => email.startsWith(`${who}@`));
    if (person === undefined) continue;
    const { name, email, password, key } = person;
    players.set(who, { name, email, password, key, organization: demo.organization });
  }
  const admin = players.get('amara')?.key ?? '';
  players.set('vera', await addPerson(server, admin, 'Vera Lindqvist', ['viewer']));
  players.set('gus', await addPerson(server, admin, 'Gus Moreau', ['contributor', 'approver']));
  players.set('frida', await found(server, 'Frida Holm', 'fjord', 'Fjord Ferries'));
  players.set('otto', await found(server, hostileTexts.script, 'ocean', hostileTexts.image));
  const player = (who: Who): Player => {
    const found = players.get(who);
    if (found === undefined) throw new Error(`nobody plays ${who}`);
    return found;
  };
  const all = {
    amara: player('amara'),
    ben: player('ben'),
    chiara: player('chiara'),
    dana: player('dana'),
    eli: player('eli'),
    vera: player('vera'),
    gus: player('gus'),
    frida: player('frida'),
    otto: player('otto'),
  };
  return { address: server.address, players: all, restricted: demo.restricted };
}

const newPassword = () => randomBytes(12).toString('base64url');

/** A further person of Northwind. */
async function addPerson(
  server: SampleServer['server'],
  adminKey: string,
  name: string,
  roles: readonly [string, ...string[]],
): Promise<Player> {
  const admin = createClient({ address: server.address, key: adminKey });
  const email = `${name.split(' ', 1)[0]?.toLowerCase()}@northwind.example`;
  const [role, ...more] = roles;
  const password = newPassword();
  const id = textAt(await admin.post('/api/v1/people', { displayName: name, email, password, role }), 'id');
  for (const another of more)
    await admin.post('/api/v1/grants', { principal: id, role: another, scope: { kind: 'organization' } });
  const organization = textAt(await admin.get('/api/v1/session'), 'organization', 'id');
  const key = await server.house.access.mintFirstKey(id, organization, 'Test');
  return { name, email, password, key, organization: 'northwind' };
}

/** An organization as `setup` leaves it: one admin and nothing else. */
async function found(
  server: SampleServer['server'],
  name: string,
  organizationName: string,
  displayName: string,
): Promise<Player> {
  const email = `admin@${organizationName}.example`;
  const password = newPassword();
  const { organization, admin } = await server.house.access.createOrganization({
    name: organizationName,
    displayName,
    admin: { displayName: name, email, password },
  });
  const key = await server.house.access.mintFirstKey(admin.id, organization.id, 'Test');
  return { name, email, password, key, organization: organizationName };
}
