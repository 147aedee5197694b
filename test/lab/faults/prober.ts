import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import type { Evidence } from '../../../probes/probe.ts'
import { until } from '../../helpers/process.ts'
import type { Namespaces } from '../namespaces.ts'
import type { Asked } from './prober-process.ts'

/** `facts` or `error`: the code of the ProbeError. */
export type Seen = { facts: unknown; error: string | null; message?: string; evidence: Evidence }

/** A process in `core` that runs probes there, as many at once as are asked for. */
export async function startProber(lab: Namespaces): Promise<(asked: Asked) => Promise<Seen>> {
  const socketPath = path.join(lab.directory, 'prober')
  const program = path.join(import.meta.dirname, 'prober-process.ts')
  const prober = lab.start('core', [process.execPath, '--import', 'tsx', program, socketPath])
  const run = async (asked: Asked): Promise<Seen> => {
    const sent = request({ socketPath, method: 'POST' })
    sent.end(JSON.stringify(asked))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return (await json(response)) as Seen
  }
  const selfTest: Asked = {
    probe: 'prober-self-test',
    settings: { anchors: [] },
    context: { patience: 1, resolvers: [], trustedCa: undefined },
  }
  await until('the prober answers', 30_000, async () => {
    if (!prober.isRunning()) throw new Error(`it ended: ${prober.err.join('\n')}`)
    return (await run(selfTest)).error === null
  })
  return run
}
