import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{contracts,electron,native,papers,renderer,server,scripts}/**/*.test.{ts,tsx}',
      'test/{integration,contract,storm}/**/*.test.ts',
    ],
    /** Two cores: real hubs, databases and ptys run inside these tests. */
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
