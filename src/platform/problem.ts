/** HTTP statuses a refusal may have. A bug is a 500 and never a `Problem`. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 502 | 503 | 504;

export interface ProblemInput {
  /** Stable, for machines: `<noun or action>.<snake_reason>`, e.g. `change.stale_revision`. Never renamed once released. */
  readonly code: string;
  readonly status: ProblemStatus;
  /** For people: what is wrong and what to do next. Safe to show to the caller. */
  readonly detail: string;
  /** For us: logged, never shown. */
  readonly cause?: unknown;
  /** More members of the RFC 9457 document, e.g. `{ faults: [...] }`. Safe to show to the caller. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Seconds for a `Retry-After` header. */
  readonly retryAfterSeconds?: number;
}

/** A refusal: expected, explained, and safe to show. On the wire it is RFC 9457 (`application/problem+json`). */
export class Problem extends Error {
  readonly code: string;
  readonly status: ProblemStatus;
  readonly detail: string;
  readonly more: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(input: ProblemInput) {
    super(`${input.code}: ${input.detail}`, input.cause === undefined ? undefined : { cause: input.cause });
    this.name = 'Problem';
    this.code = input.code;
    this.status = input.status;
    this.detail = input.detail;
    this.more = input.more ?? {};
    this.retryAfterSeconds = input.retryAfterSeconds;
  }
}

/** The RFC 9457 members of a problem, as they go on the wire. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly request: string;
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not permitted',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'Provider failed',
  503: 'Not available now',
  504: 'Provider timed out',
};

/** Builds the wire form (RFC 9457 §3.1). `request` is the request's id, which the caller can quote to an operator. */
export function problemDocument(problem: Problem, request: string): ProblemDocument {
  return {
    ...problem.more,
    type: `urn:countersign:problem:${problem.code}`,
    title: titles[problem.status] ?? 'Refused',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    request,
  };
}

/**
 * The one answer for everything that the caller may not know about (design.md §2): every 404 of the API has these words,
 * so that a restricted library and a library that never existed look the same.
 */
export function notFound(): Problem {
  return new Problem({
    code: 'resource.not_found',
    status: 404,
    detail: 'There is nothing here that you may see. Check the address, or ask an admin for access.',
  });
}
