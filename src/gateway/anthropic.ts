import type { JsonObject } from '../platform/canonical-json.ts';

/** A refusal in Anthropic's error shape. Our stable code rides beside the sentence. */
export function anthropicError(
  problem: { readonly status: number; readonly code: string; readonly detail: string },
  requestId: string | null,
): JsonObject {
  return {
    type: 'error',
    error: { type: errorType(problem.status), message: problem.detail, code: problem.code },
    request_id: requestId,
  };
}

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
};

function errorType(status: number): string {
  return types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}
