import fc from 'fast-check';
import {
  type Action,
  actions,
  type Grant,
  isAction,
  type KeyScope,
  type LibraryId,
  type Principal,
  roles,
  type Scope,
} from '../../src/access/index.ts';

/** A few libraries, so that grants, scopes and resources meet. */
export const libraryIds: readonly LibraryId[] = ['lib_a', 'lib_b', 'lib_c', 'lib_d'];
export const allActions: readonly Action[] = Object.keys(actions).filter(isAction);

export const anyLibraryId = fc.constantFrom(...libraryIds);
export const anyLibrary = fc.record({ id: anyLibraryId, restricted: fc.boolean() });

/** Assets whose paths are in each other's folders, beside each other, or only begin alike. */
export const assetPaths: readonly string[] = [
  'a.prompt',
  'legal/a.prompt',
  'legal/eu/b.prompt',
  'legally/c.prompt',
];
export const anyAssetPath = fc.constantFrom(...assetPaths);
const folders: readonly string[] = ['legal', 'legal/eu', 'leg'];

export const anyScope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'organization' } as const),
  anyLibraryId.map((library) => ({ kind: 'library', library }) as const),
  fc
    .tuple(anyLibraryId, fc.constantFrom(...folders))
    .map(([library, path]) => ({ kind: 'folder', library, path }) as const),
  fc.tuple(anyLibraryId, anyAssetPath).map(([library, path]) => ({ kind: 'asset', library, path }) as const),
);

/** What a custom role holds. */
export const anyPermissions = fc.uniqueArray(fc.constantFrom(...allActions), { maxLength: 12 });

const anyRole: fc.Arbitrary<Pick<Grant, 'role' | 'permissions'>> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...roles).map((role) => ({ role })) },
  { weight: 2, arbitrary: anyPermissions.map((permissions) => ({ role: 'desk', permissions })) },
  // Retired: nothing says any more what it holds.
  { weight: 1, arbitrary: fc.constant({ role: 'desk' }) },
);

export const anyGrants: fc.Arbitrary<Grant[]> = fc.array(
  fc
    .record({ id: fc.constant('gra_x' as const), role: anyRole, scope: anyScope })
    .map(({ role, ...grant }) => ({ ...grant, ...role })),
  { maxLength: 4 },
);

/** A library as a whole, or some assets in it. */
export const anyPlace = fc
  .record({ library: anyLibrary, paths: fc.uniqueArray(anyAssetPath, { maxLength: 3 }) })
  .map(({ library, paths }) => ({ kind: 'library', ...library, paths }) as const);

export const anyKeyScope: fc.Arbitrary<KeyScope | undefined> = fc.option(
  fc.record(
    {
      libraries: fc.array(anyLibraryId, { maxLength: 3 }),
      actions: fc.array(fc.constantFrom(...allActions), { maxLength: 6 }),
      models: fc.array(fc.constantFrom('small', 'large'), { maxLength: 2 }),
      useCases: fc.array(fc.constantFrom('support', 'legal'), { maxLength: 2 }),
      ipRanges: fc.array(fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '2001:db8::/32'), { maxLength: 2 }),
      checks: fc.array(fc.constantFrom('evaluations', 'tone'), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);

export function principalWith(grants: readonly Grant[], keyScope?: KeyScope): Principal {
  return {
    organization: 'org_x',
    organizationName: 'northwind',
    kind: 'person',
    id: 'per_x',
    displayName: 'Amara',
    human: 'per_x',
    credential: { kind: 'key', id: 'key_x' },
    authenticatedAt: null,
    grants,
    keyScope,
  };
}

export const anyPrincipal: fc.Arbitrary<Principal> = fc
  .tuple(anyGrants, anyKeyScope, fc.option(anyGrants, { nil: undefined }))
  .map(([grants, scope, made]) => ({
    ...principalWith(grants, scope),
    maker: made && { id: 'per_maker', grants: made },
  }));
