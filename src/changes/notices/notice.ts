import type { LibraryId, PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Id } from '../../platform/id.ts';
import type { ChangeId } from '../change.ts';

export type NoticeId = Id<'not'>;

/** What people choose about, each as one: a kind belongs to one topic. */
export const topics = ['asked', 'progress', 'talk', 'alarm'] as const;
export type Topic = (typeof topics)[number];

/** Every kind of notice, with its topic and what it says. `who` did it; `title` is the change's, or what else it is about. */
export const noticeKinds = {
  asked_to_review: {
    topic: 'asked',
    says: ({ title, stage }) => `${title} waits for your review${at(stage)}`,
  },
  asked_to_approve: {
    topic: 'asked',
    says: ({ title, stage }) => `${title} waits for your approval${at(stage)}`,
  },
  asked_to_publish: { topic: 'asked', says: ({ title }) => `${title} is approved and waits to be published` },
  requested: { topic: 'asked', says: ({ who, title }) => `${who} asks you to look at ${title}` },
  reminded: { topic: 'asked', says: ({ who, title, stage }) => `${who} reminds you of ${title}${at(stage)}` },
  escalated: { topic: 'asked', says: ({ title, stage }) => `${title} has waited too long${at(stage)}` },
  sent_back: { topic: 'asked', says: ({ who, title }) => `${who} requested changes to ${title}` },
  endorsed: { topic: 'progress', says: ({ who, title }) => `${who} endorsed ${title}` },
  approved: { topic: 'progress', says: ({ who, title }) => `${who} approved ${title}` },
  retracted: { topic: 'progress', says: ({ who, title }) => `${who} took a decision on ${title} back` },
  rejected: { topic: 'progress', says: ({ who, title }) => `${who} rejected ${title}` },
  withdrawn: { topic: 'progress', says: ({ who, title }) => `${who} withdrew ${title}` },
  published: { topic: 'progress', says: ({ who, title }) => `${who} published ${title}` },
  scheduled: { topic: 'progress', says: ({ who, title }) => `${who} scheduled ${title} to be published` },
  schedule_failed: { topic: 'asked', says: ({ title }) => `${title} could not be published when it was due` },
  lapsed: {
    topic: 'asked',
    says: ({ title, stage }) => `${title} lapsed${at(stage)}: nobody decided in time`,
  },
  rolled_back: { topic: 'progress', says: ({ who, title }) => `${who} rolled ${title} back` },
  retired: { topic: 'progress', says: ({ who, title }) => `${who} retired ${title}` },
  restored: { topic: 'progress', says: ({ who, title }) => `${who} brought ${title} back` },
  commented: { topic: 'talk', says: ({ who, title }) => `${who} wrote on ${title}` },
  accepted: { topic: 'talk', says: ({ who, title }) => `${who} accepted a suggestion on ${title}` },
  recalled: { topic: 'alarm', says: ({ who, title }) => `${who} recalled ${title}` },
  recalled_in_use: { topic: 'alarm', says: ({ title }) => `${title}, which you used, is recalled` },
  break_glass_ended: {
    topic: 'alarm',
    says: ({ title }) => `The emergency of ${title} is over: the environment went back, the review is due`,
  },
  recall_lifted: { topic: 'alarm', says: ({ who, title }) => `${who} lifted the recall of ${title}` },
  asked_to_review_break_glass: {
    topic: 'alarm',
    says: ({ title }) => `${title} went live unapproved and waits for your review`,
  },
  break_glass: {
    topic: 'alarm',
    says: ({ who, title }) => `${who} broke the glass: ${title} went live unapproved`,
  },
  break_glass_reviewed: {
    topic: 'alarm',
    says: ({ who, title }) => `${who} reviewed the break-glass on ${title}`,
  },
  raw_warned: {
    topic: 'progress',
    says: () => 'An app of yours calls models without an approved prompt, and a rule warns of it',
  },
  budget_spent: {
    topic: 'asked',
    says: ({ title, stage }) => `${stage ?? 'Most'} of ${title} is spent`,
  },
  model_retires: {
    topic: 'asked',
    says: ({ title, stage }) =>
      `The model ${title} retires soon${at(stage)}, and prompts of yours use it: change them to another`,
  },
  drifted: { topic: 'alarm', says: ({ title }) => `${title} does not behave as it did` },
  sso_bypassed: {
    topic: 'alarm',
    says: ({ who }) => `${who} signed in past single sign-on, as somebody who is named for that`,
  },
  webhook_disabled: {
    topic: 'alarm',
    says: ({ title }) => `Webhook ${title} failed too often and was switched off`,
  },
} as const satisfies Record<string, { readonly topic: Topic; readonly says: (told: Told) => string }>;

export type NoticeKind = keyof typeof noticeKinds;

/** What a sentence is made of. All of it is what its reader may see. */
export interface Told {
  readonly who: string;
  /** In quotation marks when it is a change's. */
  readonly title: string;
  readonly stage: string | undefined;
}

const at = (stage: string | undefined): string => (stage === undefined ? '' : ` (${stage})`);

/** The one sentence of a notice. */
export const sentenceOf = (kind: NoticeKind, told: Told): string => noticeKinds[kind].says(told);

export function isNoticeKind(name: string): name is NoticeKind {
  return Object.hasOwn(noticeKinds, name);
}

/** One person told about one thing. What it says is made when it is read. */
export interface Notice {
  readonly organization: OrganizationId;
  readonly id: NoticeId;
  readonly person: PersonId;
  readonly kind: NoticeKind;
  /** Addressed to this person, not to everybody who might. */
  readonly direct: boolean;
  readonly change: ChangeId | null;
  readonly library: LibraryId | null;
  /** Who did it; null when the server did. */
  readonly by: string | null;
  /** `stage`, `subject` (what it is about when that is no change), `environment`: short names, never content. */
  readonly detail: JsonObject;
  readonly entry: EntryId;
  /** Nobody is told twice about the same. */
  readonly about: string;
  readonly at: Date;
  readonly readAt: Date | null;
}

export const emailChoices = ['all', 'mine', 'none'] as const;
export type EmailChoice = (typeof emailChoices)[number];
export type NoticeSettings = Readonly<Record<Topic, EmailChoice>>;

export const defaultSettings: NoticeSettings = {
  asked: 'all',
  progress: 'mine',
  talk: 'mine',
  alarm: 'all',
};

/** Whether a notice goes out by e-mail too. Alarms do, whatever was chosen. */
export function isMailed(settings: NoticeSettings, kind: NoticeKind, direct: boolean): boolean {
  const { topic } = noticeKinds[kind];
  const choice = topic === 'alarm' ? 'all' : settings[topic];
  return choice === 'all' || (choice === 'mine' && direct);
}
