import { defineConfig } from 'vitest/config';

/** The tests that hold the pure core of changes, for mutants of it: no database, and a short walk for each. */
export default defineConfig({
  test: {
    include: ['src/changes/{standing,requirement,delegations}/*.test.ts', 'src/changes/life.test.ts'],
    exclude: ['**/*.it.test.ts', '**/interleavings.test.ts'],
    pool: 'threads',
    testTimeout: 20_000,
  },
});
