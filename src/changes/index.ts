import type { Principal } from '../access/index.ts';
import type { Follower } from '../ledger/index.ts';
import type { Operation } from '../platform/http/index.ts';
import type { Changes } from './changes.ts';
import { policyTestsOfBranch } from './checks/policy-tests.ts';
import { reportFound } from './checks/report.ts';
import { type Simulate, simulateSubmitted } from './checks/simulate-submitted.ts';
import { openDossier } from './dossier.ts';
import { listWaiting } from './inbox.ts';
import { endLapsed, startLapsing } from './lapse.ts';
import { createMailer } from './mail/mailer.ts';
import { startMailing } from './mail/send.ts';
import { noticeFollower } from './notices/tell.ts';
import { startOnTime } from './on-time.ts';
import type { CreateChangesParts } from './parts.ts';
import { changeOn, proposePush } from './propose.ts';
import { proposedTexts } from './proposed-texts.ts';
import { openRecall } from './recalls/open-recall.ts';
import { findRecall } from './recalls/store.ts';
import { watchStops } from './recalls/watch-stops.ts';
import { startReminding } from './reminders/run.ts';
import { changeOperations } from './routes/index.ts';
import { actsOf } from './store/acts.ts';
import { readChange } from './store/changes.ts';
import { candidateOf } from './tried.ts';
import { startDelivering, webhookFollower } from './webhooks/deliver.ts';

export type { ChangeId } from './change.ts';
export type { ChangeStory, Changes } from './changes.ts';
export type { ChangesParts, People } from './dossier.ts';
export type { Message } from './mail/compose.ts';
export { createMailer, isRefusedForGood, type Mailer } from './mail/mailer.ts';
export type { Recall, RecallTarget } from './recalls/recall.ts';
export { type Served, type Stop, type Stops, stopOf } from './recalls/stops.ts';
export type { Candidate } from './tried.ts';
export { wrappedInChanges } from './webhooks/wrapped.ts';
export { type ChangeWire, changeSchema } from './wire.ts';

/** Puts the slice together. */
export function createChanges(parts: CreateChangesParts): Changes & {
  readonly operations: Operation<Principal>[];
  /** What changes does about entries: notices, and what webhooks are told. */
  readonly followers: readonly Follower[];
  /** Has submitted changes of the policy tried on what was recorded; who runs it is the composition root's to say. */
  simulating(simulate: Simulate): Follower;
  /** Starts what works on its own, on any number of nodes. */
  start(): { stop(): Promise<void> };
} {
  const { mail } = parts;
  const noticeParts = { ...parts, mails: mail !== undefined };
  const watch = watchStops(parts.reader);
  return {
    story: (organization, change) => actsOf(parts.reader, organization, change),
    named: async (principal, id) => {
      const { change, library } = await openDossier(parts, principal, id);
      return { id: change.id, title: change.title, library: library.name };
    },
    waitingFor: async (principal, limit) => {
      const query = { state: undefined, library: undefined, cursor: undefined, limit };
      return (await listWaiting(parts, principal, query)).items;
    },
    stops: (organization) => watch.of(organization),
    recall: (db, organization, id) => findRecall(db, organization, id),
    openRecall: (principal, id, action) => openRecall(parts, principal, id, action),
    simulating: (simulate) => simulateSubmitted(parts, simulate),
    policyTests: (library, branch) => policyTestsOfBranch(parts, library, branch),
    proposedTexts: (principal, id, library) => proposedTexts(parts, principal, id, library),
    candidate: (principal, id, action) => candidateOf(parts, principal, id, action),
    reportFound: (principal, id, found) => reportFound(parts, principal, id, found),
    libraryOf: async (organization, change) =>
      (await readChange(parts.reader, organization, change))?.library,
    on: (library, branch) => changeOn(parts, library, branch),
    proposePush: (principal, library, branch, options) =>
      proposePush(parts, principal, library, branch, options),
    endLapsed: () => endLapsed(parts),
    operations: changeOperations(parts),
    followers: [noticeFollower(noticeParts), webhookFollower(parts)],
    start: () => {
      const loops = [
        startLapsing(parts),
        startReminding(parts),
        startDelivering(parts),
        startOnTime(parts, parts.log),
        ...(mail === undefined ? [] : [startMailing({ ...noticeParts, mailer: createMailer(mail) })]),
      ];
      return {
        stop: async () => {
          await Promise.all(loops.map((loop) => loop.stop()));
        },
      };
    },
  };
}
