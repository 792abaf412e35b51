export { type Client, type ClientOptions, CountersignProblem, createClient } from './client.ts';
export type { ActionName, AnswerOf, InputOf } from './operations.ts';
export * from './verify/index.ts';
