import {
  type AssetValidity,
  type Device,
  deviceRoles,
  type Hotspot,
  hotspotLogins,
  type Line,
  type Prefix,
  prefixRoles,
  profileFlags,
  type Service,
  type Unit,
  type UnitChange,
  unitChangeKinds,
  unitKinds,
} from '../model/inventory.ts'
import type { Text } from '../model.ts'
import { accountingMethods } from '../operations/accounting-method.ts'
import { ipv4, ipv6, ipv6Prefix, nextHop6 } from './address-cells.ts'
import { type Cell, good, list, oneOf, optional, type Read, required, yesNo } from './cell.ts'
import { number } from './number-cell.ts'
import { code, day, email, host, slug, text } from './text-cells.ts'

export const inventoryKinds = [
  'units',
  'devices',
  'services',
  'lines',
  'hotspots',
  'prefixes',
  'unit_changes',
] as const
export type InventoryKind = (typeof inventoryKinds)[number]

/** What a row of each kind of file becomes. */
export type Rows = {
  units: Unit
  devices: Device
  services: Service
  lines: Line
  hotspots: Hotspot
  prefixes: Prefix
  unit_changes: UnitChange
}

/** One column: its header in files, its title on pages, the field it fills, how a cell is read and written. */
export type Column<Row> = {
  name: string
  title: Text
  field: keyof Row & string
  read(text: string): Read<Row[keyof Row]>
  write(row: Row): string
  /** Its value where files leave the column out, as those from before there was one do. */
  absent?: Row[keyof Row]
  /** A file may do without it, and an export has it only where some row fills it. */
  optional?: true
}

/** A kind of inventory file: one declaration for import, export and the titles of pages. */
export type Kind<Row> = { name: Text; fixed: Partial<Row>; columns: Column<Row>[] }

type ColumnMaker<Row> = <Field extends keyof Row & string>(
  name: string,
  field: Field,
  cell: Cell<Row[Field]>,
  vi: string,
  en: string,
  absent?: Row[Field],
) => Column<Row>

/** Declares a kind of file. */
export function kind<Row>(
  vi: string,
  en: string,
  fixed: Partial<Row>,
  columns: (c: ColumnMaker<Row>) => Column<Row>[],
) {
  const made = columns((name, field, cell, titleVi, titleEn, absent) => ({
    name,
    title: { vi: titleVi, en: titleEn },
    field,
    read: cell.read,
    write: (row) => cell.write(row[field]),
    ...(absent !== undefined && { absent }),
  }))
  return { name: { vi, en }, fixed, columns: made } satisfies Kind<Row>
}

/** The last columns of every kind of asset: from which day on it is there, and from which no more. */
function validity<Row extends AssetValidity>(c: ColumnMaker<Row>): Column<Row>[] {
  const column = (name: string, field: 'validFrom' | 'validTo', vi: string, en: string) => ({
    ...c(name, field, optional(day, undefined) as Cell<Row[typeof field]>, vi, en),
    optional: true as const,
  })
  return [
    column('valid_from', 'validFrom', 'Có từ ngày', 'There from'),
    column('valid_to', 'validTo', 'Không còn từ ngày', 'No more from'),
  ]
}

const key = required(code)
const someText = optional(text, '')
const someCode = optional(code, null)
const someDay = optional(day, null)
const some = (range: Parameters<typeof number>[0]) => optional(number(range), null)
const mbps = some({ min: 0, max: 1_000_000 })
const percent = some({ min: 0, max: 100 })
/** A cell of a column that files may do without. */
const or = <Value>(cell: Cell<Value>) => optional(cell, undefined)
const methodIds = accountingMethods.map(({ id }) => id)

/** Flags in the order of the model. `none` says that the unit has none of these; empty, that it has not said. */
const flags = list(oneOf(profileFlags))
const profile: Cell<Unit['profile']> = {
  read(cell) {
    if (cell === '') return good(null)
    const read = cell === 'none' ? good([]) : flags.read(cell)
    return read.ok ? good(profileFlags.filter((flag) => read.value.includes(flag))) : read
  },
  write: (value) => (value === null ? '' : value.length === 0 ? 'none' : flags.write(value)),
}

const units = kind<Unit>('Đơn vị', 'Units', {}, (c) => [
  c('code', 'code', key, 'Mã', 'Code'),
  c('name', 'name', required(text), 'Tên đơn vị', 'Name'),
  c('kind', 'kind', required(oneOf(unitKinds)), 'Khối', 'Group'),
  c('type', 'type', required(slug), 'Loại hình', 'Type'),
  c('parent', 'parent', someCode, 'Trực thuộc', 'Part of'),
  c('valid_from', 'validFrom', someDay, 'Hiệu lực từ ngày', 'Valid from'),
  c('valid_to', 'validTo', someDay, 'Hết hiệu lực từ ngày', 'No more from'),
  c('contact_name', 'contactName', someText, 'Đầu mối', 'Focal point'),
  c('contact_email', 'contactEmail', optional(email, ''), 'Thư điện tử', 'E-mail'),
  c('profile', 'profile', profile, 'Hồ sơ áp dụng', 'Profile'),
])

const devices = kind<Device>('Thiết bị', 'Devices', { kind: 'device' }, (c) => [
  c('code', 'code', key, 'Mã', 'Code'),
  c('unit', 'unit', key, 'Đơn vị', 'Unit'),
  c('name', 'name', someText, 'Tên thiết bị', 'Name'),
  c('kind', 'role', required(oneOf(deviceRoles)), 'Loại thiết bị', 'Role'),
  c('address', 'address', optional(ipv4, null), 'Địa chỉ quản trị IPv4', 'IPv4 management address'),
  c('address6', 'address6', optional(ipv6, null), 'Địa chỉ quản trị IPv6', 'IPv6 management address'),
  c('credential', 'credential', optional(code, ''), 'Tên bộ khóa SNMP', 'SNMP credential'),
  c('internet_if', 'internetIf', optional(text, null), 'Giao diện Internet', 'Internet interface'),
  c('tslcd_if', 'tslcdIf', optional(text, null), 'Giao diện TSLCD', 'TSLCD interface'),
  c('user_if', 'userIf', list(text), 'Giao diện mạng người dùng', 'User interfaces'),
  c('wifi_if', 'wifiIf', list(text), 'Giao diện mạng Wi-Fi', 'Wi-Fi interfaces'),
  ...validity(c),
])

const serviceTypes = ['web', 'zone', 'mail', 'resolver', 'app'] as const

const services = kind<Service>('Dịch vụ', 'Services', { kind: 'service' }, (c) => [
  c('code', 'code', key, 'Mã', 'Code'),
  c('unit', 'unit', key, 'Đơn vị', 'Unit'),
  c('kind', 'type', required(oneOf(serviceTypes)), 'Loại dịch vụ', 'Type'),
  c('host', 'host', optional(host, ''), 'Tên miền', 'Host'),
  c('critical', 'critical', yesNo, 'Trọng yếu', 'Critical'),
  c('owner', 'owner', someText, 'Đầu mối quản lý', 'Owner'),
  c('senders', 'senders', list(ipv6), 'Địa chỉ IPv6 gửi thư', 'IPv6 senders of mail', []),
  ...validity(c),
])

const lines = kind<Line>('Đường truyền', 'Lines', { kind: 'line' }, (c) => [
  c('code', 'code', key, 'Mã', 'Code'),
  c('unit', 'unit', key, 'Đơn vị', 'Unit'),
  c('level', 'level', required(oneOf(['I', 'II', 'internet', 'backup'])), 'Cấp', 'Level'),
  c('provider', 'provider', someText, 'Nhà cung cấp', 'Provider'),
  c('contract_no', 'contractNo', someText, 'Số hợp đồng', 'Contract number'),
  c('contract_from', 'contractFrom', someDay, 'Hợp đồng từ ngày', 'Contract from'),
  c('contract_to', 'contractTo', someDay, 'Hợp đồng đến ngày', 'Contract to'),
  c(
    'monthly_fee',
    'monthlyFee',
    some({ min: 0, max: 1e12, integer: true }),
    'Cước tháng (đồng)',
    'Monthly fee (VND)',
  ),
  c('cir_down_mbps', 'cirDownMbps', mbps, 'CIR chiều về (Mb/s)', 'CIR down (Mb/s)'),
  c('cir_up_mbps', 'cirUpMbps', mbps, 'CIR chiều đi (Mb/s)', 'CIR up (Mb/s)'),
  c('sla_availability_pct', 'slaAvailabilityPct', percent, 'Độ sẵn sàng cam kết (%)', 'SLA availability (%)'),
  c(
    'sla_restore_hours',
    'slaRestoreHours',
    some({ min: 0, max: 10_000 }),
    'Khắc phục trong (giờ)',
    'SLA restoration (h)',
  ),
  c(
    'sla_rtt_ms_p95',
    'slaRttMsP95',
    some({ min: 0, max: 100_000 }),
    'RTT p95 cam kết (ms)',
    'SLA RTT p95 (ms)',
  ),
  c('sla_loss_pct', 'slaLossPct', percent, 'Mất gói cam kết (%)', 'SLA loss (%)'),
  c('device', 'device', someCode, 'Thiết bị đấu nối', 'Device'),
  c('if_name', 'ifName', someText, 'Giao diện', 'Interface'),
  c('direction_swap', 'directionSwap', yesNo, 'Đảo chiều đếm', 'Directions swapped'),
  c('next_hop', 'nextHop', optional(ipv4, null), 'Trạm kế IPv4', 'IPv4 next hop'),
  c('next_hop6', 'nextHop6', optional(nextHop6, null), 'Trạm kế IPv6', 'IPv6 next hop'),
  ...[
    c('access_type', 'accessType', or(text), 'Loại truy nhập', 'Access type'),
    c('ce_address', 'ceAddress', or(ipv4), 'Địa chỉ WAN IPv4 của CE', 'IPv4 WAN address of the CE'),
    c('ce_address6', 'ceAddress6', or(ipv6), 'Địa chỉ WAN IPv6 của CE', 'IPv6 WAN address of the CE'),
    c('pe_device', 'peDevice', or(code), 'Thiết bị PE', 'PE device'),
    c('pe_if', 'peIf', or(text), 'Giao diện PE', 'PE interface'),
    c('power', 'power', or(oneOf(['unit', 'provider'])), 'Bên cấp nguồn', 'Power by'),
    c('sla_method', 'slaMethod', or(oneOf(methodIds)), 'Cách tính cam kết', 'SLA accounting method'),
  ].map((column) => ({ ...column, optional: true as const })),
  ...validity(c),
])

const hotspots = kind<Hotspot>('Điểm Wi-Fi công cộng', 'Public Wi-Fi sites', { kind: 'hotspot' }, (c) => [
  c('code', 'code', key, 'Mã', 'Code'),
  c('unit', 'unit', key, 'Đơn vị', 'Unit'),
  c('name', 'name', required(text), 'Tên điểm', 'Name'),
  c('category', 'category', someText, 'Loại địa điểm', 'Category'),
  c('address', 'address', someText, 'Địa chỉ', 'Address'),
  c('lat', 'lat', some({ min: -90, max: 90 }), 'Vĩ độ', 'Latitude'),
  c('lon', 'lon', some({ min: -180, max: 180 }), 'Kinh độ', 'Longitude'),
  c('provider', 'provider', someText, 'Nhà cung cấp', 'Provider'),
  c('contract_no', 'contractNo', someText, 'Số hợp đồng', 'Contract number'),
  c('contract_from', 'contractFrom', someDay, 'Hợp đồng từ ngày', 'Contract from'),
  c('contract_to', 'contractTo', someDay, 'Hợp đồng đến ngày', 'Contract to'),
  c(
    'ap_contracted',
    'apContracted',
    some({ min: 0, max: 10_000, integer: true }),
    'Số AP hợp đồng',
    'APs contracted',
  ),
  c('ssid', 'ssid', someText, 'SSID', 'SSID'),
  c('login', 'login', optional(oneOf(hotspotLogins), ''), 'Cách đăng nhập', 'Login'),
  c('down_mbps', 'downMbps', mbps, 'Băng thông về (Mb/s)', 'Down (Mb/s)'),
  c('up_mbps', 'upMbps', mbps, 'Băng thông đi (Mb/s)', 'Up (Mb/s)'),
  c('controller', 'controller', someCode, 'Bộ điều khiển', 'Controller'),
  c('aps', 'aps', list(text), 'Các AP', 'APs'),
  ...[
    c(
      'monthly_fee',
      'monthlyFee',
      or(number({ min: 0, max: 1e12, integer: true })),
      'Cước tháng (đồng)',
      'Monthly fee (VND)',
    ),
    c('uplink_device', 'uplinkDevice', or(code), 'Thiết bị đếm lưu lượng', 'Device that counts traffic'),
    c('uplink_if', 'uplinkIf', or(text), 'Giao diện về điểm', 'Interface of the site'),
    c('direction_swap', 'directionSwap', or(yesNo), 'Đảo chiều đếm', 'Directions swapped'),
    c('client_if', 'clientIf', or(text), 'Giao diện của khách', "Guests' interface"),
  ].map((column) => ({ ...column, optional: true as const })),
  ...validity(c),
])

const prefixes = kind<Prefix>('Vùng địa chỉ IPv6', 'IPv6 prefixes', { kind: 'prefix' }, (c) => [
  c('code', 'code', key, 'Mã', 'Code'),
  c('unit', 'unit', key, 'Đơn vị', 'Unit'),
  c('prefix', 'prefix', required(ipv6Prefix), 'Vùng địa chỉ', 'Prefix'),
  c('kind', 'role', required(oneOf(prefixRoles)), 'Mục đích', 'Purpose'),
  c('source', 'source', optional(oneOf(['vnnic', 'isp']), null), 'Nguồn cấp', 'Source'),
  c('decision_no', 'decisionNo', someText, 'Số quyết định', 'Decision number'),
  c('decision_date', 'decisionDate', someDay, 'Ngày quyết định', 'Decision date'),
  c('site', 'site', someText, 'Địa điểm', 'Site'),
  c('vlan', 'vlan', some({ min: 1, max: 4094, integer: true }), 'VLAN', 'VLAN'),
  c('description', 'description', someText, 'Mô tả', 'Description'),
  ...validity(c),
])

const unitChanges = kind<UnitChange>('Thay đổi đơn vị', 'Changes of units', {}, (c) => [
  c('code', 'code', key, 'Mã', 'Code'),
  c('day', 'day', required(day), 'Từ ngày', 'From day'),
  c('kind', 'kind', required(oneOf(unitChangeKinds)), 'Loại thay đổi', 'Kind'),
  c('from', 'from', required(list(code)), 'Đơn vị cũ', 'From units'),
  c('to', 'to', list(code), 'Đơn vị mới', 'To units'),
  c('name_before', 'nameBefore', someText, 'Tên cũ', 'Name before'),
  c('name', 'name', someText, 'Tên mới', 'New name'),
  c('document_no', 'documentNo', someText, 'Số văn bản', 'Document number'),
  c('document_date', 'documentDate', someDay, 'Ngày văn bản', 'Document date'),
  c('note', 'note', someText, 'Ghi chú', 'Note'),
])

export const kinds: { [K in InventoryKind]: Kind<Rows[K]> } = {
  units,
  devices,
  services,
  lines,
  hotspots,
  prefixes,
  unit_changes: unitChanges,
}
