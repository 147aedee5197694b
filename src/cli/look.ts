import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type ProbeName, probes } from '../../probes/index.ts'
import type { Probe } from '../../probes/probe.ts'
import { parseCredentials } from '../credentials.ts'
import { createProber } from '../jobs/prober.ts'
import { lookAt } from '../jobs/run-job.ts'
import { createLog } from '../log.ts'
import { type Command, type ExitCode, type Io, Refusal } from './io.ts'
import { toJson } from './json.ts'
import { configOf, realSurroundings } from './surroundings.ts'

const names = Object.keys(probes) as ProbeName[]

export const lookCommand: Command = {
  summary: 'Runs one probe without any database and prints what it saw as JSON',
  help: `v6gov look PROBE 'SETTINGS-JSON' [--credential 'NAME=JSON'] …

Prints one JSON object: { probe, settings, ok: true, facts, samples, evidence, durationMs }
or { …, ok: false, error: { code, message }, evidence }. Exit 0: looked; 3: could not look; 2: wrong usage.

  PROBE         ${names.join(', ')}
  --credential  an SNMP credential besides those of V6GOV_CREDENTIALS_FILE, for example
                'lab={"version":"2c","community":"public"}'

You name the target yourself here, so addresses that scheduled probes refuse (loopback, link-local) are dialled.

Examples
  v6gov look dns-address '{"host":"www.example.test"}'
  v6gov look snmp-system '{"address":"2001:db8::1","credential":"lab"}' --credential 'lab={"version":"2c","community":"public"}'`,
  async run(io) {
    const { probe, settings, credentials } = readArguments(io)
    const config = configOf(io)
    const log = createLog(io.err, io.now, 'error')
    const real = await realSurroundings(config, io)
    const surroundings = {
      ...real,
      dial: (address: string, port: number) => ({ address, port }),
      secret: (name: string) => (Object.hasOwn(credentials, name) ? credentials[name] : real.secret(name)),
    }
    const { result, samples, evidence, durationMs } = await lookAt(
      {
        now: io.now,
        log,
        stopping: io.stopping,
        surroundings,
        prober: createProber(surroundings, io.stopping),
      },
      {
        id: 'look',
        unit: null,
        asset: { kind: 'prober', code: 'look' },
        probe,
        settings,
        vantage: 'inside',
        everySeconds: 0,
        host: 'look',
      },
      { checkId: 'look', dueAt: io.now() },
      { vantage: config.V6GOV_VANTAGES[0] ?? 'inside' },
    )
    const seen = result.ok
      ? { ok: true, facts: result.facts, samples }
      : { ok: false, error: { code: result.error, message: result.message } }
    io.out(`${toJson({ probe, settings, ...seen, evidence, durationMs: Math.round(durationMs) })}\n`)
    return result.ok ? 0 : (3 satisfies ExitCode)
  },
}

function readArguments(io: Io) {
  const { positionals, values } = parseArgs({
    args: io.args,
    allowPositionals: true,
    options: { credential: { type: 'string', multiple: true, default: [] } },
  })
  const [name, json, ...rest] = positionals
  const known = names.find((one) => one === name)
  if (known === undefined)
    throw new Refusal([`${name ?? 'PROBE'}: there is no such probe; known are ${names.join(', ')}`], 2)
  if (json === undefined || rest.length > 0)
    throw new Refusal(["give the settings as one JSON text: v6gov look PROBE 'SETTINGS-JSON'"], 2)
  const probe: Probe = probes[known]
  const settings = probe.settings.safeParse(parseJson(json, 'SETTINGS-JSON'))
  if (!settings.success) throw new Refusal(['the settings do not fit:', z.prettifyError(settings.error)], 2)
  return { probe: known, settings: settings.data, credentials: readCredentials(values.credential) }
}

function readCredentials(given: string[]) {
  const named = given.map((text) => {
    const at = text.indexOf('=')
    if (at < 1) throw new Refusal(['--credential: give NAME=JSON'], 2)
    return [text.slice(0, at), parseJson(text.slice(at + 1), '--credential')] as const
  })
  try {
    return parseCredentials(JSON.stringify(Object.fromEntries(named))).snmp
  } catch (error) {
    throw new Refusal(['--credential does not fit:', (error as Error).message], 2)
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Refusal([`${what} is no JSON: ${(error as Error).message}`], 2)
  }
}
