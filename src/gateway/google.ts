import type { JsonObject } from '../platform/canonical-json.ts';

const statuses: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** A refusal in Google's error shape. Our stable code is the reason. */
export function googleError({
  status,
  code,
  detail,
}: {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}): JsonObject {
  const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code, domain: 'countersign' };
  const known = statuses[status] ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT');
  return { error: { code: status, message: detail, status: known, details: [info] } };
}
