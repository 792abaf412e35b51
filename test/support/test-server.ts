import type { ConnectionSettings } from '../../src/platform/db/index.ts';

/** The PostgreSQL that one project's test files share. It travels from the global setup to the workers as JSON. */
export interface TestServer {
  readonly kind: 'embedded' | 'server';
  /** For messages, e.g. `PostgreSQL 15.14 (Debian …) on 127.0.0.1:40123`. */
  readonly description: string;
  /** May create and drop databases. */
  readonly admin: ConnectionSettings;
  /** The roles that own a test's database and that a server under test uses; `database` is each test's own. */
  readonly owner: ConnectionSettings;
  readonly server: ConnectionSettings;
  /** Begins the names of all databases of this run. */
  readonly prefix: string;
}

/** A running `TestServer` and how to end it, for the global setup. */
export interface StartedServer {
  readonly server: Omit<TestServer, 'description' | 'prefix'>;
  stop(): Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}
