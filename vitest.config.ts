import { configDefaults, defineConfig } from 'vitest/config'

const jsonReport = process.env['VITEST_JSON_REPORT']

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // The long scenarios against the peers have a command of their own: `npm run test:peers`.
    exclude: [...configDefaults.exclude, ...(process.env['PEERS'] === undefined ? ['test/peers/**'] : [])],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // No test mocks a module or changes a global, so the files of a worker can share what they have loaded.
    isolate: false,
    // Much of the time is waiting for peers, so two files at a time pay even on one core.
    maxWorkers: 2,
    reporters: jsonReport === undefined ? ['default'] : ['default', 'json'],
    ...(jsonReport === undefined ? {} : { outputFile: { json: jsonReport } }),
  },
})
