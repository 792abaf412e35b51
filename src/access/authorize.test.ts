import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allActions, anyLibrary, anyPrincipal, principalWith } from '../../test/support/access-arbitrary.ts';
import { Problem } from '../platform/problem.ts';
import { authorize, explain, permits } from './authorize.ts';
import type { Grant, LibraryId, Principal, Role } from './principal.ts';
import { type Resource, theOrganization } from './resource.ts';
import { libraryVisibility, sees } from './visibility.ts';

const open: Resource = { kind: 'library', id: 'lib_a', restricted: false };
const restricted: Resource = { kind: 'library', id: 'lib_b', restricted: true };

const everywhere = (role: Role): Grant => ({ id: 'gra_1', role, scope: { kind: 'organization' } });
const onLibrary = (role: Role, library: LibraryId): Grant => ({
  id: 'gra_2',
  role,
  scope: { kind: 'library', library },
});
const holding = (...grants: Grant[]): Principal => principalWith(grants);

function refusalOf(act: () => void): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('permits', () => {
  it('lets a role on the organization act in open libraries', () => {
    expect(permits(holding(everywhere('contributor')), 'change.create', open)).toBe(true);
    expect(permits(holding(everywhere('viewer')), 'change.create', open)).toBe(false);
  });

  it('keeps restricted libraries to those with a grant on them', () => {
    expect(permits(holding(everywhere('publisher')), 'library.read', restricted)).toBe(false);
    expect(permits(holding(onLibrary('viewer', 'lib_b')), 'library.read', restricted)).toBe(true);
    expect(permits(holding(onLibrary('viewer', 'lib_a')), 'library.read', restricted)).toBe(false);
  });

  it('lets auditors and admins of the organization into restricted libraries, for what their own roles hold', () => {
    expect(permits(holding(everywhere('auditor')), 'branch.list', restricted)).toBe(true);
    expect(permits(holding(everywhere('admin')), 'change.create', restricted)).toBe(true);
    expect(permits(holding(everywhere('admin')), 'change.approve', restricted)).toBe(false);
    expect(permits(holding(everywhere('admin'), everywhere('approver')), 'change.approve', restricted)).toBe(
      false,
    );
    expect(permits(holding(everywhere('admin'), everywhere('approver')), 'change.approve', open)).toBe(true);
  });

  it('gives a grant on a library nothing of the organization, but membership', () => {
    const guest = holding(onLibrary('admin', 'lib_a'));
    expect(permits(guest, 'person.create', theOrganization)).toBe(false);
    expect(permits(guest, 'ledger.export', { ...open })).toBe(false);
    expect(permits(guest, 'session.read', theOrganization)).toBe(true);
  });

  it('permits nothing without a grant', () => {
    for (const action of allActions)
      for (const resource of [theOrganization, open, restricted])
        expect(permits(holding(), action, resource)).toBe(false);
  });

  it('never gives an admin an exemption from separation of duties', () => {
    for (const action of ['change.review', 'change.approve', 'change.publish'] as const)
      expect(permits(holding(everywhere('admin')), action, open)).toBe(false);
  });
});

describe('a key’s scope', () => {
  const admin = [everywhere('admin')];

  it('narrows actions', () => {
    const key = principalWith(admin, { actions: ['execution.create'] });
    expect(permits(key, 'execution.create', open)).toBe(true);
    expect(permits(key, 'library.read', open)).toBe(true);
    expect(permits(key, 'change.create', open)).toBe(false);
    expect(permits(key, 'person.create', theOrganization)).toBe(false);
  });

  it('narrows libraries, and with them what belongs to the organization', () => {
    const key = principalWith(admin, { libraries: ['lib_a'] });
    expect(permits(key, 'library.read', open)).toBe(true);
    expect(permits(key, 'library.read', restricted)).toBe(false);
    expect(permits(key, 'person.create', theOrganization)).toBe(false);
    expect(permits(key, 'session.read', theOrganization)).toBe(true);
  });

  it('only ever takes away (property)', () => {
    fc.assert(
      fc.property(anyPrincipal, fc.constantFrom(...allActions), anyLibrary, (principal, action, library) => {
        const whole: Principal = { ...principal, keyScope: undefined, maker: undefined };
        for (const resource of [theOrganization, { kind: 'library', ...library } as const])
          if (permits(principal, action, resource)) expect(permits(whole, action, resource)).toBe(true);
      }),
    );
  });
});

describe('AT-41: a key that somebody else made', () => {
  it('reaches no further than its maker (property)', () => {
    fc.assert(
      fc.property(anyPrincipal, fc.constantFrom(...allActions), anyLibrary, (key, action, library) => {
        const { maker } = key;
        fc.pre(maker !== undefined);
        for (const resource of [theOrganization, { kind: 'library', ...library } as const])
          if (permits(key, action, resource))
            expect(permits(principalWith(maker?.grants ?? []), action, resource)).toBe(true);
      }),
    );
  });

  it('says that it is the maker who lacks it', () => {
    const key = { ...holding(everywhere('viewer')), maker: { id: 'per_m', grants: [] } } as const;
    expect(explain(key, 'library.read', open).why).toContain('Whoever made this key does not hold');
  });
});

describe('authorize', () => {
  it('answers the identical 404 for a library that one may not know of, whatever is asked', () => {
    const outsider = holding(everywhere('publisher'));
    const unknown = refusalOf(() => authorize(outsider, 'library.read', restricted));
    const forbidden = refusalOf(() => authorize(outsider, 'change.publish', restricted));
    expect(unknown).toMatchObject({ status: 404, code: 'resource.not_found' });
    expect({ ...forbidden, stack: '' }).toEqual({ ...unknown, stack: '' });
  });

  it('answers 403 with the action’s code and who could, when one may know of it', () => {
    const refused = refusalOf(() => authorize(holding(everywhere('viewer')), 'change.publish', open));
    expect(refused).toMatchObject({ status: 403, code: 'change.publish.forbidden' });
    expect(refused.detail).toContain('Only a publisher may do this on this library');
  });

  it('says it is the key, when it is the key', () => {
    const key = principalWith([everywhere('admin')], { actions: ['execution.create'] });
    expect(explain(key, 'change.create', open)).toEqual({
      allowed: false,
      why: expect.stringContaining('this key is narrowed'),
    });
  });

  it('agrees with permits and explain (property)', () => {
    fc.assert(
      fc.property(anyPrincipal, fc.constantFrom(...allActions), anyLibrary, (principal, action, library) => {
        const resource: Resource = { kind: 'library', ...library };
        const allowed = permits(principal, action, resource);
        expect(explain(principal, action, resource).allowed).toBe(allowed);
        if (allowed) expect(() => authorize(principal, action, resource)).not.toThrow();
        else expect(() => authorize(principal, action, resource)).toThrow(Problem);
      }),
    );
  });
});

describe('libraryVisibility', () => {
  it('sees exactly the libraries that permits lets be read (property)', () => {
    fc.assert(
      fc.property(anyPrincipal, anyLibrary, (principal, library) => {
        expect(sees(libraryVisibility(principal), library)).toBe(
          permits(principal, 'library.read', { kind: 'library', ...library }),
        );
      }),
      { numRuns: 5000 },
    );
  });
});
