/** Three-way merge of assets. Everything here is pure, total and bounded in time. */
export type { Choice, Conflict, Resolution, Where } from './conflict.ts';
export { type MergeOptions, type MergeResult, merge } from './merge.ts';
