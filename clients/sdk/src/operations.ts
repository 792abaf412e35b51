import type { addresses, operations } from './api.generated.ts';

/** The name of an operation, which is the action's one name: `change.approve`. */
export type ActionName = keyof typeof addresses & keyof operations;

type ParametersOf<Id extends ActionName> = operations[Id]['parameters'];
type BodyOf<Id extends ActionName> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

type Part<Name extends string, Value> = [Value] extends [never]
  ? { readonly [key in Name]?: never }
  : undefined extends Value
    ? { readonly [key in Name]?: Value }
    : { readonly [key in Name]: Value };

type PathOf<Id extends ActionName> = ParametersOf<Id> extends { path: infer Path } ? Path : never;
type QueryOf<Id extends ActionName> =
  ParametersOf<Id> extends { query?: infer Query } ? Query | undefined : never;

/** What an operation takes: path parameters, query and body, each only where it has one. */
export type InputOf<Id extends ActionName> = Part<'params', PathOf<Id>> &
  Part<'query', QueryOf<Id>> &
  Part<'body', BodyOf<Id>>;

type JsonOf<Response> = Response extends { content: { 'application/json': infer Answer } } ? Answer : never;

/** What an operation answers; `undefined` for those that only say that it is done. */
export type AnswerOf<Id extends ActionName> = operations[Id]['responses'] extends infer Responses
  ? 204 extends keyof Responses
    ? undefined
    : {
        [Status in keyof Responses]: Status extends 200 | 201 | 202 ? JsonOf<Responses[Status]> : never;
      }[keyof Responses]
  : never;
