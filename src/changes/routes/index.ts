import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { noticeOperations } from '../notices/routes.ts';
import type { CreateChangesParts } from '../parts.ts';
import { webhookOperations } from '../webhooks/routes.ts';
import { decisionOperations } from './decisions.ts';
import { delegationOperations } from './delegations.ts';
import { lifeOperations } from './life.ts';
import { readingOperations } from './reading.ts';
import { requirementOperations } from './requirements.ts';
import { takingPartOperations } from './taking-part.ts';
import { talkOperations } from './talk.ts';

/** The HTTP of changes. */
export function changeOperations(parts: CreateChangesParts): Operation<Principal>[] {
  return [
    ...readingOperations(parts),
    ...lifeOperations(parts),
    ...decisionOperations(parts),
    ...delegationOperations(parts),
    ...requirementOperations(parts),
    ...noticeOperations(parts, parts.mail !== undefined),
    ...webhookOperations(parts),
    ...talkOperations(parts),
    ...takingPartOperations(parts),
  ];
}
