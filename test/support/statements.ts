import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import pg from 'pg';

/** What requests ask the database: how long a refusal takes, in a measure that no busy machine disturbs. */
export interface Statements {
  /** The statements of the requests that the act makes, sorted: what loops of the server ask by themselves is not among them. */
  during(act: () => Promise<unknown>): Promise<readonly string[]>;
  stop(): void;
}

/** Listens to every statement of this process. One at a time. */
export function listenToStatements(): Statements {
  const inRequest = new AsyncLocalStorage<true>();
  let heard: string[] = [];
  const begin = () => inRequest.enterWith(true);
  subscribe('http.server.request.start', begin);
  const { prototype } = pg.Client;
  const query: unknown = Reflect.get(prototype, 'query');
  if (typeof query !== 'function') throw new Error('pg asks by another name now');
  Reflect.set(prototype, 'query', function (this: unknown, ...given: unknown[]) {
    if (inRequest.getStore() === true) heard.push(textOf(given[0]));
    return Reflect.apply(query, this, given);
  });
  return {
    during: async (act) => {
      heard = [];
      await act();
      return heard.toSorted();
    },
    stop: () => {
      Reflect.set(prototype, 'query', query);
      unsubscribe('http.server.request.start', begin);
    },
  };
}

function textOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  const text: unknown = typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'text') : undefined;
  return typeof text === 'string' ? text : 'a statement of another form';
}
