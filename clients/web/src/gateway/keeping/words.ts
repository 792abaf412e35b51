import type { Erasure } from '../../api/types.ts';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What an erasure is about, in words. */
export function erasureTarget({ kind, executions, principal, words }: Erasure['target']): string {
  if (kind === 'executions') return counted(executions.length, 'execution');
  if (kind === 'principal') return `everything that ${principal?.displayName ?? 'somebody'} ran`;
  return words === null ? 'everything that held some words' : `everything that holds “${words}”`;
}

/** What came of it. */
export const erasureResult = ({ erased, held }: Pick<Erasure, 'erased' | 'held'>): string =>
  `${counted(erased, 'execution')} erased${held === 0 ? '' : `, ${held} kept by a legal hold`}`;
