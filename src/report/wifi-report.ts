import type { Hotspot } from '../model/inventory.ts'
import { roundedPercent } from '../operations/availability.ts'
import { type WifiFigures, wifiMethod } from '../operations/wifi-figures.ts'
import type { HotspotReport } from './monthly-report.ts'
import { roundScore, roundShare } from './round.ts'

/** Biểu 07: public Wi-Fi sites over the period, by unit and code; one of which nothing is kept has its contract alone. */
export function reportHotspots(sites: Hotspot[], figures: ReadonlyMap<string, WifiFigures>): HotspotReport[] {
  return sites
    .map((site) => reportHotspot(site, figures.get(site.code)))
    .sort((one, other) => compare(one.unit, other.unit) || compare(one.code, other.code))
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function reportHotspot(site: Hotspot, figures: WifiFigures | undefined): HotspotReport {
  const { unit, code, name, address, provider, apContracted, ssid, downMbps, upMbps } = site
  const contract = { unit, code, name, address, provider, apContracted, ssid, downMbps, upMbps }
  if (figures === undefined) return { ...contract, figures: null }
  const { traffic, clients, incidents } = figures
  const loads = [traffic.down.p95OfCir, traffic.up.p95OfCir].filter((one) => one !== null)
  return {
    ...contract,
    figures: {
      from: figures.from,
      to: figures.to,
      method: figures.method,
      contracted: figures.contracted,
      apMinutes: figures.apMinutes,
      apPct: percent(figures.aps.share),
      siteMinutes: figures.siteMinutes,
      sitePct: percent(figures.site.share),
      p95OfContract: loads.length === 0 ? null : roundShare(Math.max(...loads)),
      trafficCoverage: roundShare(Math.min(traffic.down.coverage, traffic.up.coverage)),
      clientsMost: clients.most?.clients ?? null,
      days: clients.days,
      daysTold: clients.daysTold,
      volumeGb: roundScore(figures.volumeGb),
      incidents: incidents.length,
      evidence: [
        ...incidents.flatMap(({ opened }) => opened ?? []),
        ...figures.apEvidence,
        ...figures.uplinkEvidence,
      ],
    },
  }
}

function percent(share: number | null): number | null {
  return share === null ? null : roundedPercent(share, wifiMethod.rounding)
}
