import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allActions,
  anyAssetPath,
  anyLibrary,
  anyPlace,
  anyPrincipal,
  principalWith,
} from '../../test/support/access-arbitrary.ts';
import { Problem } from '../platform/problem.ts';
import { type Action, actions } from './action.ts';
import { authorize, explain, permits } from './authorize.ts';
import type { Grant, LibraryId, Principal, Role } from './principal.ts';
import { type Resource, theOrganization } from './resource.ts';
import { type LibraryAction, libraryVisibility, sees } from './visibility.ts';

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

  it('reaches a part of a library, all of what an act is about by one grant, and of the rest only that it is there', () => {
    const inFolder: Grant = {
      id: 'gra_3',
      role: 'approver',
      scope: { kind: 'folder', library: 'lib_a', path: 'legal' },
    };
    const onAsset: Grant = {
      id: 'gra_4',
      role: 'approver',
      scope: { kind: 'asset', library: 'lib_a', path: 'a.prompt' },
    };
    const both = holding(inFolder, onAsset);
    const of = (...paths: string[]): Resource => ({ kind: 'library', id: 'lib_a', restricted: true, paths });
    expect(permits(both, 'change.approve', of('legal/a.prompt', 'legal/eu/b.prompt'))).toBe(true);
    expect(permits(both, 'change.approve', of('a.prompt'))).toBe(true);
    for (const paths of [['legally/c.prompt'], ['legal'], ['a.prompt2'], ['legal/a.prompt', 'a.prompt'], []])
      expect(permits(both, 'change.approve', of(...paths)), paths.join()).toBe(false);
    expect(permits(both, 'library.read', of())).toBe(false);
    const anything: Resource = { kind: 'library', id: 'lib_a', restricted: true, paths: 'any' };
    expect(permits(both, 'library.read', anything)).toBe(true);
    expect(refusalOf(() => authorize(both, 'branch.list', of())).status).toBe(403);
    expect(permits(both, 'branch.list', of())).toBe(false);
    expect(permits(both, 'library.read', { kind: 'library', id: 'lib_b', restricted: false })).toBe(false);
  });

  it('gives a custom role its permissions and nothing else, and a retired one nothing', () => {
    const desk: Grant = {
      id: 'gra_5',
      role: 'desk',
      scope: { kind: 'organization' },
      permissions: ['library.read', 'change.approve'],
    };
    expect(permits(holding(desk), 'change.approve', open)).toBe(true);
    expect(permits(holding(desk), 'change.publish', open)).toBe(false);
    expect(permits(holding(desk), 'change.approve', restricted)).toBe(false);
    const { permissions: _, ...retired } = desk;
    for (const action of allActions) expect(permits(holding(retired), action, open)).toBe(false);
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
      fc.property(anyPrincipal, fc.constantFrom(...allActions), anyPlace, (principal, action, place) => {
        const whole: Principal = { ...principal, keyScope: undefined, maker: undefined };
        for (const resource of [theOrganization, place])
          if (permits(principal, action, resource)) expect(permits(whole, action, resource)).toBe(true);
      }),
    );
  });
});

describe('AT-41: a key that somebody else made', () => {
  it('reaches no further than its maker (property)', () => {
    fc.assert(
      fc.property(anyPrincipal, fc.constantFrom(...allActions), anyPlace, (key, action, place) => {
        const { maker } = key;
        fc.pre(maker !== undefined);
        for (const resource of [theOrganization, place])
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
      fc.property(anyPrincipal, fc.constantFrom(...allActions), anyPlace, (principal, action, resource) => {
        const allowed = permits(principal, action, resource);
        expect(explain(principal, action, resource).allowed).toBe(allowed);
        if (allowed) expect(() => authorize(principal, action, resource)).not.toThrow();
        else expect(() => authorize(principal, action, resource)).toThrow(Problem);
      }),
    );
  });
});

describe('libraryVisibility', () => {
  const inLibraries = allActions.filter(onLibraries);

  it('sees exactly the libraries, and the assets in them, that permits lets be acted on (property)', () => {
    fc.assert(
      fc.property(
        anyPrincipal,
        anyLibrary,
        anyAssetPath,
        fc.constantFrom(...inLibraries),
        (principal, library, path, action) => {
          const visibility = libraryVisibility(principal, action);
          const whole: Resource = { kind: 'library', ...library };
          expect(sees(visibility, library)).toBe(permits(principal, action, whole));
          for (const of of ['any', { path }] as const)
            expect(sees(visibility, library, of)).toBe(
              permits(principal, action, { ...whole, paths: of === 'any' ? of : [of.path] }),
            );
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

function onLibraries(action: Action): action is LibraryAction {
  return actions[action].on === 'library';
}
