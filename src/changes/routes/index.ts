import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { noticeOperations } from '../notices/routes.ts';
import type { CreateChangesParts } from '../parts.ts';
import { waitOperations } from '../waits/routes.ts';
import { webhookOperations } from '../webhooks/routes.ts';
import { breakGlassOperations } from './break-glass.ts';
import { checkOperations } from './checks.ts';
import { decisionOperations } from './decisions.ts';
import { delegationOperations } from './delegations.ts';
import { lifeOperations } from './life.ts';
import { liveOperations } from './live.ts';
import { readingOperations } from './reading.ts';
import { recallOperations } from './recalls.ts';
import { requirementOperations } from './requirements.ts';
import { schedulingOperations } from './scheduling.ts';
import { takingPartOperations } from './taking-part.ts';
import { talkOperations } from './talk.ts';

/** The HTTP of changes. */
export function changeOperations(parts: CreateChangesParts): Operation<Principal>[] {
  return [
    ...readingOperations(parts),
    ...lifeOperations(parts),
    ...decisionOperations(parts),
    ...checkOperations(parts),
    ...delegationOperations(parts),
    ...requirementOperations(parts),
    ...noticeOperations(parts, parts.mail !== undefined),
    ...webhookOperations(parts),
    ...waitOperations(parts),
    ...talkOperations(parts),
    ...takingPartOperations(parts),
    ...liveOperations(parts),
    ...recallOperations(parts),
    ...schedulingOperations(parts),
    ...breakGlassOperations(parts),
  ];
}
