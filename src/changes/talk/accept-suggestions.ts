import type { Principal } from '../../access/index.ts';
import type { CoAuthor, Oid } from '../../libraries/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { Problem, type ProblemStatus } from '../../platform/problem.ts';
import { act } from '../act.ts';
import type { Change } from '../change.ts';
import { staleRevision } from '../decide.ts';
import { type ChangesParts, type Dossier, openDossier } from '../dossier.ts';
import { placementOf } from './anchor.ts';
import { conversationOf, insertAcceptance, insertMark } from './store/conversation.ts';
import { type Edit, overlap, withEdits } from './suggestion.ts';
import { type Comment, type Conversation, threadsOf } from './thread.ts';

export interface Accepting {
  /** The revision that was read. */
  readonly revision: Oid;
  /** Ids of comments that suggest something; all become one commit. */
  readonly suggestions: readonly string[];
  readonly message: string | undefined;
}

/** A suggestion, and the lines of now that it would replace. */
interface Placed extends Edit {
  readonly comment: Comment;
  readonly path: string;
}

/**
 * Makes one commit of suggestions on the change's branch, by who accepts them. Their writers contribute its bytes as much as who accepts:
 * none of them reviews or approves it (AT-05).
 * @throws Problem `suggestion.accept.stale_revision` 409, `suggestion.accept.unknown_suggestion` 404,
 *   `suggestion.accept.accepted_already` 409, `suggestion.accept.outdated` 409, `suggestion.accept.overlap` 409; those of a commit
 */
export async function acceptSuggestions(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  input: Accepting,
): Promise<Oid> {
  const dossier = await openDossier(parts, principal, id);
  return act(parts, principal, dossier, 'suggestion.accept', async (tx, locked, entry, at) => {
    const { head } = dossier.comparison;
    if (input.revision !== head) throw staleRevision('suggestion.accept', dossier);
    const conversation = await conversationOf(tx, locked);
    const placed = [...new Set(input.suggestions)].map((one) => placedNow(dossier, conversation, one));
    const files = filesWith(dossier, placed);
    const contributors = await writersOf(parts, locked, placed);
    const made = await parts.libraries.commit(tx, dossier.library, {
      branch: locked.branch,
      expectedHead: head,
      message: input.message ?? messageOf(placed),
      files,
      author: principal,
      contributors,
      entry,
      at,
    });
    const { commit } = made;
    for (const { comment } of placed) {
      await insertAcceptance(tx, locked, { comment: comment.id, by: principal.id, at, commit, entry });
      await resolveOf(tx, locked, conversation, comment, { by: principal.id, at, entry });
    }
    const suggestions = placed.map(({ comment }) => comment.id);
    return {
      value: commit,
      data: { ...made.data, suggestions, contributors: contributors.map(({ human }) => human) },
      detail: `accepted ${placed.length === 1 ? 'a suggestion' : `${placed.length} suggestions`} as ${commit.slice(0, 8)}`,
    };
  });
}

function placedNow({ comparison }: Dossier, conversation: Conversation, id: string): Placed {
  const thread = threadsOf(conversation).find(({ comments }) => comments.some((one) => one.id === id));
  const comment = thread?.comments.find((one) => one.id === id);
  const anchor = thread?.comments[0].anchor ?? null;
  const replacement = comment?.replacement ?? null;
  if (comment === undefined || anchor === null || replacement === null || conversation.withdrawn.has(id))
    throw refusal('unknown_suggestion', 404, 'This change has no such suggestion. Read it again.');
  if (conversation.acceptances.some((acceptance) => acceptance.comment === id))
    throw refusal(
      'accepted_already',
      409,
      'This suggestion is in the branch already. Nothing needs to be done.',
    );
  const asset = comparison.assets.find(({ path }) => path === anchor.path);
  const { firstLine, lastLine } = placementOf(anchor, asset?.head ?? null);
  if (firstLine === null || lastLine === null)
    throw refusal(
      'outdated',
      409,
      'The lines that this suggestion would replace have changed since. Edit the branch, or ask for a new suggestion.',
    );
  return { comment, path: anchor.path, firstLine, lastLine, replacement };
}

function filesWith({ comparison }: Dossier, placed: readonly Placed[]): { path: string; text: string }[] {
  const byPath = Map.groupBy(placed, ({ path }) => path);
  return [...byPath].map(([path, edits]) => {
    if (overlap(edits))
      throw refusal(
        'overlap',
        409,
        `Two of these suggestions replace the same lines of ${path}. Accept one of them.`,
      );
    const head = comparison.assets.find((asset) => asset.path === path)?.head ?? null;
    invariant(head !== null, `${path} has the lines of a suggestion`);
    return { path, text: withEdits(head.text, edits) };
  });
}

/** Who wrote the suggestions, with the human behind each as authenticated then. */
async function writersOf(
  parts: ChangesParts,
  { organization }: Change,
  placed: readonly Placed[],
): Promise<CoAuthor[]> {
  const writers = new Map(placed.map(({ comment }) => [comment.by, comment.human]));
  const names = await parts.people.names(organization, [...writers.keys()]);
  return [...writers].map(([principal, human]) => {
    invariant(human !== null, 'a suggestion names the human behind it');
    return { principal, human, displayName: names.get(principal)?.displayName ?? principal };
  });
}

async function resolveOf(
  tx: Tx,
  locked: Change,
  conversation: Conversation,
  { thread: id }: Comment,
  mark: Omit<Parameters<typeof insertMark>[2], 'thread' | 'resolved'>,
): Promise<void> {
  const thread = threadsOf(conversation).find((candidate) => candidate.id === id);
  if (thread?.resolved === null) await insertMark(tx, locked, { ...mark, thread: id, resolved: true });
}

function messageOf(placed: readonly Placed[]): string {
  const paths = [...new Set(placed.map(({ path }) => path))];
  const what = placed.length === 1 ? 'a suggestion' : `${placed.length} suggestions`;
  return `Apply ${what} to ${paths.length === 1 ? paths[0] : `${paths.length} files`}`;
}

function refusal(code: string, status: ProblemStatus, detail: string): Problem {
  return new Problem({ code: `suggestion.accept.${code}`, status, detail });
}
