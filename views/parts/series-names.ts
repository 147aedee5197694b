import type { SeriesGroup } from '../../src/operations/chart-groups.ts'
import type { Frame } from '../frame.ts'

/** What a group of series is called: what is counted, and where. `links`: names of interfaces by their link. */
export function groupTitle({ id, link }: SeriesGroup, links: Record<string, string>, { t }: Frame): string {
  const counted = link === null ? id : id.slice(link.length + 1)
  const title = t.chart.groups[counted] ?? counted
  return link === null ? title : `${title}: ${linkTitle(link, links, t)}`
}

function linkTitle(link: string, links: Record<string, string>, t: Frame['t']): string {
  if (link === 'system') return t.chart.wholeDevice
  return links[link] ?? link.replace(/^if\./, '')
}

/** What each series of a group is called beside the others: its family, its direction, or both. */
export function seriesNames({ series }: SeriesGroup, { t }: Frame): Record<string, string> {
  return Object.fromEntries(
    series.map((name) => {
      const family = /(^|\.)(?:v|ipv)([46])\./.exec(name)?.[2]
      const direction = /(?:^|\.)(in|out)[A-Z]/.exec(name)?.[1] as 'in' | 'out' | undefined
      const said = [family && `IPv${family}`, direction && t.chart.directions[direction]].filter(Boolean)
      return [name, said.length === 0 ? name : said.join(' ')]
    }),
  )
}
