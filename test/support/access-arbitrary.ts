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
} from '../../src/access/index.ts';

/** A few libraries, so that grants, scopes and resources meet. */
export const libraryIds: readonly LibraryId[] = ['lib_a', 'lib_b', 'lib_c', 'lib_d'];
export const allActions: readonly Action[] = Object.keys(actions).filter(isAction);

export const anyLibraryId = fc.constantFrom(...libraryIds);
export const anyLibrary = fc.record({ id: anyLibraryId, restricted: fc.boolean() });

const anyScope = fc.oneof(
  fc.constant({ kind: 'organization' } as const),
  anyLibraryId.map((library) => ({ kind: 'library', library }) as const),
);

export const anyGrants: fc.Arbitrary<Grant[]> = fc.array(
  fc.record({ id: fc.constant('gra_x' as const), role: fc.constantFrom(...roles), scope: anyScope }),
  { maxLength: 4 },
);

export const anyKeyScope: fc.Arbitrary<KeyScope | undefined> = fc.option(
  fc.record(
    {
      libraries: fc.array(anyLibraryId, { maxLength: 3 }),
      actions: fc.array(fc.constantFrom(...allActions), { maxLength: 6 }),
      models: fc.array(fc.constantFrom('small', 'large'), { maxLength: 2 }),
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
