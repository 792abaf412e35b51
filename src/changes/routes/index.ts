import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { decisionOperations } from './decisions.ts';
import { lifeOperations } from './life.ts';
import { readingOperations } from './reading.ts';

/** The HTTP of changes. */
export function changeOperations(parts: ChangesParts): Operation<Principal>[] {
  return [...readingOperations(parts), ...lifeOperations(parts), ...decisionOperations(parts)];
}
