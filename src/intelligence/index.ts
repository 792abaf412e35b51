import type { Principal } from '../access/index.ts';
import type { BatchFollower } from '../ledger/index.ts';
import type { Operation } from '../platform/http/index.ts';
import type { Log } from '../platform/log.ts';
import { raiseDrifts, startRaising } from './drift/raise.ts';
import type { EvidenceParts } from './evidence/parts.ts';
import { judgeDue, startJudging } from './judges/judge-due.ts';
import { followerOf } from './layer/follow.ts';
import { sendDueLetters, startLetters } from './letters/send.ts';
import type { IntelligenceParts } from './parts.ts';
import { allProjections } from './projections.ts';
import { evidenceOperations } from './routes/evidence.ts';
import { intelligenceOperations } from './routes/index.ts';

export type { Figure } from './measures/figure.ts';
export type { IntelligenceParts } from './parts.ts';

/** Puts the slice together. Its tables hold nothing that the log does not say. */
export function createIntelligence(parts: IntelligenceParts): {
  readonly operations: readonly Operation<Principal>[];
  readonly followers: readonly BatchFollower[];
  /** Starts to judge what waits, and to send letters where there is mail; stop it before the database closes. */
  start(log: Log): { stop(): Promise<void> };
  /** Sends now what is due, which happens by itself now and then. Gives how many it handled. */
  sendDue(log: Log): Promise<number>;
  /** Judges now what waits, which happens by itself now and then. Gives how many it judged. */
  judgeDue(log: Log): Promise<number>;
  /** Looks now for what is not as it was, which happens by itself now and then. Gives how many it told of. */
  raiseDrifts(): Promise<number>;
} {
  return {
    operations: intelligenceOperations(parts),
    followers: allProjections.map(followerOf),
    sendDue: async (log) => {
      const { mailer } = parts;
      return mailer === undefined ? 0 : sendDueLetters({ ...parts, mailer, log });
    },
    raiseDrifts: () => raiseDrifts(parts),
    judgeDue: (log) => judgeDue({ ...parts, log }),
    start: (log) => {
      const { mailer } = parts;
      const loops = [
        startJudging({ ...parts, log }),
        startRaising({ ...parts, log }),
        ...(mailer === undefined ? [] : [startLetters({ ...parts, mailer, log })]),
      ];
      return {
        stop: async () => {
          await Promise.all(loops.map((loop) => loop.stop()));
        },
      };
    },
  };
}

/** Evidence files: one question over all slices, answered once and recorded. */
export function createEvidence(parts: EvidenceParts): {
  readonly operations: readonly Operation<Principal>[];
} {
  return { operations: evidenceOperations(parts) };
}
