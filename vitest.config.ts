import { defineConfig } from 'vitest/config';

/** Tests that run what is built, as a user does: they begin with a build where the last one is stale. */
const OF_THE_BUILD = ['test/cli/*.test.ts', 'test/package.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'source', include: ['test/**/*.test.ts'], exclude: OF_THE_BUILD },
      },
      {
        extends: true,
        test: { name: 'build', include: OF_THE_BUILD, globalSetup: 'test/build-if-stale.ts' },
      },
    ],
  },
});
