import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from './error.ts';
import {
  type GroupFacts,
  operationsOf,
  patchedGroup,
  patchedUser,
  replacedUser,
  wholeGroup,
} from './patch.ts';
import type { ScimUser } from './user.ts';

const person = (last: string) => `per_${last.padStart(26, '0')}` as const;
const at = new Date('2026-03-02T09:00:00.000Z');
const user: ScimUser = {
  id: person('1'),
  userName: 'ada@northwind.example',
  externalId: null,
  displayName: 'Ada',
  givenName: null,
  familyName: null,
  email: 'ada@northwind.example',
  active: true,
  managed: true,
  createdAt: at,
  updatedAt: at,
};
const patch = (...Operations: object[]) =>
  patchedUser(user, operationsOf(JSON.parse(JSON.stringify({ Operations }))));
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof ScimError) return error.scimType;
    throw error;
  }
  return 'done';
};

describe('a user after a PATCH', () => {
  it.each([
    ['Entra ID switches off', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['Okta switches off', { op: 'replace', value: { active: false } }, { active: false }],
    ['Okta repeats the id', { op: 'replace', value: { id: user.id, active: false } }, { active: false }],
    [
      'Entra ID changes an address',
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'Ada@New.example' },
      { email: 'ada@new.example' },
    ],
    [
      'a primary address',
      { op: 'replace', path: 'emails[primary eq true].value', value: 'p@new.example' },
      { email: 'p@new.example' },
    ],
    [
      'addresses as a list',
      {
        op: 'replace',
        path: 'emails',
        value: [
          { value: 'h@x.example', type: 'home' },
          { value: 'w@x.example', type: 'work' },
        ],
      },
      { email: 'w@x.example' },
    ],
    [
      'dotted names without a path',
      { op: 'Replace', value: { 'name.givenName': 'A', 'name.familyName': 'L', displayName: 'A L' } },
      { givenName: 'A', familyName: 'L', displayName: 'A L' },
    ],
    [
      'a name as an object',
      { op: 'replace', path: 'name', value: { givenName: 'A', familyName: 'L' } },
      { givenName: 'A', familyName: 'L' },
    ],
    [
      'a path with its schema',
      { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:externalId', value: 'x7' },
      { externalId: 'x7' },
    ],
    ['names in any case', { op: 'ADD', path: 'USERNAME', value: 'ada2' }, { userName: 'ada2' }],
    [
      'attributes that are not kept',
      { op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '1' },
      {},
    ],
    [
      'those of the enterprise',
      {
        op: 'Add',
        path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
        value: 'R',
      },
      {},
    ],
    [
      'another address of hers',
      { op: 'Add', path: 'emails[type eq "home"].value', value: 'home@x.example' },
      {},
    ],
  ])('%s', (_what, operation, changed) => {
    const { id, managed, createdAt, updatedAt, ...facts } = user;
    expect(patch(operation)).toEqual({ ...facts, ...changed });
  });

  it.each([
    ['its id', { op: 'replace', path: 'id', value: person('2') }, 'mutability'],
    ['its id without a path', { op: 'replace', value: { id: person('2') } }, 'mutability'],
    ['its groups', { op: 'add', path: 'groups', value: [{ value: 'admins' }] }, 'mutability'],
    ['its groups by a filter', { op: 'add', path: 'groups[value eq "x"].display', value: 'y' }, 'mutability'],
    ['its roles', { op: 'add', path: 'roles', value: [{ value: 'admin' }] }, 'mutability'],
    ['its roles without a path', { op: 'add', value: { roles: [{ value: 'admin' }] } }, 'mutability'],
    [
      'roles in another case, with the schema',
      { op: 'add', path: 'URN:ietf:params:scim:schemas:core:2.0:User:Roles', value: 'admin' },
      'mutability',
    ],
    ['its password', { op: 'replace', path: 'password', value: 'a password of theirs' }, 'mutability'],
    ['its entitlements', { op: 'add', path: 'entitlements', value: 'all' }, 'mutability'],
    [
      'when it was made',
      { op: 'replace', path: 'meta.created', value: '2020-01-01T00:00:00Z' },
      'mutability',
    ],
    ['something that is not there', { op: 'add', path: 'organization', value: 'x' }, 'invalidPath'],
    ['the prototype', { op: 'add', path: '__proto__.active', value: false }, 'invalidPath'],
    ['no address', { op: 'remove', path: 'emails' }, 'invalidValue'],
    ['nothing named', { op: 'remove' }, 'noTarget'],
    ['an operation that there is not', { op: 'move', path: 'active', value: true }, 'invalidSyntax'],
    ['no truth', { op: 'replace', path: 'active', value: 'perhaps' }, 'invalidValue'],
  ])('refuses %s (AT-46)', (_what, operation, code) => {
    expect(codeOf(() => patch(operation))).toBe(code);
  });

  it('never becomes more than what provisioning may say, whatever is sent', () => {
    const path = fc.oneof(
      fc.constantFrom(
        'active',
        'emails[type eq "work"].value',
        'name',
        'roles',
        'id',
        'meta',
        'groups',
        '',
        'constructor',
        '__proto__',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ op: fc.constantFrom('add', 'Replace', 'remove'), path, value: fc.jsonValue() }),
          { minLength: 1, maxLength: 4 },
        ),
        (operations) => {
          const code = codeOf(() => {
            const made = patch(...operations);
            expect(Object.keys(made).sort()).toEqual([
              'active',
              'displayName',
              'email',
              'externalId',
              'familyName',
              'givenName',
              'userName',
            ]);
          });
          expect(code).toBeTypeOf('string');
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('a PUT passes over what may not be set, and keeps what a user cannot be without', () => {
  const body = {
    id: 'x',
    userName: 'ada',
    emails: [{ value: 'a@x.example' }],
    roles: [{ value: 'admin' }],
    password: 'p',
    groups: [],
    meta: {},
  };
  expect(replacedUser(user, body)).toEqual({
    userName: 'ada',
    externalId: null,
    displayName: 'ada',
    givenName: null,
    familyName: null,
    email: 'a@x.example',
    active: true,
  });
});

describe('a group after a PATCH', () => {
  const [one, two, three] = [person('1'), person('2'), person('3')];
  const group: GroupFacts = { displayName: 'G', externalId: null, members: new Set([one, two]) };
  const changedBy = (...Operations: object[]) =>
    patchedGroup('scg_1', group, operationsOf(JSON.parse(JSON.stringify({ Operations }))));
  it.each([
    ['Entra ID adds', { op: 'Add', path: 'members', value: [{ value: three }] }, [one, two, three]],
    ['Entra ID removes', { op: 'Remove', path: 'members', value: [{ value: two }] }, [one]],
    ['Okta removes', { op: 'remove', path: `members[value eq "${two}"]` }, [one]],
    ['all are removed', { op: 'remove', path: 'members' }, []],
    ['members are replaced', { op: 'replace', path: 'members', value: [{ value: three }] }, [three]],
    [
      'Okta replaces as a whole',
      { op: 'replace', value: { id: 'scg_1', displayName: 'H', members: [{ value: one }] } },
      [one],
    ],
  ])('%s', (_what, operation, members) => {
    expect([...changedBy(operation).members].sort()).toEqual(members);
  });
  it('is called what it is called from now on', () => {
    expect(changedBy({ op: 'Replace', path: 'displayName', value: 'H' }).displayName).toBe('H');
  });
  it.each([
    [{ op: 'add', path: 'members', value: [{ value: 'app_x' }] }, 'invalidValue'],
    [{ op: 'replace', path: 'id', value: 'scg_2' }, 'mutability'],
    [{ op: 'replace', value: { id: 'scg_2' } }, 'mutability'],
    [{ op: 'remove', path: 'displayName' }, 'invalidPath'],
    [{ op: 'remove', path: 'members[value eq "x\\" or value pr"]' }, 'invalidPath'],
  ])('refuses %j', (operation, code) => {
    expect(codeOf(() => changedBy(operation))).toBe(code);
  });
  it('is refused without a name', () => {
    expect(codeOf(() => wholeGroup({ members: [] }))).toBe('invalidValue');
  });
});
