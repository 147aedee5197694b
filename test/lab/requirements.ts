import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { searchPath } from '../helpers/process.ts'

/** Programs of the lab and the Debian packages that bring them. */
const programs = {
  ip: 'iproute2',
  nft: 'nftables',
  sysctl: 'procps',
  snmpd: 'snmpd',
  snmpget: 'snmp',
  knotd: 'knot',
  unbound: 'unbound',
  nsd: 'nsd',
  dig: 'bind9-dnsutils',
  nginx: 'nginx-light',
  openssl: 'openssl',
  curl: 'curl',
} as const

/** Why the lab cannot be built here, in words for the name of a skipped test; undefined when it can. */
export function labMissing(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux'
  if (process.getuid?.() !== 0) return 'needs root'
  const missing = Object.entries(programs).filter(([program]) => !isInstalled(program))
  if (missing.length > 0) return `needs the packages ${missing.map(([, name]) => name).join(' ')}`
  const trial = `v6gov-trial-${process.pid}`
  try {
    execFileSync('ip', ['netns', 'add', trial], { stdio: 'pipe' })
    execFileSync('ip', ['netns', 'delete', trial], { stdio: 'pipe' })
  } catch (error) {
    return `needs network namespaces (ip netns: ${(error as { stderr?: Buffer }).stderr?.toString().trim()})`
  }
  return undefined
}

export function isInstalled(program: string): boolean {
  return searchPath.split(':').some((directory) => {
    try {
      accessSync(path.join(directory, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
