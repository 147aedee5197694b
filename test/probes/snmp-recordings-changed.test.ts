import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRecording, recordingText } from '../helpers/snmp-recording.ts'
import { changes } from '../helpers/snmp-recording-changes.ts'
import { hasReader, readRecordings, seenFacts, wantedFacts } from '../helpers/snmp-recording-facts.ts'
import { hasSnmpsim, startSimulator } from '../helpers/snmp-simulator.ts'

/**
 * Recordings of devices in service, which are not part of this project. A few of them with every fault serve for every
 * day; `V6GOV_RECORDINGS` names others ("asa,iosxe", a few at a time), `V6GOV_RECORDINGS_IN` another folder.
 */
const folder = process.env.V6GOV_RECORDINGS_IN ?? new URL('../../../shared/snmprec', import.meta.url).pathname
const chosen = (
  process.env.V6GOV_RECORDINGS ?? 'linux_raspberrypi-gpiomonitor,konica_c250i,ciscowlc_cbw240ac'
).split(',')
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.snmprec'))
      .map((file) => file.slice(0, -'.snmprec'.length))
      .filter((name) => chosen.includes(name))
  : []
const cases = names.flatMap((name) =>
  Object.entries(changes).map(([change, of], place) => ({ name, change, of, file: `${name}-${place}` })),
)

describe.skipIf(cases.length === 0 || !hasReader || !hasSnmpsim)(
  'recorded devices with faults (needs ../shared/snmprec, ../shared/tools and snmpsim)',
  () => {
    const work = mkdtempSync(join(tmpdir(), 'v6gov-recordings-'))
    let simulator: Awaited<ReturnType<typeof startSimulator>> | undefined
    let read: Awaited<ReturnType<typeof readRecordings>>
    beforeAll(async () => {
      chmodSync(work, 0o755) // the simulator reads as someone else
      for (const { name, of, file } of cases) {
        const recording = parseRecording(readFileSync(join(folder, `${name}.snmprec`), 'latin1'))
        writeFileSync(join(work, `${file}.snmprec`), recordingText(of(recording)), 'latin1')
      }
      read = await readRecordings(cases.map(({ file }) => join(work, `${file}.snmprec`)))
      simulator = await startSimulator(work)
    }, 300_000)
    afterAll(async () => {
      await simulator?.stop()
      rmSync(work, { recursive: true })
    })

    test.each(cases)('$name: $change', async ({ file }) => {
      const endpoint = simulator?.devices.get(file)
      const facts = read.get(file)
      if (!endpoint || !facts) throw new Error(`${file} is not served`)
      const wanted = wantedFacts(facts)
      expect(await seenFacts(endpoint, wanted)).toEqual(wanted)
    })
  },
)
