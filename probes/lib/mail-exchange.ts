export type MailExchange = { name: string; preference: number }

/** More mail servers than any domain has. */
const maxExchanges = 10

/**
 * MX records (`preference exchange`) by preference and name; a name that stands twice counts with its best preference.
 * `nullMx`: the only one is ".", so that the domain takes no mail (RFC 7505 3).
 */
export function readExchanges(records: string[]): { nullMx: boolean; exchanges: MailExchange[] } {
  const best = new Map<string, number>()
  for (const record of records) {
    const [preference = '0', name = '.'] = record.toLowerCase().split(' ')
    if (name !== '.') best.set(name, Math.min(Number(preference), best.get(name) ?? Number.POSITIVE_INFINITY))
  }
  const exchanges = [...best].map(([name, preference]) => ({ name, preference }))
  exchanges.sort((one, other) => one.preference - other.preference || (one.name < other.name ? -1 : 1))
  return { nullMx: records.length > 0 && best.size === 0, exchanges: exchanges.slice(0, maxExchanges) }
}
