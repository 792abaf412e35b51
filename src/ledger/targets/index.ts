import type { Loop } from '../../platform/loop.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import { alterTarget, type TargetChange } from './alter.ts';
import { createTarget, endTarget, type NewTarget } from './govern.ts';
import type { GovernParts } from './parts.ts';
import { type PushParts, startPushing } from './push.ts';
import { selectTargets } from './store/targets.ts';
import type { ExportTarget, TargetStanding } from './target.ts';
import { testTarget } from './test-target.ts';

export type { TargetChange } from './alter.ts';
export type { NewTarget } from './govern.ts';
export { type ExportTarget, failuresTold, formsOf, type TargetStanding, targetKinds } from './target.ts';

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

export function createTargets(parts: GovernParts & PushParts): Targets {
  let pushing: Loop | undefined;
  const woken = async <Value>(done: Promise<Value>): Promise<Value> => {
    const value = await done;
    pushing?.wake();
    return value;
  };
  return {
    hosts: parts.exportHosts,
    list: (organization) => selectTargets(parts.reader, organization),
    create: (organization, actor, asked) => woken(createTarget(parts, organization, actor, asked)),
    alter: (organization, actor, id, change) => woken(alterTarget(parts, organization, actor, id, change)),
    end: (organization, actor, id) => endTarget(parts, organization, actor, id),
    test: (organization, actor, id) => testTarget(parts, organization, actor, id),
    start: () => {
      pushing = startPushing(parts);
      return pushing;
    },
    wake: () => pushing?.wake(),
  };
}
