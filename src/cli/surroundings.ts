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
import { readKeys, readPrivate } from './vault.ts'

const dnsPort = 53
const ntpPort = 123
const postgresPort = 5432

/** The configuration, or a refusal that lists every mistake, those in the files that it names too. */
export function configOf(io: Io): Config {
  const read = readConfig(io.env)
  if (read.ok) return read.config
  throw refusal([...read.mistakes, ...mistakesInFiles(io.env)])
}

function refusal(mistakes: string[]): Refusal {
  return new Refusal([
    'The configuration cannot be used:',
    ...mistakes.map((mistake) => `  ${mistake.replaceAll('\n', '\n    ')}`),
  ])
}

/** What probes of a real network are handed. */
export async function realSurroundings(config: Config, io: Io): Promise<Surroundings> {
  const mistakes = mistakesInFiles(config)
  if (mistakes.length > 0) throw refusal(mistakes)
  const { V6GOV_CA_FILE: authority } = config
  const credentials = credentialsOf(config).snmp
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
    trustedCa: authority && parseCertificates(readFileSync(authority, 'utf8')),
  }
}

/** What the credentials file holds, as it stands there; nothing without one. */
export function credentialsOf({ V6GOV_CREDENTIALS_FILE: secrets }: Config): Credentials {
  return secrets ? parseCredentials(readFileSync(secrets, 'utf8')) : { snmp: {}, channels: {} }
}

function withPort(place: string, usual: number): string {
  return place.includes('#') ? place : `${place}#${usual}`
}

/** The settings that name files, and what reads each; what cannot be used throws. */
const files = {
  V6GOV_CREDENTIALS_FILE: (file: string) => void parseCredentials(readFileSync(file, 'utf8')),
  V6GOV_CA_FILE: (file: string) => void parseCertificates(readFileSync(file, 'utf8')),
  V6GOV_OIDC_SECRET_FILE: (file: string) => void readPrivate(file),
  V6GOV_KEY_FILE: (file: string) => void readKeys({ V6GOV_KEY_FILE: file, V6GOV_KEY: undefined }),
}

/** What is wrong with the files, and with the key that stands in the environment itself. */
function mistakesInFiles(
  settings: Partial<Record<keyof typeof files | 'V6GOV_KEY', string | undefined>>,
): string[] {
  const mistakes = (Object.keys(files) as (keyof typeof files)[]).flatMap((name) => {
    const file = settings[name]
    if (!file) return []
    try {
      files[name](file)
      return []
    } catch (error) {
      return [`${name}: ${file} cannot be used: ${(error as Error).message}`]
    }
  })
  try {
    readKeys({ V6GOV_KEY: settings.V6GOV_KEY, V6GOV_KEY_FILE: undefined })
  } catch (error) {
    mistakes.push(`V6GOV_KEY: ${(error as Error).message}`)
  }
  return mistakes
}

/** The text as it is. Throws when it holds no certificate. */
function parseCertificates(text: string): string {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Error('it holds no certificate in PEM')
  return text
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
