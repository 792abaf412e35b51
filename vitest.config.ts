import { defineConfig } from 'vitest/config';

const long = process.env.COUNTERSIGN_TEST_LONG !== undefined;

/**
 * What runs on the embedded database only, unless all runs (`npm run test:long`). These meet the database through the same statements as
 * files that run on both (`src/libraries`, `src/changes`, `test/changes.it.test.ts`, the random walk), and their time goes into the
 * stock git, into processes that start, or into thousands of requests that are refused before any statement.
 */
const embeddedOnly = long
  ? []
  : [
      'clients/cli/**',
      'src/access/{passwords,second-factors}.it.test.ts',
      'src/gateway/budgets/budgets.it.test.ts',
      'src/gateway/clients.it.test.ts',
      'src/gateway/treating/treating.it.test.ts',
      'src/gateway/provider.it.test.ts',
      'src/gateway/{recording,trying}.it.test.ts',
      'src/gateway/{providers/kinds,routing/routing}.it.test.ts',
      'src/ledger/targets/**',
      'src/gateway/evaluating/**',
      'src/ledger/anchoring/**',
      'src/libraries/git-http/client/**',
      'src/libraries/git-http/{habits,hostile,random-walk,stock-client,tags}.it.test.ts',
      'src/libraries/import/import-git.it.test.ts',
      'src/libraries/kinds.it.test.ts',
      'src/libraries/merging/stock-git.it.test.ts',
      'src/libraries/stock-git.it.test.ts',
      'test/access-matrix.it.test.ts',
      'test/{backup,doctor,evidence,export-targets,keeping,rewrap}.it.test.ts',
      'test/bad-input.it.test.ts',
      'test/canaries.it.test.ts',
      'test/inert-answers.it.test.ts',
      'test/ledger/{outside-verifier,set-back-server,witnesses}.it.test.ts',
      'src/changes/requirement/requirements.it.test.ts',
      'src/changes/talk/talk.it.test.ts',
      'src/libraries/packs/packs.it.test.ts',
      'test/{checks,credentials,promotion,recalls}.it.test.ts',
      'test/fault/stop.it.test.ts',
      'test/walk/**',
      'test/unapproved.it.test.ts',
      'test/live.it.test.ts',
      'test/smuggling.it.test.ts',
      'test/fault/chaos.it.test.ts',
      'test/{detectors,policy,register}.it.test.ts',
      'test/roles.it.test.ts',
      // Figures: what they read is written by the same statements in every file that runs an execution.
      'test/{debt,executions,intelligence,judges,scores}.it.test.ts',
      // To identity providers and back: protocols of others, few statements of ours.
      'test/{sso,scim}.it.test.ts',
      // What comes at its time, by letter or over the network: seconds of waiting, few statements.
      'test/{notices,on-time,reminders,webhooks}.it.test.ts',
    ];

/** On a separate server only, unless all runs: several nodes share one, as they do where they run. */
const serverOnly = long ? [] : ['test/fault/two-nodes.it.test.ts'];

/**
 * Three projects, told apart by file name: `*.test.ts` is pure, `*.it.test.ts` needs a database, `*.e2e.test.ts` needs a browser.
 */
const integration = (name: string, database: 'embedded' | 'server', exclude: readonly string[] = []) => ({
  test: {
    name,
    include: ['src/**/*.it.test.ts', 'test/**/*.it.test.ts', 'clients/**/*.it.test.ts'],
    exclude: ['**/node_modules/**', ...exclude],
    env: { COUNTERSIGN_TEST_DATABASE: database },
    globalSetup: ['test/support/global-databases.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A worker keeps its modules from file to file: reading the whole server anew for each took a quarter of all processor time.
    // What a test needs for itself (a database, a folder, a server) it makes; module state is caches by random id.
    isolate: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'clients/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.it.test.ts', '**/*.e2e.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      integration('embedded', 'embedded', serverOnly),
      // The supervisor of the embedded PostgreSQL has nothing to do with a separate server.
      integration('server', 'server', ['src/platform/postgres/**', ...embeddedOnly]),
      {
        test: {
          name: 'browser',
          // One window's stories at a time, after everything else: workers that are kept cannot change their number in between.
          sequence: { groupOrder: 1 },
          include: ['test/**/*.e2e.test.ts'],
          globalSetup: ['test/e2e/support/global-stage.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
