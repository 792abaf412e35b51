import type { Fault } from './types.ts';

/** A refusal of the API (RFC 9457), or a failure to reach it, in the same form. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly request: string | null;
  readonly faults: Fault[];
  /** Where one may sign in instead, when the organization has single sign-on only. */
  readonly connections: { id: string; displayName: string }[];

  constructor(fields: {
    status: number;
    code: string;
    title: string;
    detail: string;
    request: string | null;
    faults?: Fault[];
    connections?: { id: string; displayName: string }[];
  }) {
    super(fields.title);
    this.name = 'ApiProblem';
    this.status = fields.status;
    this.code = fields.code;
    this.detail = fields.detail;
    this.request = fields.request;
    this.faults = fields.faults ?? [];
    this.connections = fields.connections ?? [];
  }

  /** The server wants to know anew who this is before it does what was asked. */
  get wantsStepUp(): boolean {
    return this.code.endsWith('.step_up_needed');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFault = (value: unknown): value is Fault =>
  isRecord(value) && typeof value.message === 'string' && typeof value.code === 'string';

const isConnection = (value: unknown): value is { id: string; displayName: string } =>
  isRecord(value) && typeof value.id === 'string' && typeof value.displayName === 'string';

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;

/** Reads a refusal from whatever the server (or something before it) answered. */
export function problemOf(status: number, body: unknown, request: string | null): ApiProblem {
  const fields = isRecord(body) ? body : {};
  const faults = Array.isArray(fields.faults) ? fields.faults.filter(isFault) : [];
  return new ApiProblem({
    status,
    code: textOr(fields.code, `http.${status}`),
    title: textOr(fields.title, `The server answered ${status}`),
    detail: textOr(
      fields.detail,
      textOr(
        fields.message,
        status >= 500 ? 'Something failed on the server. Try again in a moment.' : 'The server refused this.',
      ),
    ),
    request: typeof fields.request === 'string' ? fields.request : request,
    faults,
    connections: Array.isArray(fields.connections) ? fields.connections.filter(isConnection) : [],
  });
}

/** The sentence to show for anything that was thrown. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiProblem
    ? error.detail
    : 'Something unexpected happened in this page. Reload it and try again.';
