import type { z } from 'zod';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler gets. Everything was validated against the operation's schemas. */
export interface Call<Principal, Params, Query, Body> {
  readonly principal: Principal;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Also in the reply's `x-request-id`, in problems and in logs. */
  readonly requestId: string;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** A call before validation, as the HTTP server has it. */
export interface RawCall<Principal> {
  readonly principal: Principal;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** One API operation, its types erased: what the server mounts and the OpenAPI document lists. */
export interface Operation<Principal> {
  /** The action's one name (design.md §2): permission, operation id, ledger action, SDK method. */
  readonly id: string;
  readonly method: Method;
  /** With `{name}` for parameters, e.g. `/api/v1/changes/{change}`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly slice: string;
  readonly paramsSchema: z.ZodObject | undefined;
  readonly querySchema: z.ZodObject | undefined;
  readonly bodySchema: z.ZodType | undefined;
  readonly answerStatus: 200 | 201 | 202 | 204;
  readonly answerSchema: z.ZodType | undefined;
  /** Of a 202 that may come instead. */
  readonly acceptedSchema: z.ZodType | undefined;
  readonly problems: readonly string[];
  call(raw: RawCall<Principal>): Promise<unknown>;
}

export interface OperationSpec<
  Principal,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  /** One sentence: what it does. */
  readonly summary: string;
  /** Who may call it, what it leaves in the ledger, units. */
  readonly description: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer?: {
    readonly status?: 200 | 201 | 202;
    readonly schema: Answer;
    /** What comes with 202 where the handler gives `Accepted`. */
    readonly accepted?: z.ZodType;
  };
  /** Codes of the problems it may answer with, beside the general ones. */
  readonly problems?: readonly string[];
  readonly handle: (
    call: Call<Principal, z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<z.input<Answer> | Accepted | (Answer extends z.ZodNever ? undefined : never)>;
}

/**
 * Makes the `operation` function of a house whose principals are of one type. Every operation needs an authenticated
 * principal; what it may do is the verb's business (`authorize`).
 */
export function operationsOf<Principal>(slice: string) {
  return function operation<
    Params extends z.ZodObject = z.ZodObject,
    Query extends z.ZodObject = z.ZodObject,
    Body extends z.ZodType = z.ZodUndefined,
    Answer extends z.ZodType = z.ZodNever,
  >(spec: OperationSpec<Principal, Params, Query, Body, Answer>): Operation<Principal> {
    return {
      id: spec.id,
      method: spec.method,
      path: spec.path,
      summary: spec.summary,
      description: spec.description,
      slice,
      paramsSchema: spec.params,
      querySchema: spec.query,
      bodySchema: spec.body,
      answerStatus: spec.answer === undefined ? 204 : (spec.answer.status ?? 200),
      answerSchema: spec.answer?.schema,
      acceptedSchema: spec.answer?.accepted,
      problems: spec.problems ?? [],
      call: (raw) => callWith(spec, raw),
    };
  };
}

/** Neither an answer nor a refusal: it was taken on, and something else has to happen first. A 202 with where to wait. */
export class Accepted {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** Thrown for input that the schemas refuse; the server turns it into `request.invalid`. */
export class InvalidInput extends Error {
  readonly where: 'path' | 'query' | 'body';
  readonly issues: readonly { readonly path: string; readonly message: string }[];

  constructor(where: 'path' | 'query' | 'body', error: z.ZodError) {
    super(`invalid ${where}`);
    this.where = where;
    this.issues = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  }
}

async function callWith<
  Principal,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(spec: OperationSpec<Principal, Params, Query, Body, Answer>, raw: RawCall<Principal>): Promise<unknown> {
  const { params, query, body } = spec;
  return spec.handle({
    principal: raw.principal,
    params: parseWith('path', params, raw.params),
    query: parseWith('query', query, raw.query),
    body: parseWith('body', body, raw.body),
    requestId: raw.requestId,
    signal: raw.signal,
  });
}

function parseWith<Schema extends z.ZodType>(
  where: 'path' | 'query' | 'body',
  schema: Schema | undefined,
  value: unknown,
): z.output<Schema>;
function parseWith(where: 'path' | 'query' | 'body', schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return value;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new InvalidInput(where, parsed.error);
  return parsed.data;
}
