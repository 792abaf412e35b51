export { type Client, type ClientOptions, CountersignProblem, createClient, type Query } from './client.ts';
export * from './verify/index.ts';
