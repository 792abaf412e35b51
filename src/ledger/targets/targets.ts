import type { Loop } from '../../platform/loop.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import type { Form } from '../forms/form.ts';
import type { ExportTarget, TargetKind, TargetStanding } from './target.ts';

export interface Header {
  readonly name: string;
  readonly value: string;
}

export interface NewTarget {
  readonly name: string;
  readonly kind: TargetKind;
  readonly url: string;
  readonly form?: Form | undefined;
  /** From the first entry on, or only what comes. */
  readonly from: 'beginning' | 'now';
  readonly header?: Header | null | undefined;
  readonly ca?: string | null | undefined;
}

export interface TargetChange {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly form?: Form | undefined;
  readonly header?: Header | null | undefined;
  readonly ca?: string | null | undefined;
  readonly state?: 'running' | 'paused' | undefined;
  /** Where it goes on: what lies before is sent again, or what lies between is never sent. */
  readonly nextIndex?: number | undefined;
}

/** Where the log is pushed to. */
export interface Targets {
  /** Hosts that the operator allows. */
  readonly hosts: readonly string[];
  list(organization: OrganizationId): Promise<TargetStanding[]>;
  create(organization: OrganizationId, actor: Actor, asked: NewTarget): Promise<ExportTarget>;
  alter(organization: OrganizationId, actor: Actor, id: string, change: TargetChange): Promise<void>;
  end(organization: OrganizationId, actor: Actor, id: string): Promise<void>;
  test(
    organization: OrganizationId,
    actor: Actor,
    id: string,
  ): Promise<{ error: string | null; entry: string | null }>;
  /** Pushes until stopped; any number of nodes may. */
  start(): Loop;
  /** Something may be due: looks at once. Losing the call loses nothing. */
  wake(): void;
}
