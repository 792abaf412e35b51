import { gitLimits } from '../limits.ts';

/** What reading a repository elsewhere may cost. */
export const remoteLimits = {
  /** From the first connection to the last byte of the pack. */
  totalMs: 60_000,
  connectMs: 10_000,
  urlCharacters: 2_000,
  redirects: 3,
  /** What a server says that it can do. */
  advertisementBytes: 65_536,
  /** The refs that begin like the one that is wanted. */
  refsBytes: 4_194_304,
  /** The pack, without what the protocol wraps around it. */
  packBytes: gitLimits.pushBodyBytes,
  /** Lengths of packets, progress and other words around the pack. */
  wrappingBytes: 8_388_608,
  /** Files and folders that are looked at; one that stands in several places counts in each. */
  entries: 50_000,
  files: 10_000,
  depth: 64,
  /** How many tags may stand on each other. */
  tagDepth: 5,
  /** Repositories that are read at once per node; more wait. */
  atOnce: 2,
  waiting: 16,
} as const;

/** With numbers of its own for a test. */
export type RemoteLimits = { readonly [Name in keyof typeof remoteLimits]: number };
