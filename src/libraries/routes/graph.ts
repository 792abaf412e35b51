import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { libraryGraph } from '../graph/library-graph.ts';
import { graphCommitSchema } from '../graph/wire.ts';
import type { LibrariesParts } from '../parts.ts';
import { listOf } from '../wire.ts';
import { library, operation, page } from './shapes.ts';

/** Operations that show a library's history as a whole. */
export function graphOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'library.graph',
      method: 'get',
      path: '/api/v1/libraries/{library}/graph',
      summary: 'List the commits of all branches',
      description:
        'Children before parents, each with its parents, the branches and tags that stand there, and what was published there. Without branch.list, only what main holds.',
      params: library,
      query: page,
      answer: { schema: listOf(graphCommitSchema) },
      handle: ({ principal, params, query }) => libraryGraph(parts, principal, params.library, query),
    }),
  ];
}
