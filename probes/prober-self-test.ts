import { z } from 'zod'
import { defineProbe } from './probe.ts'

const family = z.object({
  working: z.boolean(),
  /** own_address: we have an address of this family that is not loopback or link-local. */
  ownAddress: z.boolean(),
  anchorsAsked: z.number(),
  anchorsAnswered: z.number(),
})

/** Can we look at all? Our own addresses and the control anchors, for each family, before anybody else is judged. */
export const proberSelfTest = defineProbe({
  version: 1,
  budgetMs: 15_000,
  settings: z.strictObject({
    /** `address#port` of hosts that accept TCP and are known to be up; at least two of three must answer. */
    anchors: z.array(z.string()).default([]),
  }),
  facts: z.object({ ipv4: family, ipv6: family }),
  needsIpv6: () => false,
  run() {
    throw new Error('to be written')
  },
})
