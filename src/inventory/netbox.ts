import { blockOf, blockText, readBlock, sameBlock } from '../address-plan/block.ts'
import type { InventoryKind } from './kinds.ts'
import type { RowLists } from './rows.ts'
import { fold } from './search.ts'
import type { Table } from './table.ts'

/** Which columns of NetBox one of ours is made of, the first that is there, and how. */
type Source = { from: string[]; take?: (text: string, existing: RowLists) => string }

type Format = {
  kind: InventoryKind
  isIt(has: (column: string) => boolean): boolean
  columns: Record<string, Source>
  /** What NetBox has besides and we have no use for. */
  others: string[]
}

const common = ['id', 'status', 'owner', 'comments', 'tags', 'tenant_group', 'created', 'last_updated', 'url']

/**
 * Files of NetBox for devices, prefixes and circuits: the names of its import forms (dcim, ipam and
 * circuits/forms/bulk_import.py of NetBox 4) and the titles of its exported lists, in lower case with underscores.
 */
const formats: Format[] = [
  {
    kind: 'lines',
    isIt: (has) => (has('cid') || has('circuit_id')) && has('provider'),
    columns: {
      code: { from: ['cid', 'circuit_id'] },
      unit: { from: ['tenant'], take: unitOf },
      level: { from: ['type'], take: levelOf },
      provider: { from: ['provider'] },
      contract_from: { from: ['install_date', 'installed'] },
      contract_to: { from: ['termination_date', 'terminates'] },
      cir_down_mbps: { from: ['commit_rate', 'commit_rate_(kbps)'], take: mbpsOf },
      cir_up_mbps: { from: ['commit_rate', 'commit_rate_(kbps)'], take: mbpsOf },
    },
    others: [
      ...['provider_account', 'account', 'distance', 'distance_unit', 'description', 'side_a', 'side_z'],
      ...['termination_a', 'termination_z', 'assignments'],
    ],
  },
  {
    kind: 'prefixes',
    isIt: (has) => has('prefix') && has('status'),
    columns: {
      code: { from: ['prefix'], take: codeOfPrefix },
      unit: { from: ['tenant'], take: unitOf },
      prefix: { from: ['prefix'] },
      kind: { from: ['role'], take: purposeOf },
      site: { from: ['site', 'scope', 'scope_id', 'vlan_site'] },
      vlan: { from: ['vlan'], take: vlanOf },
      description: { from: ['description'] },
    },
    others: [
      ...['vrf', 'vlan_group', 'vlan_site', 'scope_type', 'scope_id', 'scope', 'is_pool', 'pool'],
      ...['mark_utilized', 'marked_utilized', 'children', 'utilization', 'prefix_(flat)', 'depth'],
    ],
  },
  {
    kind: 'devices',
    isIt: (has) => has('name') && has('role') && (has('device_type') || has('manufacturer') || has('site')),
    columns: {
      code: { from: ['name'] },
      name: { from: ['name'] },
      unit: { from: ['tenant', 'site'], take: unitOf },
      kind: { from: ['role'], take: roleOf },
      address: { from: ['primary_ip4', 'ipv4_address'], take: withoutLength },
      address6: { from: ['primary_ip6', 'ipv6_address'], take: withoutLength },
    },
    others: [
      ...['device_type', 'type', 'manufacturer', 'platform', 'serial', 'serial_number', 'asset_tag', 'site'],
      ...['location', 'rack', 'position', 'face', 'rack_face', 'parent', 'device_bay', 'airflow', 'latitude'],
      ...['longitude', 'virtual_chassis', 'vc_position', 'vc_priority', 'cluster', 'description', 'region'],
      ...['config_template', 'local_context_data', 'site_group', 'ip_address', 'oob_ip', 'contacts'],
    ],
  },
]

export type FromNetBox = {
  kind: InventoryKind
  table: Table
  /** What a column of ours is called in the file. */
  nameOf: Map<string, string>
}

/**
 * A file of NetBox as one of ours, with the columns of ours that it gives something for; null when it is none. A tenant (of
 * devices, else the site) is a unit by its code or its full name; columns of ours may stand beside those of NetBox, and what
 * neither knows is left for the reader to refuse.
 */
export function fromNetBox(table: Table, existing: RowLists): FromNetBox | null {
  const header = table.header.map((name) => name.trim().replaceAll(' ', '_'))
  if (header.includes('code')) return null
  const format = formats.find(({ isIt }) => isIt((column) => header.includes(column)))
  if (format === undefined) return null
  const passed = new Set([...common, ...format.others])
  const taken = Object.entries(format.columns).flatMap(([name, { from, take }]) => {
    const at = from.map((one) => header.indexOf(one)).find((place) => place >= 0)
    return at === undefined ? [] : [{ name, at, take }]
  })
  const used = new Set(taken.map(({ at }) => at))
  const left = header.flatMap((name, at) => (used.has(at) || passed.has(name) ? [] : [{ name, at }]))
  const columns: { name: string; at: number; take?: Source['take'] }[] = [...taken, ...left]
  const rows = table.rows.map(({ line, cells, flaws }) => ({
    line,
    cells: columns.map(({ at, take }) => {
      const cell = cells[at] ?? null
      return cell === null || cell === '' || take === undefined ? cell : take(cell, existing)
    }),
    ...(flaws && {
      flaws: flaws.map((one) => ({ ...one, at: columns.findIndex(({ at }) => at === one.at) })),
    }),
  }))
  return {
    kind: format.kind,
    table: { ...table, header: columns.map(({ name }) => name), rows },
    nameOf: new Map(columns.map(({ name, at }) => [name, table.header[at] ?? name])),
  }
}

/** The code of the unit of that code or name; as it is where there is none, or several. */
function unitOf(text: string, { units }: RowLists): string {
  if (units.some(({ code }) => code === text)) return text
  const named = units.filter(({ name }) => fold(name) === fold(text))
  return named.length === 1 && named[0] ? named[0].code : text
}

/** The first of these whose words are in a text. */
function wordOf(text: string, words: [ours: string, pattern: RegExp][]): string {
  return words.find(([, pattern]) => pattern.test(fold(text)))?.[0] ?? text
}

function roleOf(text: string): string {
  return wordOf(text, [
    ['firewall', /firewall|tuong lua/],
    ['controller', /controller|\bwlc\b/],
    ['ap', /access ?point|\bap\b|wifi|wireless/],
    ['switch', /switch|chuyen mach/],
    ['router', /router|dinh tuyen|gateway|\bcpe?\b/],
    ['server', /server|may chu/],
  ])
}

function purposeOf(text: string): string {
  return wordOf(text, [
    ['allocation', /allocat|aggregate|cap phat/],
    ['loopback', /loopback/],
    ['point_to_point', /point|p2p|\blink\b|transit/],
    ['wifi', /wi-?fi|wlan|wireless/],
    ['vlan', /vlan|lan|access|user/],
    ['site', /site|dia diem/],
    ['unit', /unit|tenant|don vi/],
  ])
}

function levelOf(text: string): string {
  return wordOf(text, [
    ['II', /\bii\b|cap 2|level 2/],
    ['I', /\bi\b|cap 1|level 1/],
    ['backup', /backup|du phong/],
    ['internet', /internet/],
  ])
}

/** NetBox writes kbit/s. */
function mbpsOf(text: string): string {
  return /^\d+$/.test(text) ? String(Number(text) / 1000) : text
}

/** The number of "Users (100)", or of "100". */
function vlanOf(text: string): string {
  return /\((\d+)\)$/.exec(text)?.[1] ?? text
}

function withoutLength(text: string): string {
  return text.replace(/\/\d+$/, '')
}

/** That of the entry of the same block, else one made of its digits. */
function codeOfPrefix(text: string, { prefixes }: RowLists): string {
  const block = readBlock(text)
  const known = block && prefixes.find(({ prefix }) => sameBlock(blockOf(prefix), block))
  return known ? known.code : `p-${(block ? blockText(block) : text).replaceAll(/[:/]/g, '-')}`
}
