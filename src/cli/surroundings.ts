import { getServers } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import type { SnmpCredential } from '../../probes/probe.ts'
import { type Config, readConfig } from '../config.ts'
import { type Credentials, parseCredentials } from '../credentials.ts'
import { safeDial } from '../dial.ts'
import type { Surroundings } from '../jobs/run-job.ts'
import { isPostgres } from '../store/database.ts'
import { type Io, Refusal } from './io.ts'

const dnsPort = 53
const ntpPort = 123
const postgresPort = 5432

/** The configuration, or a refusal that lists every mistake. */
export function configOf(io: Io): Config {
  const read = readConfig(io.env)
  if (read.ok) return read.config
  throw new Refusal(['The configuration cannot be used:', ...read.mistakes.map((mistake) => `  ${mistake}`)])
}

/** What probes of a real network are handed. */
export async function realSurroundings(config: Config, io: Io): Promise<Surroundings> {
  const credentials = readCredentials(config)
  const resolvers = config.V6GOV_RESOLVERS ?? systemResolvers()
  const timeServer = config.V6GOV_TIME_SERVER
  return {
    now: io.now,
    secret: (name: string): SnmpCredential | undefined =>
      Object.hasOwn(credentials, name) ? credentials[name] : undefined,
    dial: safeDial({
      allowed: config.V6GOV_ALLOW_TARGETS,
      helpers: [
        ...resolvers.map((resolver) => withPort(resolver, dnsPort)),
        ...config.V6GOV_ANCHORS,
        ...(timeServer === undefined ? [] : [withPort(timeServer, ntpPort)]),
      ],
      guarded: await databasePlaces(config.V6GOV_DATABASE_URL),
    }),
    patience: 1,
    own: { anchors: config.V6GOV_ANCHORS, knownName: config.V6GOV_KNOWN_NAME, timeServer },
    resolvers,
    ...(config.V6GOV_CONTACT === undefined ? {} : { contact: config.V6GOV_CONTACT }),
    trustedCa:
      config.V6GOV_CA_FILE === undefined ? undefined : readText('V6GOV_CA_FILE', config.V6GOV_CA_FILE),
  }
}

function withPort(place: string, usual: number): string {
  return place.includes('#') ? place : `${place}#${usual}`
}

function readCredentials(config: Config): Credentials {
  const file = config.V6GOV_CREDENTIALS_FILE
  if (file === undefined) return {}
  try {
    return parseCredentials(readText('V6GOV_CREDENTIALS_FILE', file))
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal([`V6GOV_CREDENTIALS_FILE: ${file} cannot be used:`, (error as Error).message])
  }
}

function readText(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Refusal([`${setting}: ${(error as Error).message}`])
  }
}

/** Where the database listens, as `address#port`; on every address of this machine when it is on this machine. */
async function databasePlaces(url: string): Promise<string[]> {
  if (!isPostgres(url)) return []
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '') || 'localhost'
  const found = await lookup(host, { all: true }).catch(() => [])
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const isHere = found.some(({ address }) => own.some((one) => one.address === address))
  return [...found, ...(isHere ? own : [])].map(({ address }) => `${address}#${port || postgresPort}`)
}

/** The system's resolvers in our spelling: `address` or `address#port`. */
function systemResolvers(): string[] {
  return getServers().map((server) =>
    server.replace(/^\[(.*)\]:(\d+)$/, '$1#$2').replace(/^(\d+\.\d+\.\d+\.\d+):(\d+)$/, '$1#$2'),
  )
}
