import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A route on the raw request and reply, for the hot path (streams, back-pressure) and for protocols of others (git).
 * It states who may call it in `access`, and authenticates by itself: identity comes only from the credential.
 */
export interface NodeRoute {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Exact, or a prefix when it ends with `/`. */
  readonly path: string;
  readonly access: string;
  handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void>;
}

/** A folder of addresses that a web-standard handler answers (the authentication library). */
export interface FetchRoute {
  readonly id: string;
  readonly prefix: string;
  readonly access: string;
  handle(request: Request): Promise<Response>;
}

/** What authentication reads of a request. Header names are lower case. */
export interface RequestFacts {
  readonly method: string;
  /** Address of the other end of the TCP connection. Where it is not known, what depends on it is refused. */
  readonly peer?: string | undefined;
  header(name: string): string | undefined;
}
