import { call, post, segment } from '../../api/client.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { changePath } from '../queries.ts';

/** Where a new comment belongs. */
export type NewPlace = {
  path: string;
  side: 'base' | 'head';
  firstLine: number;
  line: number;
  digest: string;
};

/** What people do in the conversation about a change. */
export type TalkAct =
  | { act: 'comment'; text: string; place?: NewPlace; replacement?: string }
  | { act: 'reply'; thread: string; text: string }
  | { act: 'resolve' | 'reopen'; thread: string }
  | { act: 'withdraw'; comment: string }
  | { act: 'accept'; suggestions: readonly string[] }
  | { act: 'request' | 'dismiss'; reviewer: string }
  | { act: 'subscribe' | 'mute' }
  | { act: 'update'; title: string; description: string };

/** Does it; gives the change as it is then. */
export function talk(change: ChangeDetail, given: TalkAct): Promise<ChangeDetail> {
  const path = changePath(change.id);
  switch (given.act) {
    case 'comment': {
      const { text, place, replacement } = given;
      return post(`${path}/comments`, {
        text,
        ...place,
        ...(replacement === undefined ? {} : { replacement }),
      });
    }
    case 'reply':
      return post(`${path}/comments`, { text: given.text, thread: given.thread });
    case 'resolve':
    case 'reopen':
      return post(`${path}/threads/${segment(given.thread)}/${given.act}`);
    case 'withdraw':
      return post(`${path}/comments/${segment(given.comment)}/withdraw`);
    case 'accept':
      return post(`${path}/suggestions/accept`, {
        revision: change.revision,
        suggestions: given.suggestions,
      });
    case 'request':
      return post(`${path}/reviewers`, { reviewer: given.reviewer });
    case 'dismiss':
      return post(`${path}/reviewers/${segment(given.reviewer)}/dismiss`);
    case 'subscribe':
    case 'mute':
      return post(`${path}/${given.act}`);
    case 'update':
      return call('PATCH', path, { title: given.title, description: given.description });
  }
}
