import type { AssetFault } from './fault.ts';

/** Faults as tables of tests name them: `line:column sentence`. */
export const told = (faults: readonly AssetFault[]): string[] =>
  faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
