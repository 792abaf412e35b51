import type { Loop } from '../../platform/loop.ts';
import { alterTarget } from './alter.ts';
import { createTarget, endTarget } from './govern.ts';
import type { GovernParts } from './parts.ts';
import { type PushParts, startPushing } from './push.ts';
import { selectTargets } from './store/targets.ts';
import type { Targets } from './targets.ts';
import { testTarget } from './test-target.ts';

export { type ExportTarget, failuresTold, formsOf, type TargetStanding, targetKinds } from './target.ts';
export type { NewTarget, TargetChange, Targets } from './targets.ts';

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
