// Runs before the tests (npm test): brings the system packages that they need where that is possible, says which tests
// will not run where it is not, and builds the product where the build is missing or old. No dependencies.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const project = path.dirname(import.meta.dirname)
const searchPath = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`

const lab = 'test/lab, test/fault'
const faults = 'test/lab/faults'
const dns = 'test/probes/dns-*'
const snmp = 'test/probes/snmp-*'
const web = 'test/probes/web-*'
const mail = 'test/probes/mail-*'
const reach = 'test/probes/reach-*'
const demo = 'test/demo/network'
const browser = 'test/web/browser'
/** Recorded devices stand beside the project where it is developed, not in it. */
const hasRecordings = existsSync(path.join(project, '..', 'shared', 'snmprec'))

/** Debian package, what shows that it is there (a program, or a file or folder), tests that need it. */
const needs = [
  ['iproute2', 'ip', [lab]],
  ['nftables', 'nft', [lab, reach]],
  ['procps', 'sysctl', [lab]],
  ['util-linux', 'unshare', [snmp, reach]],
  ['curl', 'curl', [lab, demo]],
  ['openssl', 'openssl', [lab, web, mail, reach]],
  ['nginx-light', 'nginx', [lab, web, reach]],
  ['snmpd', 'snmpd', [lab, snmp]],
  ['snmp', 'snmpget', [lab, snmp, demo]],
  ['knot', 'knotd', [lab, dns, mail, reach]],
  ['unbound', 'unbound', [lab, dns, mail]],
  ['chrony', 'chronyd', ['the clock check (test/probes/sntp)']],
  ['nsd', 'nsd', [lab, dns]],
  ['ldnsutils', 'ldns-signzone', [dns]],
  ['bind9-dnsutils', 'dig', [lab, dns, demo]],
  ['postfix', '/usr/lib/postfix/sbin/master', [mail, faults]],
  ['dnsdist', 'dnsdist', [faults]],
  ['fping', 'fping', [reach]],
  ['iputils-ping', 'ping', [reach, faults]],
  ['libreoffice-writer-nogui', '/usr/lib/libreoffice/program/libswlo.so', ['test/report/paper-files']],
  ['libreoffice-calc-nogui', '/usr/lib/libreoffice/program/libsclo.so', ['test/report/paper-files']],
  ['poppler-utils', 'pdftotext', ['test/report/paper-files']],
  ['fonts-liberation', '/usr/share/fonts/truetype/liberation', ['test/report/paper-files']],
  ['postgresql', '/usr/lib/postgresql', ['test/lab/postgres']],
  ['chromium', 'chromium', [browser]],
  ['fonts-noto-core', '/usr/share/fonts/truetype/noto', [browser]],
  ['fonts-dejavu-core', '/usr/share/fonts/truetype/dejavu', [browser]],
  ...(hasRecordings ? [['snmpsim', 'snmpsimd', ['test/probes/snmp-recordings']]] : []),
]

function isThere(sign) {
  if (sign.startsWith('/')) return existsSync(sign)
  return searchPath.split(':').some((directory) => {
    try {
      accessSync(path.join(directory, sign), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

const missing = () => needs.filter(([, sign]) => !isThere(sign))

/**
 * Installs without starting any service: on Debian a package's service starts at once unless policy-rc.d says no. apt
 * installs none where it does not know one, so then each is tried alone. Returns what apt said of those that failed.
 */
function install(packages) {
  const policy = '/usr/sbin/policy-rc.d'
  const ours = !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    const update = apt('update')
    if (update !== null) console.log(`The lists of packages could not be renewed: ${update}`)
    if (installed(packages) === null) return []
    return packages.flatMap((name) => {
      const trouble = installed([name])
      return trouble === null ? [] : [`${name}: ${trouble}`]
    })
  } finally {
    if (ours) rmSync(policy)
  }
}

const installed = (packages) => apt('install', '--no-install-recommends', ...packages)

/** Null where it did, else what it said. */
function apt(command, ...args) {
  const { status, stderr, error } = spawnSync('apt-get', [command, '-qy', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0) return null
  const errors = `${stderr}`.split('\n').filter((line) => line.startsWith('E: '))
  return errors.map((line) => line.slice(3)).join(' ') || `${error ?? `it ended with ${status}`}`
}

const lacking = missing().map(([name]) => name)
if (
  lacking.length > 0 &&
  process.getuid?.() === 0 &&
  existsSync('/etc/debian_version') &&
  isThere('apt-get')
) {
  console.log(`Installing system packages that the tests need: ${lacking.join(' ')}`)
  for (const trouble of install(lacking)) console.log(`  not installed: ${trouble}`)
}
const still = missing()
if (still.length > 0) {
  console.log('System packages that are missing (as root on Debian, npm test installs them):')
  for (const [name, , tests] of still)
    console.log(`  ${name}: without it these do not run: ${tests.join(', ')}`)
  console.log(`By hand: apt-get install --no-install-recommends ${still.map(([name]) => name).join(' ')}`)
}
if (process.getuid?.() !== 0)
  console.log(`Not root: ${lab} do not run, nor other tests that make network namespaces.`)

/** Modification time of the newest file, in ms since 1970. */
function newest(entry) {
  const stat = statSync(entry)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(entry).map((name) => newest(path.join(entry, name))))
}

const built = path.join(project, 'dist/src/main.js')
const sources = ['src', 'views', 'probes', 'build.mjs', 'tsconfig.json']
const isOld =
  !existsSync(built) ||
  Math.max(...sources.map((name) => newest(path.join(project, name)))) > statSync(built).mtimeMs
if (isOld) {
  console.log('Building dist/')
  const { status } = spawnSync(process.execPath, ['build.mjs'], { cwd: project, stdio: 'inherit' })
  if (status !== 0) process.exit(1) // tests of an old build would prove nothing
}
