import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpAddresses } from '../../../probes/snmp-addresses.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'
import { counted } from '../wording.ts'
import { addressesText, isPublic } from './address.ts'
import { fail, partial, pass, unknown } from './finding.ts'

type Facts = FactsOf<typeof snmpAddresses>
type Row = Facts['addresses'][number]

const notServed = {
  vi: 'Thiết bị không cung cấp bảng địa chỉ IPv6 (ipAddressTable, ipv6AddrTable)',
  en: 'The device serves no table of IPv6 addresses (ipAddressTable, ipv6AddrTable)',
}

/** The named interface with its rows, or why the inventory and the device do not meet. */
function interfaceOf(facts: Facts, name: string) {
  const named = facts.interfaces.find((one) => one.name === name)
  if (named === undefined)
    return unknown('no_evidence', {
      vi: `Chưa đo giao diện ${name} của thiết bị`,
      en: `Interface ${name} of the device has not been looked at yet`,
    })
  if (named.ifIndex === null && facts.truncated)
    return unknown('coverage_low', {
      vi: `Không đọc được hết bảng giao diện của thiết bị để tìm giao diện ${name}`,
      en: `The device's interface table could not be read completely to find interface ${name}`,
    })
  if (named.ifIndex === null)
    return unknown('contradiction', {
      vi: `Kiểm kê ghi giao diện ${name} nhưng thiết bị không có giao diện này`,
      en: `The inventory names interface ${name}, which the device does not have`,
    })
  return { ...named, rows: facts.addresses.filter((row) => row.ifIndex === named.ifIndex) }
}

/** Why the absence of an address from the table proves nothing; null when it does prove it. */
function absenceUnproven(facts: Facts): Finding | null {
  if (facts.table === 'no_such_object') return unknown('oid_not_supported', notServed)
  if (facts.truncated)
    return unknown('coverage_low', {
      vi: `Bảng địa chỉ của thiết bị không đọc được hết, mới có ${facts.addresses.length} địa chỉ IPv6`,
      en: `The device's address table could not be read completely, only ${counted(facts.addresses.length, 'IPv6 address', 'IPv6 addresses')}`,
    })
  const unplaced = facts.addresses.filter(({ ifIndex }) => ifIndex === null).length
  if (facts.table === 'malformed' || unplaced > 0) {
    const unread = facts.droppedRows + unplaced
    return unknown('oid_not_supported', {
      vi: `Bảng địa chỉ IPv6 của thiết bị (ipAddressTable, ipv6AddrTable) sai chuẩn, ${unread} dòng không đọc hoặc không gắn được với giao diện`,
      en: `The device's IPv6 address table (ipAddressTable, ipv6AddrTable) is malformed: ${counted(unread, 'row', 'rows')} cannot be read or placed`,
    })
  }
  return null
}

const transitional = new Set<Row['status']>(['tentative', 'deprecated', 'optimistic'])
const dead = new Set<Row['status']>(['duplicate', 'invalid', 'inaccessible'])

/** EXT-02: a preferred global address on the Internet interface (RFC 4293 ipAddressStatus). */
export function judgeInternetAddress(facts: Facts, name: string, options: JudgeOptions): Finding {
  const found = interfaceOf(facts, name)
  if ('verdict' in found) return found
  const global = found.rows.filter((row) => isPublic(row, options))
  const preferred = global.filter(({ status }) => status === 'preferred')
  if (preferred.length > 0) {
    const which = addressesText(preferred)
    return pass({
      vi: `Giao diện Internet ${name} có địa chỉ toàn cầu đang dùng: ${which.vi}`,
      en: `Internet interface ${name} has a preferred global address: ${which.en}`,
    })
  }
  const waiting = global.filter(({ status }) => transitional.has(status))
  if (waiting.length > 0) {
    const which = waiting.map(({ address, status }) => `${address} = ${status}`).join(', ')
    return partial({
      vi: `Địa chỉ toàn cầu của giao diện Internet ${name} chưa ở trạng thái preferred: ${which}`,
      en: `The global address of Internet interface ${name} is not preferred: ${which}`,
    })
  }
  const unsaid = global.filter(({ status }) => !dead.has(status))
  if (unsaid.length > 0) {
    const which = addressesText(unsaid)
    return unknown('oid_not_supported', {
      vi: `Thiết bị không cho biết trạng thái địa chỉ (ipAddressStatus, ipv6AddrStatus) của giao diện Internet ${name}: ${which.vi}`,
      en: `The device does not give the status (ipAddressStatus, ipv6AddrStatus) of the address of Internet interface ${name}: ${which.en}`,
    })
  }
  const unproven = absenceUnproven(facts)
  if (unproven) return unproven
  if (global.length > 0) {
    const which = global.map(({ address, status }) => `${address} = ${status}`).join(', ')
    return fail({
      vi: `Địa chỉ toàn cầu của giao diện Internet ${name} không dùng được: ${which}`,
      en: `The global address of Internet interface ${name} is not usable: ${which}`,
    })
  }
  if (found.rows.length === 0)
    return fail({
      vi: `Giao diện Internet ${name} không có địa chỉ IPv6`,
      en: `Internet interface ${name} has no IPv6 address`,
    })
  const which = addressesText(found.rows)
  return fail({
    vi: `Giao diện Internet ${name} không có địa chỉ toàn cầu, chỉ có ${which.vi}`,
    en: `Internet interface ${name} has no global address, only ${which.en}`,
  })
}

/**
 * WAN-01: the TSLCD interface is up with a global or unique local address (RFC 4193 is allowed there) that is
 * preferred; one of any other status is no evidence (domain rules 3.4).
 */
export function judgeLeasedLineAddress(facts: Facts, name: string, options: JudgeOptions): Finding {
  const found = interfaceOf(facts, name)
  if ('verdict' in found) return found
  if (found.operStatus === null || found.operStatus === 'unknown')
    return unknown('oid_not_supported', {
      vi: `Thiết bị không cho biết trạng thái giao diện TSLCD ${name} (ifOperStatus)`,
      en: `The device does not give the state of leased-line interface ${name} (ifOperStatus)`,
    })
  if (found.operStatus !== 'up')
    return fail({
      vi: `Giao diện TSLCD ${name} không hoạt động (ifOperStatus = ${found.operStatus})`,
      en: `Leased-line interface ${name} is not up (ifOperStatus = ${found.operStatus})`,
    })
  const usable = found.rows.filter(
    (row) => (isPublic(row, options) || row.class === 'ula') && !dead.has(row.status),
  )
  const ready = usable.filter(({ status }) => status === 'preferred')
  if (ready.length > 0) {
    const which = addressesText(ready)
    return pass({
      vi: `Giao diện TSLCD ${name} hoạt động với địa chỉ ${which.vi}`,
      en: `Leased-line interface ${name} is up with ${which.en}`,
    })
  }
  const waiting = usable.filter(({ status }) => transitional.has(status))
  if (waiting.length > 0) {
    const which = waiting.map(({ address, status }) => `${address} = ${status}`).join(', ')
    return partial({
      vi: `Địa chỉ của giao diện TSLCD ${name} không ở trạng thái preferred: ${which}`,
      en: `The address of leased-line interface ${name} is not preferred: ${which}`,
    })
  }
  if (usable.length > 0) {
    const which = addressesText(usable)
    return unknown('oid_not_supported', {
      vi: `Thiết bị không cho biết trạng thái địa chỉ (ipAddressStatus, ipv6AddrStatus) của giao diện TSLCD ${name}: ${which.vi}`,
      en: `The device does not give the status (ipAddressStatus, ipv6AddrStatus) of the address of leased-line interface ${name}: ${which.en}`,
    })
  }
  const local = found.rows.filter(({ class: of }) => of === 'link_local')
  const unproven = absenceUnproven(facts)
  if (local.length > 0 && unproven === null)
    return partial({
      vi: `Giao diện TSLCD ${name} chỉ có địa chỉ link-local ${local[0]?.address}`,
      en: `Leased-line interface ${name} has only a link-local address, ${local[0]?.address}`,
    })
  if (facts.table === 'no_such_object' && found.ipv6Enabled !== null)
    return judgeEnabled(name, found.ipv6Enabled)
  if (unproven) return unproven
  return fail({
    vi: `Giao diện TSLCD ${name} không có địa chỉ IPv6 dùng được`,
    en: `Leased-line interface ${name} has no usable IPv6 address`,
  })
}

/** Where the agent serves no address table, ipv6InterfaceEnableStatus decides (domain rules 2.4). */
function judgeEnabled(name: string, enabled: boolean): Finding {
  return enabled
    ? pass({
        vi: `Giao diện TSLCD ${name} hoạt động và đã bật IPv6 (ipv6InterfaceEnableStatus = up); thiết bị không cho biết địa chỉ`,
        en: `Leased-line interface ${name} is up with IPv6 enabled (ipv6InterfaceEnableStatus = up); the device does not give its addresses`,
      })
    : fail({
        vi: `IPv6 chưa bật trên giao diện TSLCD ${name} (ipv6InterfaceEnableStatus = down)`,
        en: `IPv6 is not enabled on leased-line interface ${name} (ipv6InterfaceEnableStatus = down)`,
      })
}

/** SEC-02, second half: no address of the automatic tunnels 6to4 (RFC 3056) and Teredo (RFC 4380). */
export function judgeTunnelAddresses(facts: Facts): Finding {
  const found = facts.addresses.filter(({ class: of }) => of === '6to4' || of === 'teredo')
  if (found.length > 0) {
    const which = addressesText(found)
    return fail({
      vi: `Thiết bị có ${found.length} địa chỉ của đường hầm tự động: ${which.vi}`,
      en: `The device has ${counted(found.length, 'address', 'addresses')} of automatic tunnels: ${which.en}`,
    })
  }
  if (facts.table === 'no_such_object') return unknown('oid_not_supported', notServed)
  if (facts.truncated || facts.table === 'malformed')
    return unknown(facts.truncated ? 'coverage_low' : 'oid_not_supported', {
      vi: 'Bảng địa chỉ IPv6 của thiết bị (ipAddressTable, ipv6AddrTable) không đọc được hết',
      en: "The device's IPv6 address table (ipAddressTable, ipv6AddrTable) cannot be read completely",
    })
  return pass({
    vi: `Không có địa chỉ 6to4, Teredo trong ${facts.addresses.length} địa chỉ IPv6`,
    en: `No 6to4 or Teredo address among ${counted(facts.addresses.length, 'IPv6 address', 'IPv6 addresses')}`,
  })
}
