import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that start servers, count what their process holds, or use what probes remember: each has a process of its own. */
const apart = [
  'test/{bench,cli,demo,fault,fuzz,lab,probes,soak}/**/*.test.ts',
  'test/jobs/missing-tables.test.ts',
  'test/web/*browser.test.ts',
  'test/report/same-bytes.test.ts',
]

/** What takes longest, so that nobody waits for it at the end. */
const first = [
  'test/lab/line.test.ts',
  'test/web/browser.test.ts',
  'test/lab/main-job.test.ts',
  'test/lab/without-ipv6.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/lab/postgres.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = first.indexOf(relative(import.meta.dirname, moduleId))
      return at === -1 ? first.length : at
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}

export default defineConfig({
  test: {
    // only what hangs takes so long: how long anything may take is not for the load of a machine to say
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // most files wait for networks, not for the processor
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: apart,
          // modules are loaded once for all files of a process, which takes longer than most tests
          isolate: false,
          globalSetup: 'test/helpers/postgres-setup.ts',
          // PGlite is WebAssembly: to optimise it takes longer than it then saves
          execArgv: ['--liftoff-only'],
        },
      },
    ],
  },
})
