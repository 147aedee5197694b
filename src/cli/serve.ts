import { parseArgs } from 'node:util'
import { createLog } from '../log.ts'
import type { Command } from './io.ts'
import { runProduct } from './run-product.ts'
import { configOf, credentialsOf, realSurroundings } from './surroundings.ts'

export const serveCommand: Command = {
  summary: 'Runs the product: schedule, probes and pages (npm start)',
  help: `v6gov serve

Runs the roles that V6GOV_ROLES names (web, scheduler, worker) until SIGINT or SIGTERM.
The first start prints a one-time link to make the first account.`,
  async run(io) {
    parseArgs({ args: io.args }) // it takes none: a word too many is a mistake
    const config = configOf(io)
    const log = createLog(io.out, io.now, config.V6GOV_LOG)
    await runProduct(io, log, {
      config,
      surroundings: await realSurroundings(config, io),
      credentials: credentialsOf(config),
      demo: false,
    })
    return 0
  },
}
