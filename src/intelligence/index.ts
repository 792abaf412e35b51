export type { Figure } from './measure.ts';
