import { named, type PersonRef, type Principal } from '../../access/index.ts';
import type { Revision } from '../../libraries/index.ts';
import type { ChangesParts, Dossier } from '../dossier.ts';
import { isOver } from '../standing/facts.ts';
import { placementOf } from './anchor.ts';
import { conversationOf } from './store/conversation.ts';
import { type ReviewerRequest, requestsOf, subscriptionsOf } from './store/taking-part.ts';
import { teamsAsked } from './subscribe.ts';
import { subscribersOf, type TakingPart } from './subscription.ts';
import { type Comment, type Conversation, openThreads, type Thread, threadsOf } from './thread.ts';
import type { ConversationWire } from './wire.ts';

type Names = ReadonlyMap<string, PersonRef>;

/** What was said about a change and who takes part, as the tables have it. */
export interface Talk extends TakingPart {
  readonly conversation: Conversation;
  readonly requests: readonly ReviewerRequest[];
  readonly revisions: readonly Revision[];
  /** What the teams that were asked are called, by id. */
  readonly teamNames: ReadonlyMap<string, string>;
}

export async function readTalk(parts: ChangesParts, dossier: Dossier): Promise<Talk> {
  const { change, comparison, facts, library } = dossier;
  const [conversation, requests, said, revisions] = await Promise.all([
    conversationOf(parts.reader, change),
    requestsOf(parts.reader, change),
    subscriptionsOf(parts.reader, change),
    parts.libraries.revisions(library, comparison.head, comparison.main),
  ]);
  const teams = await teamsAsked(parts, change.organization, requests);
  const teamNames = new Map<string, string>();
  for (const { reviewer } of requests)
    if (isTeam(reviewer)) {
      const team = await parts.people.teamById(change.organization, reviewer);
      teamNames.set(reviewer, team?.displayName ?? 'a retired team');
    }
  return { change, decisions: facts.decisions, conversation, requests, teams, teamNames, said, revisions };
}

const isTeam = (id: string): id is `tea_${string}` => id.startsWith('tea_');

/** Everybody whom the conversation names. */
export function peopleIn({ conversation, requests, revisions }: Talk): string[] {
  return [
    ...conversation.comments.map(({ by }) => by),
    ...conversation.marks.map(({ by }) => by),
    ...conversation.acceptances.map(({ by }) => by),
    ...requests.flatMap(({ reviewer, by }) => [reviewer, by]),
    ...revisions.map(({ principal }) => principal),
  ];
}

/** Pure. */
export function talkWire(principal: Principal, dossier: Dossier, talk: Talk, names: Names): ConversationWire {
  const why = subscribersOf(talk).get(principal.human) ?? null;
  return {
    threads: threadsOf(talk.conversation).map((thread) => threadWire(dossier, talk, thread, names)),
    openThreads: openThreads(talk.conversation),
    reviewers: talk.requests.map((request) => reviewerWire(dossier, talk, request, names)),
    subscription: { on: why !== null && why !== 'muted', why },
    revisions: talk.revisions.map((revision, at) => revisionWire(dossier, revision, at + 1, names)),
  };
}

function threadWire(
  { comparison }: Dossier,
  talk: Talk,
  { id, comments, resolved }: Thread,
  names: Names,
): ConversationWire['threads'][number] {
  const [{ anchor, path }] = comments;
  const asset = anchor && comparison.assets.find((candidate) => candidate.path === anchor.path);
  return {
    id,
    path,
    anchor: anchor && {
      side: anchor.side,
      firstLine: anchor.firstLine,
      lastLine: anchor.lastLine,
      digest: anchor.digest,
      quote: anchor.quote,
    },
    placement: anchor && { ...placementOf(anchor, asset?.[anchor.side] ?? null) },
    resolved: resolved && { by: named(names, resolved.by), at: resolved.at.toISOString() },
    comments: comments.map((comment) => commentWire(talk, comment, names)),
  };
}

function commentWire({ conversation }: Talk, comment: Comment, names: Names) {
  const withdrawn = conversation.withdrawn.has(comment.id);
  const accepted = conversation.acceptances.find((acceptance) => acceptance.comment === comment.id);
  return {
    id: comment.id,
    by: named(names, comment.by),
    at: comment.at.toISOString(),
    text: withdrawn ? '' : comment.text,
    withdrawn,
    suggestion:
      withdrawn || comment.replacement === null
        ? null
        : {
            replacement: comment.replacement,
            accepted:
              accepted === undefined
                ? null
                : {
                    by: named(names, accepted.by),
                    at: accepted.at.toISOString(),
                    commit: accepted.commit,
                    entry: accepted.entry,
                  },
          },
    entry: comment.entry,
  };
}

function reviewerWire(
  { standing }: Dossier,
  { teams, teamNames }: Talk,
  { reviewer, by, at }: ReviewerRequest,
  names: Names,
): ConversationWire['reviewers'][number] {
  const team = teamNames.get(reviewer);
  const members = teams.get(reviewer);
  return {
    ...(team === undefined
      ? named(names, reviewer)
      : { id: reviewer, kind: 'team' as const, displayName: team }),
    askedBy: named(names, by),
    askedAt: at.toISOString(),
    decided: standing.counting.some(({ human }) => human === reviewer || members?.has(human) === true),
  };
}

function revisionWire(
  { facts }: Dossier,
  { commit, principal, at, messages, entry }: Revision,
  number: number,
  names: Names,
): ConversationWire['revisions'][number] {
  const decided = facts.decisions.filter(({ revision }) => revision === commit);
  const stale = decided.filter((decision) => isOver(decision, facts));
  return {
    number,
    revision: commit,
    by: named(names, principal),
    at: at.toISOString(),
    messages: [...messages],
    entry,
    decisions: decided.length,
    stale: stale.length,
  };
}
