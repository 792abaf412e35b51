import type { Id } from '../../platform/id.ts';
import type { Actor, EntryDraft, OrganizationId } from '../entry.ts';
import type { Form } from '../forms/form.ts';

export type TargetId = Id<'tgt'>;

/** What is at the other end: a syslog receiver over TLS, an OTLP collector, or anything that takes JSON lines over HTTPS. */
export const targetKinds = ['syslog', 'otlp', 'https'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** The forms that each kind takes, the usual one first. */
export const formsOf = {
  syslog: ['cef', 'ocsf'],
  otlp: ['otlp'],
  https: ['ocsf', 'cef'],
} as const satisfies Record<TargetKind, readonly Form[]>;

export interface ExportTarget {
  readonly organization: OrganizationId;
  readonly id: TargetId;
  readonly name: string;
  readonly kind: TargetKind;
  readonly form: Form;
  /** `tls://host:port` for syslog. */
  readonly url: string;
  /** Who its certificate comes from, in PEM; null for the authorities that the machine knows. */
  readonly ca: string | null;
  /** The header that a credential goes in; its value is kept wrapped. */
  readonly headerName: string | null;
  readonly state: 'running' | 'paused' | 'ended';
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** How far a target has come. Entries below `nextIndex` were taken by the receiver; those above may have been sent, and are sent again. */
export interface TargetPlace {
  readonly nextIndex: number;
  readonly dueAt: Date;
  /** Failures since the last time that something was taken. */
  readonly failures: number;
  readonly error: string | null;
  readonly failedAt: Date | null;
  readonly sentAt: Date | null;
}

/** A target as people are shown it. */
export interface TargetStanding extends ExportTarget {
  readonly place: TargetPlace;
  /** Signed entries that it has not taken. */
  readonly behind: number;
  /** When the oldest of those was made; null when there is none. */
  readonly behindSince: Date | null;
}

/** From so many failures in a row on, the log itself says that a receiver does not take it. */
export const failuresTold = 5;

const longestWaitMs = 300_000;

/** How long to wait after a failure: twice as long each time, up to five minutes, a quarter more or less so that nodes spread. Pure. */
export function waitAfterMs(failures: number, random: number): number {
  return Math.min(longestWaitMs, 1_000 * 2 ** Math.min(failures - 1, 20)) * (0.75 + random / 2);
}

export function targetEntry(
  target: Pick<ExportTarget, 'organization' | 'id'>,
  action: string,
  data: EntryDraft['data'],
  actor: Actor = { kind: 'system', id: 'exports' },
): EntryDraft {
  const { organization, id } = target;
  return { organization, action, actor, subject: { kind: 'export_target', id }, data };
}

/** Where a target's credential is kept: what is wrapped for one cannot be unwrapped for another. */
export const credentialPlace = (organization: OrganizationId, id: TargetId): string =>
  `export_target/${organization}/${id}`;
