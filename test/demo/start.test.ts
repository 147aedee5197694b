import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startDemoNetwork } from '../../src/demo/start.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { start, until } from '../helpers/process.ts'

const after = '2023-12-01T03:00:00.000Z'
const folder = mkdtempSync(join(tmpdir(), 'v6gov-demo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the process of the demo network', () => {
  test('ends with the process that started it, even when that is killed', async () => {
    const script = join(folder, 'parent.mts')
    const source = join(import.meta.dirname, '..', '..', 'src', 'demo')
    writeFileSync(
      script,
      `import { startDemoNetwork } from '${source}/start.ts'
import { planTimeline } from '${source}/world/timeline.ts'
const network = await startDemoNetwork({ seed: 1, timeline: planTimeline, clock: { startAt: '${after}', rate: 1 } })
console.log(network.pid)`,
    )
    const parent = start([process.execPath, '--import', 'tsx', script])
    const pid = Number(await until('the network runs', 20_000, () => parent.out[0]))
    expect(isAlive(pid)).toBe(true)
    parent.signal('SIGKILL')
    await parent.ended
    await until('the network is gone', 5000, () => !isAlive(pid))
  })

  test('ends when it is told to, and tells when it is lost', async () => {
    const options = { seed: 1, timeline: planTimeline, clock: { startAt: after, rate: 0 } }
    const [stopped, lost] = await Promise.all([startDemoNetwork(options), startDemoNetwork(options)])
    let told = 0
    for (const each of [stopped, lost]) each.onLost(() => told++)
    process.kill(stopped.pid, 'SIGINT') // Ctrl-C: the product decides when the network goes
    await stopped.setTime(after)
    expect(isAlive(stopped.pid)).toBe(true)
    await stopped.stop()
    expect(isAlive(stopped.pid)).toBe(false)
    expect(told).toBe(0)
    process.kill(lost.pid, 'SIGKILL')
    await until('the loss is told', 5000, () => told === 1)
    await lost.setTime(after) // nobody is there to answer, and nothing hangs
    await lost.stop()
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
