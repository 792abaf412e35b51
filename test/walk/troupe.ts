import type { Role } from '../../src/access/index.ts';
import { type TestHouse, textAt } from '../support/house.ts';
import type { Happening } from './oracle.ts';

/** Somebody with a key: a person, or an app with the human who answers for it. */
export interface Actor {
  readonly name: string;
  readonly id: string;
  readonly human: string;
  readonly key: string;
}

/** The people around one library, each with roles on it and nowhere else; `gil` is also an admin, and answers for `robot`. */
export interface Troupe {
  readonly library: string;
  readonly actors: readonly Actor[];
  actor(name: string): Actor;
  /** Takes a role away from somebody who has it, or gives it back. @returns what happened */
  toggle(name: string, role: Role): Promise<Happening>;
  readonly roles: readonly Happening[];
}

const casting: Readonly<Record<string, readonly Role[]>> = {
  ann: ['contributor'],
  bob: ['contributor', 'reviewer', 'approver'],
  cat: ['reviewer'],
  dan: ['reviewer', 'approver'],
  eve: ['approver'],
  fay: ['publisher'],
  gil: ['contributor', 'reviewer', 'approver', 'publisher'],
  robot: ['contributor', 'reviewer', 'approver', 'publisher'],
};

export async function hire(house: TestHouse, library: string): Promise<Troupe> {
  const admin = house.northwind.people.admin.key;
  await house.done(admin, 'library.create', { body: { name: library, visibility: 'open' } });
  const actors = new Map<string, Actor>();
  const grants = new Map<string, string>();
  const scope = { kind: 'library', library };
  const give = async ({ id, name }: Actor, role: Role): Promise<Happening> => {
    const made = await house.done(admin, 'grant.create', { body: { principal: id, role, scope } });
    grants.set(`${name} ${role}`, textAt(made, 'id'));
    return { type: 'role', holder: id, role, held: true };
  };
  const roles: Happening[] = [];
  for (const [name, wanted] of Object.entries(casting)) {
    const actor = name === 'robot' ? await build(house, actors) : await join(house, library, name);
    actors.set(name, actor);
    for (const role of wanted) roles.push(await give(actor, role));
  }
  const actor = (name: string): Actor => {
    const found = actors.get(name);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  };
  return {
    library,
    actors: [...actors.values()],
    actor,
    roles,
    toggle: async (name, role) => {
      const held = grants.get(`${name} ${role}`);
      if (held === undefined) return give(actor(name), role);
      await house.done(admin, 'grant.revoke', { params: { grant: held } });
      grants.delete(`${name} ${role}`);
      return { type: 'role', holder: actor(name).id, role, held: false };
    },
  };
}

async function join(house: TestHouse, library: string, name: string): Promise<Actor> {
  const { id, key } = await house.person(
    house.northwind,
    `${name}-${library}`,
    name === 'gil' ? 'admin' : 'viewer',
  );
  return { name, id, human: id, key };
}

async function build(house: TestHouse, actors: ReadonlyMap<string, Actor>): Promise<Actor> {
  const owner = actors.get('gil');
  if (owner === undefined) throw new Error('gil is there before the robot');
  const app = await house.done(owner.key, 'app.create', { body: { displayName: 'Robot', role: 'viewer' } });
  const id = textAt(app, 'id');
  const made = await house.done(owner.key, 'key.create', { body: { displayName: 'Robot', app: id } });
  return { name: 'robot', id, human: owner.human, key: textAt(made, 'secret') };
}
