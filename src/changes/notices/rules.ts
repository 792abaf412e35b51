import type { Entry } from '../../ledger/index.ts';
import type { NoticeKind } from './notice.ts';

/**
 * Who is told:
 * - `asked`: whose step is next, each with the kind that says what is asked
 * - `makers`: who wrote the change or asked for it
 * - `involved`: makers, and who decided, wrote, was asked by name or subscribed
 * - `named`: whom the entry itself names
 * - `guardians`: all admins and auditors
 * - `treasurers`: who may set budgets
 * - `upholders`: who may review a break-glass and had no part in it
 */
export type Audience = 'makers' | 'involved' | 'named' | 'guardians' | 'treasurers' | 'upholders';

export type Rule =
  | { readonly tell: 'asked' }
  | { readonly tell: Audience; readonly kind: NoticeKind | ((entry: Entry) => NoticeKind) };

const asked: Rule = { tell: 'asked' };
const verdictOf = ({ data }: Entry): NoticeKind =>
  data.verdict === 'request_changes' ? 'sent_back' : 'endorsed';

/** What becomes of each entry: the whole of who is told about what. Entries without a row here tell nobody. */
export const rules: Readonly<Record<string, readonly Rule[]>> = {
  'change.submit': [asked],
  'change.review': [{ tell: 'makers', kind: verdictOf }, asked],
  'change.approve': [{ tell: 'makers', kind: 'approved' }, asked],
  'change.retract': [{ tell: 'makers', kind: 'retracted' }, asked],
  'change.reject': [{ tell: 'involved', kind: 'rejected' }],
  'change.withdraw': [{ tell: 'involved', kind: 'withdrawn' }],
  'change.publish': [{ tell: 'involved', kind: 'published' }],
  'change.schedule': [{ tell: 'involved', kind: 'scheduled' }],
  'change.schedule_failed': [
    { tell: 'named', kind: 'schedule_failed' },
    { tell: 'involved', kind: 'schedule_failed' },
  ],
  'change.remind': [{ tell: 'named', kind: 'reminded' }],
  'change.escalate': [{ tell: 'named', kind: 'escalated' }],
  'change.lapse': [{ tell: 'involved', kind: 'lapsed' }],
  'change.comment': [{ tell: 'involved', kind: 'commented' }],
  'suggestion.accept': [{ tell: 'involved', kind: 'accepted' }],
  'reviewer.request': [{ tell: 'named', kind: 'requested' }],
  'rollback.create': [{ tell: 'named', kind: 'rolled_back' }],
  'recall.create': [
    { tell: 'named', kind: 'recalled' },
    { tell: 'guardians', kind: 'recalled' },
  ],
  'recall.trace': [{ tell: 'named', kind: 'recalled_in_use' }],
  'recall.lift': [{ tell: 'guardians', kind: 'recall_lifted' }],
  'retirement.create': [{ tell: 'named', kind: 'retired' }],
  'retirement.end': [{ tell: 'named', kind: 'restored' }],
  'break_glass.create': [
    { tell: 'upholders', kind: 'asked_to_review_break_glass' },
    { tell: 'guardians', kind: 'break_glass' },
    { tell: 'involved', kind: 'break_glass' },
  ],
  'break_glass.review': [
    { tell: 'guardians', kind: 'break_glass_reviewed' },
    { tell: 'involved', kind: 'break_glass_reviewed' },
  ],
  'break_glass.expire': [
    { tell: 'guardians', kind: 'break_glass_ended' },
    { tell: 'involved', kind: 'break_glass_ended' },
  ],
  'budget.alert': [
    { tell: 'named', kind: 'budget_spent' },
    { tell: 'treasurers', kind: 'budget_spent' },
  ],
  'execution.warn_raw': [{ tell: 'named', kind: 'raw_warned' }],
  'model.retire_soon': [{ tell: 'named', kind: 'model_retires' }],
  'drift.raise': [{ tell: 'named', kind: 'drifted' }],
  'session.bypass': [{ tell: 'guardians', kind: 'sso_bypassed' }],
  'webhook.disable': [{ tell: 'guardians', kind: 'webhook_disabled' }],
};
