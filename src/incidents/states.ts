import type { Hotspot } from '../model/inventory.ts'
import type { Channel } from '../model/notifications.ts'
import type { Instant, Observation } from '../model.ts'
import type { ApNow } from '../readiness/operations/venue.ts'
import { type Finding, firstOf, lastOf } from './readiness.ts'

/** So many looks in a row have to tell it, as of everything else; and tries to send. */
const looksToTell = 3
const triesToTell = 2

/**
 * What the access points of a site say of it: nobody is served, or some access point is down. `covered`: what is in an open
 * incident already, `kind~code`; an access point that is a device of its own has one of its own. Null for nothing wrong,
 * undefined where nothing is known.
 */
export function siteFinding(
  site: Pick<Hotspot, 'code' | 'unit' | 'controller'>,
  aps: ApNow[],
  looks: ReadonlyMap<string, { observation: Observation; before: Observation | undefined }>,
  covered: ReadonlySet<string>,
): Finding | null | undefined {
  const down = aps.filter(({ state }) => state === 'down')
  const serving = aps.filter(({ state }) => state === 'up')
  if (down.length === 0) return serving.length > 0 && serving.length === aps.length ? null : undefined
  const own = down.filter(({ name }) => site.controller !== null || !covered.has(`device~${name}`))
  const told = own.flatMap(({ evidence }) => (evidence ? (looks.get(evidence.checkId) ?? []) : []))
  const sure = told.filter(({ observation }) => observation.timesSeen >= looksToTell)
  const [first] = sure.sort((one, other) =>
    one.observation.firstSeenAt < other.observation.firstSeenAt ? -1 : 1,
  )
  if (first === undefined || covered.has(`unit~${site.unit}`)) return undefined
  const isWhole = serving.length === 0 && down.length === aps.length
  return {
    root: { kind: 'hotspot', code: site.code },
    symptom: isWhole ? 'down' : 'aps_down',
    severity: isWhole ? 'major' : 'minor',
    detail: own.map(({ name }) => name).join(', '),
    since: first.observation.firstSeenAt,
    before: lastOf(first.before),
    after: firstOf(first.observation),
  }
}

/** A channel over which nothing gets out any more; one that nobody has is nobody's fault. */
export function channelFinding({ name, failures, failedAt, error }: Channel, now: Instant): Finding | null {
  if (failures < triesToTell) return null
  return {
    root: { kind: 'channel', code: name },
    symptom: 'channel_fails',
    severity: 'major',
    detail: error ?? '',
    since: failedAt ?? now,
    before: null,
    after: null,
  }
}
