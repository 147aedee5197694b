import { expect, test } from 'vitest'
import { judge, soak } from './soak.ts'

// a short run of what `npm run soak` does ten thousand times
test('looks at dead targets, stopped half-way or not, leave nothing behind', async () => {
  const outcome = await soak({ looks: 405, seed: 38 })
  expect(judge(outcome)).toEqual([])
  expect(outcome.facts).toBeGreaterThan(10)
  expect(outcome.aborted).toBeGreaterThan(20)
  expect(outcome.errors).toMatchObject({ out_of_time: expect.any(Number), snmp_timeout: expect.any(Number) })
})
