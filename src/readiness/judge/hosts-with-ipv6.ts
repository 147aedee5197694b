import type { Finding, JudgeOptions } from '../criterion.ts'
import type { WindowSeen } from '../window.ts'
import { counted, decimal, joined, listed } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

/** Hosts met in IPv4, and how many of them also had a global IPv6 address; `ipv6` null where the device cannot tell. */
type Hosts = { ipv4: Set<bigint>; ipv6: number | null }

/** Of the clients of a Wi-Fi network or site (domain rules 2.4). */
const guestShare = 0.5

/** LAN-02: the share of the hosts in ARP that had a global IPv6 address (domain rules 2.4). */
export function judgeHosts(seen: WindowSeen, interfaces: string[], options: JudgeOptions): Finding {
  const told = interfaces.map((name) => hostsOn(seen, name, options))
  const missing = interfaces.filter((_, index) => told[index] === null)
  if (missing.length > 0) return noInterface(missing)
  const ipv4 = new Set(told.flatMap((one) => [...(one?.ipv4 ?? [])]))
  const ipv6 = new Set(interfaces.flatMap((name) => [...(globalOn(seen, name, options) ?? [])]))
  if (told.some((one) => one?.ipv6 === null)) return noTable
  if (ipv4.size === 0) return noHosts
  const both = [...ipv4].filter((host) => ipv6.has(host)).length
  const share = both / ipv4.size
  const because = {
    vi: `${shareOf(both, ipv4.size).vi} máy thấy qua ARP có địa chỉ IPv6 toàn cầu`,
    en: `${shareOf(both, ipv4.size).en} of the hosts in ARP had a global IPv6 address`,
  }
  if (share >= 0.8) return pass(because)
  return share >= 0.2 ? partial(because) : fail(because)
}

/** WIF-01: does every Wi-Fi network that was used give IPv6 to half of its clients (domain rules 2.4)? */
export function judgeWifiHosts(seen: WindowSeen, interfaces: string[], options: JudgeOptions): Finding {
  const told = networksTold(seen, interfaces, options)
  if (!Array.isArray(told)) return told
  const good = told.filter(({ all, ipv6 }) => ipv6 / all >= guestShare)
  const each = (locale: 'vi' | 'en') =>
    listed(told.map(({ name, all, ipv6 }) => `${name} ${shareOf(ipv6, all)[locale]}`))[locale]
  const because = {
    vi: `${good.length}/${told.length} mạng Wi-Fi cấp IPv6 cho từ 50% thiết bị: ${each('vi')}`,
    en: `${good.length} of ${counted(told.length, 'Wi-Fi network gives', 'Wi-Fi networks give')} IPv6 to 50 % of the clients: ${each('en')}`,
  }
  if (good.length === told.length) return pass(because)
  return good.length > 0 ? partial(because) : fail(because)
}

/** WIF-01 of one site: do the networks that its guests are behind give IPv6 to half of them, taken together? */
export function judgeSiteGuests(seen: WindowSeen, interfaces: string[], options: JudgeOptions): Finding {
  const told = networksTold(seen, interfaces, options)
  if (!Array.isArray(told)) return told
  const whole = told.reduce((sum, { all }) => sum + all, 0)
  const part = told.reduce((sum, { ipv6 }) => sum + ipv6, 0)
  const on = listed(interfaces)
  const because = {
    vi: `${shareOf(part, whole).vi} thiết bị của khách trên ${on.vi} có địa chỉ IPv6 toàn cầu`,
    en: `${shareOf(part, whole).en} of the guests' devices on ${on.en} had a global IPv6 address`,
  }
  return {
    ...(part / whole >= guestShare ? pass(because) : fail(because)),
    share: { part, whole },
  } as Finding
}

/** The networks that were used, with the devices met on each and how many had IPv6; or why that cannot be told. */
function networksTold(seen: WindowSeen, interfaces: string[], options: JudgeOptions) {
  const networks = interfaces.map((name) => ({ name, hosts: hostsOn(seen, name, options) }))
  const missing = networks.filter(({ hosts }) => hosts === null).map(({ name }) => name)
  if (missing.length > 0) return noInterface(missing)
  const used = networks.flatMap(({ name, hosts }) =>
    hosts && hosts.ipv4.size > 0 ? [{ name, all: hosts.ipv4.size, ipv6: hosts.ipv6 }] : [],
  )
  if (used.length === 0) return noHosts
  const told = used.flatMap(({ name, all, ipv6 }) => (ipv6 === null ? [] : [{ name, all, ipv6 }]))
  return told.length < used.length ? noTable : told
}

function hostsOn(seen: WindowSeen, name: string, options: JudgeOptions): Hosts | null {
  const ipv4 = seen.membersOf(`if.${name}.ipv4`)
  if (ipv4 === null) return null
  const global = globalOn(seen, name, options)
  return { ipv4, ipv6: global && [...ipv4].filter((host) => global.has(host)).length }
}

function globalOn(seen: WindowSeen, name: string, options: JudgeOptions): Set<bigint> | null {
  const global = seen.membersOf(`if.${name}.gua`)
  if (global === null || !options.treatDocumentationAsGlobal) return global
  return new Set([...global, ...(seen.membersOf(`if.${name}.doc`) ?? [])])
}

/** "83,3% (50/60)". Rounded down, so that no share reads as one that it has not reached. */
function shareOf(part: number, whole: number) {
  const share = decimal(Math.floor((part / whole) * 1000 + 1e-9) / 10, 1)
  return { vi: `${share.vi}% (${part}/${whole})`, en: `${share.en} % (${part} of ${whole})` }
}

function noInterface(names: string[]): Finding {
  const which = listed(names)
  return unknown(
    'contradiction',
    joined(
      {
        vi: 'Thiết bị không có giao diện mà kiểm kê nêu: ',
        en: 'The device lacks interfaces of the inventory: ',
      },
      which,
    ),
  )
}

const noTable = unknown('oid_not_supported', {
  vi: 'Thiết bị không cung cấp bảng láng giềng IPv6',
  en: 'The device serves no IPv6 neighbour table',
})

const noHosts = unknown('no_evidence', {
  vi: 'Không thấy máy nào qua ARP',
  en: 'No host was seen in ARP',
})
