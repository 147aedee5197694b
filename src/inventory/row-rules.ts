import { isIP } from 'node:net'
import type { AssetValidity, Device, Hotspot, Line, Prefix, Service, Unit } from '../model/inventory.ts'
import type { Day } from '../model.ts'
import type { InventoryKind, Rows } from './kinds.ts'
import { type Flaw, flaw } from './problem.ts'
import { unitChangeFlaws } from './unit-change-rules.ts'

type Found = Flaw & { column: string }
/** A cell that could not be read is undefined, and no rule speaks about it. */
type RowRule<Row> = (row: Partial<Row>) => (Found | false)[]

const rules: { [K in InventoryKind]: RowRule<Rows[K]> } = {
  units: (unit: Partial<Unit>) => [validityFlaw(unit)],
  devices: (device: Partial<Device>) => [validityFlaw(device)],
  services: ({ type, host, senders, ...service }: Partial<Service>) => [
    validityFlaw(service),
    host === '' &&
      type !== undefined &&
      type !== 'app' && {
        column: 'host',
        ...flaw(
          'required',
          `dịch vụ loại ${type} phải có tên miền`,
          `a service of kind ${type} needs a host`,
        ),
      },
    host !== undefined &&
      isIP(host) !== 0 &&
      (type === 'web' || type === 'zone' || type === 'mail') && {
        column: 'host',
        ...flaw(
          'bad_host',
          `dịch vụ loại ${type} cần tên miền, không phải địa chỉ`,
          `a service of kind ${type} needs a name, not an address`,
        ),
      },
    senders !== undefined &&
      senders.length > 0 &&
      type !== undefined &&
      type !== 'mail' && {
        column: 'senders',
        ...flaw(
          'senders_without_mail',
          'chỉ dịch vụ loại mail có địa chỉ gửi thư',
          'only a service of kind mail has senders',
        ),
      },
  ],
  lines: (line: Partial<Line>) => [
    validityFlaw(line),
    contractFlaw(line),
    line.device === null &&
      line.ifName !== undefined &&
      line.ifName !== '' && {
        column: 'if_name',
        ...flaw(
          'interface_without_device',
          `giao diện "${line.ifName}" cần có thiết bị ở cột device`,
          `the interface "${line.ifName}" needs a device in the column device`,
        ),
      },
  ],
  hotspots: (site: Partial<Hotspot>) => [
    validityFlaw(site),
    contractFlaw(site),
    site.lat !== undefined &&
      site.lon !== undefined &&
      (site.lat === null) !== (site.lon === null) && {
        column: site.lat === null ? 'lat' : 'lon',
        ...flaw('half_position', 'phải ghi cả vĩ độ và kinh độ', 'latitude and longitude go together'),
      },
    'uplinkDevice' in site &&
      'uplinkIf' in site &&
      (site.uplinkDevice === undefined) !== (site.uplinkIf === undefined) && {
        column: site.uplinkDevice === undefined ? 'uplink_device' : 'uplink_if',
        ...flaw(
          'half_uplink',
          'phải ghi cả thiết bị và giao diện đếm lưu lượng',
          'the device and the interface that count traffic go together',
        ),
      },
  ],
  prefixes: ({ role, source, ...prefix }: Partial<Prefix>) => [
    validityFlaw(prefix),
    role === 'allocation' &&
      source === null && {
        column: 'source',
        ...flaw(
          'no_source',
          'vùng được cấp phải ghi nguồn cấp: vnnic hoặc isp',
          'an allocation needs its source: vnnic or isp',
        ),
      },
    role !== undefined &&
      role !== 'allocation' &&
      source != null && {
        column: 'source',
        ...flaw(
          'only_of_allocations',
          'chỉ vùng được cấp (allocation) mới có nguồn cấp',
          'only an allocation has a source',
        ),
      },
    prefix.vlan != null &&
      role !== undefined &&
      role !== 'vlan' &&
      role !== 'wifi' && {
        column: 'vlan',
        ...flaw('bad_value', 'chỉ VLAN và Wi-Fi có số VLAN', 'only a VLAN or Wi-Fi has a VLAN number'),
      },
  ],
  unit_changes: unitChangeFlaws,
}

/** What is wrong with a row by itself, its cells being right. */
export function rowFlaws<K extends InventoryKind>(kind: K, values: Partial<Rows[K]>): Found[] {
  return rules[kind](values).filter((found) => found !== false)
}

function validityFlaw({ validFrom, validTo }: Partial<Unit> | AssetValidity) {
  return (
    before(validTo, validFrom, { orEqual: true }) && {
      column: 'valid_to',
      ...flaw(
        'ends_before_start',
        `ngày hết hiệu lực ${validTo} phải sau ngày hiệu lực ${validFrom}`,
        `ends on ${validTo}, which is not after ${validFrom}`,
      ),
    }
  )
}

function contractFlaw({ contractFrom, contractTo }: { contractFrom?: Day | null; contractTo?: Day | null }) {
  return (
    before(contractTo, contractFrom) && {
      column: 'contract_to',
      ...flaw(
        'ends_before_start',
        `ngày kết thúc ${contractTo} trước ngày bắt đầu ${contractFrom}`,
        `ends on ${contractTo}, before it begins on ${contractFrom}`,
      ),
    }
  )
}

function before(
  end: Day | null | undefined,
  start: Day | null | undefined,
  { orEqual = false } = {},
): boolean {
  return !!end && !!start && (end < start || (orEqual && end === start))
}
