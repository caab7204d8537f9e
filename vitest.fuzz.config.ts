import { defineConfig } from 'vitest/config';

/** `npm run fuzz:api`: minutes of made-up requests against the whole API. */
export default defineConfig({
  test: {
    include: ['control-plane/test/fuzz/*.fuzz.ts'],
    globalSetup: ['control-plane/test/support/throwaway-database.ts'],
    hookTimeout: 60_000,
  },
});
