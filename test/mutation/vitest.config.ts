import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const light = (slice: string) => ({
  find: new RegExp(`^(?:\\.\\./)+${slice}/index\\.ts$`),
  replacement: resolve(`test/mutation/${slice}.ts`),
});

/** The tests that hold the pure core of changes, for mutants of it: no database, and of other slices only what they ask. */
export default defineConfig({
  resolve: { alias: [light('access'), light('libraries')] },
  test: {
    include: [
      'src/changes/{standing,requirement,delegations,recalls,live,break-glass,schedule}/*.test.ts',
      'src/changes/{life,publish-guard,checks/reported}.test.ts',
    ],
    exclude: ['**/*.it.test.ts', '**/interleavings.test.ts'],
    pool: 'threads',
    // Long, and it says nothing that the others do not.
    testNamePattern: /^(?!.*(?:whatever was decided|in whatever order))/,
    testTimeout: 20_000,
  },
});
