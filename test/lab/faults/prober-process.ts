// Runs probes in the network namespace that it is started in, for tests outside it: a request over the UNIX socket that
// its argument names holds a probe, its settings and what differs from the usual context; the answer, what it saw.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { type ProbeName, probes } from '../../../probes/index.ts'
import { type Probe, type ProbeContext, ProbeError } from '../../../probes/probe.ts'

export type Asked = {
  probe: ProbeName
  settings: unknown
  context: Pick<ProbeContext, 'patience' | 'resolvers' | 'trustedCa'>
}

const [, , socketPath] = process.argv
const server = createServer(async (request, response) => {
  const { probe: name, settings, context } = (await json(request)) as Asked
  const probe: Probe = probes[name]
  const answer = (value: unknown) => response.end(JSON.stringify(value))
  try {
    const looked = await probe.run(probe.settings.parse(settings), {
      ...context,
      signal: AbortSignal.timeout(probe.budgetMs),
      now: () => new Date(performance.timeOrigin + performance.now()).toISOString(),
      secret: () => undefined,
      dial: (address, port) => ({ address, port }),
      vantage: 'outside',
    })
    answer({ ...looked, facts: probe.facts.parse(looked.facts), error: null })
  } catch (error) {
    const [code, evidence] =
      error instanceof ProbeError ? [error.code, error.evidence] : ['internal', { exchanges: [] }]
    answer({ facts: null, error: code, message: String(error), evidence })
  }
})
server.listen(socketPath)
await once(server, 'listening')
