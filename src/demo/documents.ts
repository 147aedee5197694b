import { Address6 } from 'ip-address'
import type { UnitDocument } from '../model/documents.ts'
import type { Day, Instant } from '../model.ts'
import { templateOf } from '../readiness/profile.ts'
import { between, chance } from './world/chance.ts'
import { known } from './world/known.ts'
import type { Place } from './world/places.ts'
import { clockWhenDone } from './world/timeline.ts'
import type { World } from './world.ts'

/** A document as somebody enters it, with the file that is invented for it. */
export type DemoDocument = Omit<UnitDocument, 'file' | 'withdrawnAt' | 'withdrawnBy'> & {
  file: { name: string; body: Uint8Array } | null
}

const dayMs = 86_400_000

/** When in the plan (0 to 1) units of each kind have their papers, in the middle of the crowd. */
const middles = { platform: 0.1, department: 0.3, district: 0.35, commune: 0.5 }
const spread = 0.08

/** Provinces sign with names; these are nobody's. */
const signers = ['Nguyễn Văn Mẫu', 'Trần Thị Minh Hoạ', 'Lê Văn Ví Dụ']

/**
 * What the units of the demo have stated with a document by a moment, oldest first: plans, contacts, training, blocks,
 * policies, each when its unit has come so far; what a unit has not, and two tunnels that are excepted for a time.
 */
export function demoDocuments(world: World, until: Instant): DemoDocument[] {
  const begin = Date.parse(known(world.timeline[0]).from)
  const dueBy = (place: Place, subject: string): number => {
    const rank = 0.01 + 0.98 * chance(world.seed, 'document', subject, place.code)
    const done = middles[place.kind] + spread * Math.log(rank / (1 - rank))
    const clock = clockWhenDone(world.timeline, done)
    // what was there before anybody looked had been entered in the weeks before
    return Math.max(clock, begin - between(2, 60, chance(world.seed, 'entered', subject, place.code)) * dayMs)
  }
  const documents = world.places.flatMap((place) => [
    ...Object.entries(statementsOf(world, place)).map(([subject, values]) =>
      documentOf(place, 'attestation', subject, dueBy(place, subject), { values }),
    ),
    ...absentFrom(place).map((flag) => documentOf(place, 'not_applicable', flag, begin - dayMs, {})),
    ...(place.router === 'sixToFour' || place.router === 'isatap'
      ? [
          documentOf(place, 'exception', 'SEC-02', dueBy(place, 'SEC-02'), {
            owner: `Bộ phận CNTT ${place.name}`,
            until: dayAt(begin + 500 * dayMs),
            note: 'Đường hầm còn dùng cho một ứng dụng cũ (minh hoạ)',
          }),
        ]
      : []),
  ])
  return documents
    .filter(({ enteredAt }) => enteredAt <= until)
    .sort((one, other) => (one.enteredAt < other.enteredAt ? -1 : 1))
}

/** What a unit states, by criterion. A commune's block comes out of the province's. */
function statementsOf(world: World, place: Place): Record<string, UnitDocument['values']> {
  const { seed } = world
  const one = (subject: string) => chance(seed, 'answer', subject, place.code)
  const isPlatform = place.kind === 'platform'
  const contracts = 1 + Math.floor(4 * one('contracts'))
  const switches = 1 + Math.floor(6 * one('switches'))
  return {
    ...(isPlatform && { 'GOV-01': { stand: 'province' } }),
    'GOV-02': {
      main: 'Phạm Văn Đầu Mối',
      main_position: 'Chuyên viên CNTT',
      main_phone: '0220 000 000',
      main_mail: `ipv6.${place.code.toLowerCase()}@haiduong.test`,
      deputy: one('deputy') < 0.85 ? 'Vũ Thị Dự Phòng' : '',
      deputy_phone: '',
      deputy_mail: '',
    },
    'GOV-04': { trained: String(one('trained') < 0.8 ? 1 : 0), registered: '1' },
    'GOV-05': {
      contracts: String(contracts),
      with_clause: String(one('clause') < 0.6 ? contracts : Math.floor(contracts / 2)),
    },
    'ADR-01': {
      prefix: isPlatform ? '2001:db8::/32' : blockOf(world, place),
      source: isPlatform ? 'vnnic' : 'province',
    },
    'SEC-03': {
      switches: String(switches),
      guarded: String(one('guarded') < 0.5 ? switches : Math.floor(switches / 2)),
    },
    'SEC-04': { logging: one('logging') < 0.5 ? 'all' : 'some' },
    ...(isPlatform && { 'ADR-05': { roa: 'valid' }, 'USE-03': { pilot: 'not_started' } }),
    ...(place.ownInternet && { 'SEC-01': { policy: 'equal', approves_scan: 'no' } }),
  }
}

/** The /48 around the unit's router. */
function blockOf({ devices }: World, place: Place): string {
  const router = known(devices.find((device) => device.place === place))
  return `${new Address6(`${router.address6}/48`).startAddress().correctForm()}/48`
}

/** What units of its kind have and this one has not. */
function absentFrom({ kind, label, hotspots }: Place): string[] {
  if (kind === 'platform') return []
  const template = templateOf(kind)
  const absent = { has_public_domain: label === null, has_public_wifi: hotspots === 0 }
  return Object.entries(absent).flatMap(([flag, isAbsent]) =>
    isAbsent && template.has(flag as keyof typeof absent) ? [flag] : [],
  )
}

function documentOf(
  place: Place,
  kind: UnitDocument['kind'],
  subject: string,
  at: number,
  more: Partial<DemoDocument>,
): DemoDocument {
  const enteredAt = new Date(Number.isFinite(at) ? at : 8.64e15).toISOString()
  const key = `${place.code}-${subject}`
  const ordinal = 1 + Math.floor(400 * chance(0, 'number', key))
  const number = `${ordinal}/${kind === 'attestation' ? 'XN' : 'QĐ'}-${place.code}`
  const signer = known(signers[Math.floor(signers.length * chance(0, 'signer', key))])
  const text = `VĂN BẢN MINH HOẠ\n${place.name}\nSố ${number}\nVề ${subject}\n${signer}\n`
  return {
    id: `demo-${kind}-${key}`,
    unit: place.code,
    kind,
    subject,
    asset: null,
    number,
    date: dayAt(Date.parse(enteredAt) - 3 * dayMs),
    signer,
    owner: '',
    values: {},
    note: '',
    until: null,
    enteredAt,
    enteredBy: 'demo',
    file: { name: `${number.replace('/', '-')}.txt`, body: Buffer.from(text) },
    ...more,
  }
}

function dayAt(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10)
}
