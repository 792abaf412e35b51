import { fileLimits } from '../library.ts';

/** How much one import takes in. Looked at before anything is parsed or inflated as far as that can be. */
export const IMPORT_LIMITS = {
  files: 2_000,
  /** Of all files together, inflated. */
  bytes: 30_000_000,
  bytesPerFile: fileLimits.bytesPerFile,
  /** Of one export (JSON or YAML), which may hold many prompts. */
  charactersPerExport: 10_000_000,
  /** Of all files of a folder or zip that may be exports, by how costly they are to read; what is beyond is kept as it is. */
  jsonCharacters: 20_000_000,
  yamlCharacters: 262_144,
  /** Of a zip's directory: folders and what is skipped count too. */
  zipEntries: 10_000,
  /** How many times larger than its compressed size a file in a zip may be, if it is over 64 KiB. */
  zipRatio: 200,
} as const;

/** For YAML that somebody exported; what an evaluation may hold (`kinds/evaluation.ts`). */
export const EXPORT_YAML_LIMITS = {
  characters: 262_144,
  depth: 32,
  anchors: 1_000,
  brackets: 5_000,
} as const;
