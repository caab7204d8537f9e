import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { workerdVariables } from './router/test/workerd-variables.ts';
import { browserLaunchOptions } from './scripts/lib/browser.ts';

const patient = { testTimeout: 60_000, hookTimeout: 60_000 };
// One file at a time: these start servers and browsers, and two at once would time each other out on two cores.
const slow = { ...patient, fileParallelism: false };
const inOrder = (groupOrder: number) => ({ sequence: { groupOrder } });

export default defineConfig({
  test: {
    passWithNoTests: true,
    maxWorkers: 2,
    // Of the tests of one file that say they may run at once: outages, which mostly wait.
    maxConcurrency: 8,
    coverage: { provider: 'v8', include: ['{schema,router,control-plane,worker}/src/**/*.ts'] },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{schema,router,control-plane,worker,web}/{src,test}/**/*.test.{ts,tsx}',
            '{scripts,faults}/**/*.test.ts',
          ],
          exclude: ['**/*.{int,wk,br}.test.{ts,tsx}', '**/node_modules/**'],
          setupFiles: ['web/test/browser-locale.ts'],
          ...inOrder(1),
        },
      },
      {
        plugins: [
          cloudflareTest({ wrangler: { configPath: './wrangler.toml' }, miniflare: { bindings: workerdVariables } }),
        ],
        test: { name: 'workerd', include: ['router/test/**/*.wk.test.ts'], ...inOrder(2) },
      },
      {
        // Found only while a test runs, it would be bundled then and the page reloaded under the test.
        optimizeDeps: { include: ['zod'] },
        test: {
          name: 'browser',
          root: './web',
          include: ['test/**/*.br.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions: browserLaunchOptions() }),
          },
          ...inOrder(3),
        },
      },
      {
        test: {
          name: 'integration',
          include: ['control-plane/test/**/*.int.test.ts'],
          exclude: ['**/*.proc.int.test.ts', '**/node_modules/**'],
          globalSetup: ['control-plane/test/support/throwaway-database.ts'],
          ...patient,
          ...inOrder(4),
        },
      },
      {
        test: {
          name: 'processes',
          include: ['control-plane/test/**/*.proc.int.test.ts', '{router,worker,web,scripts}/test/**/*.int.test.ts'],
          globalSetup: ['control-plane/test/support/throwaway-database.ts'],
          ...slow,
          ...inOrder(5),
        },
      },
      { test: { name: 'e2e', include: ['e2e/**/*.e2e.ts'], ...slow, ...inOrder(6) } },
      { test: { name: 'faults', include: ['faults/**/*.fault.ts'], ...slow, ...inOrder(7) } },
    ],
  },
});
