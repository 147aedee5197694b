import type { Usm } from '../../src/demo/snmp/usm.ts'
import { device48 } from './device-48.ts'
import { type ReplayUser, replayAgent, serveReplay } from './replay-agent.ts'
import { credentials } from './works/context.ts'

const benchUser: ReplayUser = {
  user: credentials.v3 as Usm,
  engine: { engineID: Buffer.from('80001f880500000048', 'hex'), engineBoots: 3, engineTime: 86_400 },
}

/** The agent in a process of its own, so that only the poller's CPU time is measured. */
if (process.send) {
  process.on('disconnect', () => process.exit())
  const { address, port } = await serveReplay(replayAgent(device48(), benchUser))
  process.send({ address, port })
}
