export type {
  AssetDifference,
  Comparison,
  Digest,
  Libraries,
  Library,
  Oid,
  PublishedVersion,
  ResolvedPrompt,
  Version,
} from './libraries.ts';
