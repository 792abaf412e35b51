import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import type { LibrariesParts } from '../parts.ts';
import { assetOperations } from './assets.ts';
import { comparingOperations } from './comparing.ts';
import { environmentOperations } from './environments.ts';
import { graphOperations } from './graph.ts';
import { historyOperations } from './history.ts';
import { importOperations } from './import.ts';
import { libraryOperations } from './libraries.ts';
import { mergingOperations } from './merging.ts';
import { ownershipOperations } from './ownership.ts';
import { pathOperations } from './paths.ts';
import { searchOperations } from './search.ts';
import { startingOperations } from './starting.ts';
import { tagOperations } from './tags.ts';

/** The slice's part of the API. */
export function operationsOfLibraries(parts: LibrariesParts): Operation<Principal>[] {
  return [
    ...libraryOperations(parts),
    ...historyOperations(parts),
    ...tagOperations(parts),
    ...graphOperations(parts),
    ...assetOperations(parts),
    ...pathOperations(parts),
    ...comparingOperations(parts),
    ...environmentOperations(parts),
    ...searchOperations(parts),
    ...mergingOperations(parts),
    ...ownershipOperations(parts),
    ...startingOperations(),
    ...importOperations(parts),
  ];
}
