import { ended, opened, unwatched } from '../incidents/readiness.ts'
import { channelFinding, siteFinding } from '../incidents/states.ts'
import type { Change } from '../incidents/turn.ts'
import type { Incident } from '../model/incidents.ts'
import type { Hotspot } from '../model/inventory.ts'
import type { Clock, Instant, Observation } from '../model.ts'
import type { ApNow } from '../readiness/operations/venue.ts'
import type { Database } from '../store/database.ts'
import { incidentId, listOpenIncidents, listParts, nodeKey, writeIncidents } from '../store/incidents.ts'
import { listAssets, listUnits } from '../store/inventory.ts'
import { findObservation, listObservations } from '../store/observations.ts'
import { listChannels } from '../store/subscriptions.ts'
import { loadSitesNow } from '../store/wifi-now.ts'
import { writeNew } from './keep-readiness-incidents.ts'

/**
 * Follows what is no fall of a single thing: public Wi-Fi sites by their access points, channels of notifications by what
 * was sent over them, and incidents of units that have ended.
 */
export async function keepStateIncidents({
  db,
  now,
  pace,
}: {
  db: Database
  now: Clock
  pace: number
}): Promise<void> {
  const at = now()
  const sites = await listAssets(db, { kind: 'hotspot', asOf: at })
  const states = await loadSitesNow(db, sites, { at, asOf: null, pace })
  const looks = await readLooks(
    db,
    [...states.values()].flatMap(({ aps }) => aps),
  )
  const channels = await listChannels(db)
  const units = new Set((await listUnits(db, { asOf: at })).map(({ code }) => code))
  await writeIncidents(db, async (writer) => {
    const open = await listOpenIncidents(writer.db)
    const covered = await readCovered(writer.db, open)
    const isBlind = open.some(({ root }) => root.kind === 'prober')
    const changes: Change[] = open
      .filter(({ unit }) => unit !== null && !units.has(unit))
      .map((one) => unwatched(one, at))
    if (!isBlind)
      for (const site of sites)
        changes.push(...followSite(site, states.get(site.code)?.aps ?? [], { looks, covered, open, at }))
    const known = new Set(sites.map(({ code }) => code))
    for (const one of open)
      if (one.root.kind === 'hotspot' && isOfSite(one) && !known.has(one.root.code))
        changes.push(unwatched(one, at))
    for (const channel of channels) {
      const own = open.find(({ root }) => root.kind === 'channel' && root.code === channel.name)
      const finding = channelFinding(channel, at)
      if (finding !== null && own === undefined) changes.push(opened(finding, null, at, incidentId))
      if (channel.failures === 0 && own !== undefined) changes.push(ended(own, at))
    }
    await writeNew(writer, changes, at)
  })
}

type About = {
  looks: Map<string, { observation: Observation; before: Observation | undefined }>
  covered: Set<string>
  open: Incident[]
  at: Instant
}

function followSite(site: Hotspot, aps: ApNow[], { looks, covered, open, at }: About): Change[] {
  const own = open.find((one) => one.root.kind === 'hotspot' && one.root.code === site.code)
  const finding = siteFinding(site, aps, looks, covered)
  if (finding && own === undefined) return [opened(finding, site.unit, at, incidentId)]
  if (finding === null && own !== undefined && isOfSite(own)) return [ended(own, at)]
  if (!finding || own === undefined || !isOfSite(own)) return []
  const { symptom, severity, detail } = finding
  if (symptom === own.symptom && detail === own.detail) return []
  const incident = { ...own, symptom, severity, detail }
  return [{ incident, events: [{ kind: 'severity', body: { symptom, severity, detail } }], parts: [] }]
}

const isOfSite = ({ symptom }: Incident) => symptom === 'down' || symptom === 'aps_down'

/** The looks that tell of access points that are down, each with the one before. */
async function readLooks(db: Database, aps: ApNow[]): Promise<About['looks']> {
  const looks: About['looks'] = new Map()
  for (const { state, evidence } of aps) {
    if (state !== 'down' || evidence === null || looks.has(evidence.checkId)) continue
    const observation = await findObservation(db, evidence.checkId, evidence.firstDueAt)
    if (observation === undefined) continue
    const [before] = await listObservations(db, evidence.checkId, { limit: 1, before: evidence.firstDueAt })
    looks.set(evidence.checkId, { observation, before })
  }
  return looks
}

/** What is down already, and units of which a line is. */
async function readCovered(db: Database, open: Incident[]): Promise<Set<string>> {
  const parts = await listParts(
    db,
    open.map(({ id }) => id),
  )
  return new Set(
    parts
      .filter(({ restoredAt }) => restoredAt === null)
      .flatMap(({ node, unit }) => [nodeKey(node), ...(node.kind === 'line' ? [`unit~${unit}`] : [])]),
  )
}
