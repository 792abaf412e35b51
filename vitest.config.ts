import { defineConfig } from 'vitest/config';

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
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'clients/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.it.test.ts', '**/*.e2e.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      integration('embedded', 'embedded'),
      // The supervisor of the embedded PostgreSQL has nothing to do with a separate server.
      integration('server', 'server', ['src/platform/postgres/**']),
      {
        test: {
          name: 'browser',
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
