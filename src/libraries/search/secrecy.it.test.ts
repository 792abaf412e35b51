import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anyGrants, anyKeyScope, libraryIds } from '../../../test/support/access-arbitrary.ts';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import type { Grant, KeyScope, LibraryId, Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Library } from '../index.ts';
import { searchSchema } from './wire.ts';

/** Search and `asset.read` are held together over random grants: neither shows more than the other. */
let house: TestLibraries;
let someone: Principal;
const libraries: Library[] = [];

beforeAll(async () => {
  house = await createTestLibraries();
  let owner = await house.person('Olga Owner', 'contributor');
  const publisher = await house.person('Paul Publisher', 'publisher');
  someone = await house.person('Sid Someone', 'viewer');
  for (const [at, name] of ['one', 'two', 'three', 'four'].entries()) {
    const library = await house.library(owner, name, at % 2 === 0 ? 'open' : 'restricted');
    owner = await house.again(owner);
    await house.commit(owner, library, 'work', {
      'shared.prompt': 'The same words',
      [`${name}.prompt`]: name,
    });
    await house.publish(publisher, library, 'work');
    libraries.push(library);
  }
});
afterAll(() => house.close());

/** The made-up ids of the arbitrary become those of the libraries that are there. */
function real(id: LibraryId): LibraryId {
  return libraries[libraryIds.indexOf(id)]?.id ?? id;
}

function principalWith(grants: readonly Grant[], keyScope: KeyScope | undefined): Principal {
  const held = grants.map((grant) =>
    grant.scope.kind === 'library'
      ? { ...grant, scope: { kind: 'library' as const, library: real(grant.scope.library) } }
      : grant,
  );
  const scope =
    keyScope?.libraries === undefined ? keyScope : { ...keyScope, libraries: keyScope.libraries.map(real) };
  return { ...someone, grants: held, keyScope: scope };
}

async function mayRead(principal: Principal, library: Library): Promise<boolean> {
  const input = { params: { library: library.name }, query: { path: 'shared.prompt' } };
  return house.call(principal, 'asset.read', input).then(
    () => true,
    () => false,
  );
}

it('finds exactly what may be read, whatever the grants and the key', async () => {
  const anyQuery = fc.constantFrom('', 'same words', 'shared', 'sharde', 'library:two', 'kind:prompt', 'two');
  await fc.assert(
    fc.asyncProperty(anyGrants, anyKeyScope, anyQuery, async (grants, keyScope, q) => {
      const principal = principalWith(grants, keyScope);
      const readable = new Set<string>();
      for (const library of libraries) if (await mayRead(principal, library)) readable.add(library.name);
      const answer = await house
        .call(principal, 'asset.search', { query: { q, limit: '200' } })
        .catch((error: unknown) => error);
      if (answer instanceof Problem) {
        expect(answer.status).toBe(403);
        return;
      }
      const { items, facets, total } = searchSchema.parse(answer);
      for (const { library } of items) expect(readable).toContain(library.name);
      for (const { value } of facets.libraries) expect(readable).toContain(value);
      expect(items).toHaveLength(total);
      expect(facets.libraries.length).toBeLessThanOrEqual(readable.size);
      if (q === 'shared') expect(new Set(facets.libraries.map(({ value }) => value))).toEqual(readable);
    }),
    { numRuns: 150 },
  );
});
