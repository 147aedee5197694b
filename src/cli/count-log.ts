import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'
import { writeFigures } from '../inventory/write-figures.ts'
import type { WebCount } from '../model/figures.ts'
import { botWords, countLine, emptyCounts, type LogCounts } from '../operations/count-log.ts'
import { type Command, Refusal } from './io.ts'

export const countLogCommand: Command = {
  summary: 'Counts web access logs by day and family, for `v6gov figures`; addresses are not kept',
  help: `v6gov count-log --host NAME FILE…

Reads access logs of one site in the combined format of nginx and Apache, gzip too, and writes how many requests came
over IPv4 and over IPv6 on each day in the province's zone, as CSV that \`v6gov figures\` and the page /figures take. No
address is written. Requests of bots are counted apart: of a user agent that is empty or holds one of
${botWords.join(', ')}.
Behind a reverse proxy the log must hold the visitor's address, not the proxy's.
Logs of the same day go into one call: a later import of a day replaces its counts. Exit 0: done; 1: a file cannot be
read, or more than one line in ten is not in the format.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: { host: { type: 'string' } },
    })
    const { host } = values
    if (host === undefined || positionals.length === 0)
      throw new Refusal(['give the site and its logs: v6gov count-log --host NAME FILE…'], 2)
    const counts = emptyCounts()
    for (const name of positionals) await countFile(counts, name, io.stopping)
    const { lines, unread } = counts
    if (unread * 10 > lines)
      throw new Refusal([`${unread} of ${lines} lines are not in the combined format; nothing was counted`])
    io.out(writeFigures('web_counts', toRows(host, counts)))
    io.err(`${lines} lines, ${unread} of them not in the combined format and left out.\n`)
    return 0
  },
}

/** Both families of each day, so that a day without IPv6 says so. */
function toRows(host: string, { days }: LogCounts): WebCount[] {
  return [...days.values()]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .flatMap(({ day, requests, bots }) =>
      (['4', '6'] as const).map((family) => ({
        host,
        day,
        family,
        requests: requests[family],
        botRequests: bots[family],
      })),
    )
}

async function countFile(counts: LogCounts, name: string, signal: AbortSignal): Promise<void> {
  const count = async (chunks: AsyncIterable<Buffer>) => {
    const lines = createInterface({ input: chunks as never, crlfDelay: Number.POSITIVE_INFINITY })
    for await (const line of lines) countLine(counts, line)
  }
  try {
    const file = createReadStream(name)
    if (name.endsWith('.gz')) await pipeline(file, createGunzip(), count, { signal })
    else await pipeline(file, count, { signal })
  } catch (error) {
    throw new Refusal([`${name}: ${(error as Error).message}`])
  }
}
