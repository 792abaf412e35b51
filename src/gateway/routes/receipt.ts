import type { IncomingMessage } from 'node:http';
import type { OrganizationId } from '../../ledger/index.ts';
import type { ExecutionId } from '../execution.ts';
import type { GatewayParts } from '../parts.ts';
import { findExecution } from '../store/executions.ts';

/** True when the caller wants a signed promise over the outcome's entry. */
export const wantsReceipt = (request: IncomingMessage): boolean =>
  request.headers['countersign-receipt'] === '1';

/**
 * The receipt over an execution's outcome, in base64 for a header. Undefined when it cannot be signed now: the answer is recorded and paid
 * for, so it is released all the same, and its caller sees that there is no receipt.
 */
export async function receiptOf(
  parts: GatewayParts,
  organization: OrganizationId,
  id: ExecutionId,
): Promise<string | undefined> {
  try {
    const outcome = (await findExecution(parts.reader, organization, id))?.entries.outcome;
    if (outcome == null) return undefined;
    return Buffer.from(await parts.ledger.receipt(organization, outcome)).toString('base64');
  } catch (error) {
    parts.log.error({ err: error, execution: id }, 'a receipt could not be signed');
    return undefined;
  }
}
