import { expect, test } from 'vitest'
import { startSchedule } from '../../src/jobs/schedule.ts'

test('a time that cannot be read is named, and nothing is started', () => {
  let started = 0
  async function run() {
    started++
  }
  const tasks = [
    { name: 'first', when: '* * * * * *', atStart: true as const, run },
    { name: 'second', when: '2/5 * * * * *', run },
  ]
  const settings = { timezone: 'Asia/Ho_Chi_Minh', onError() {} }
  expect(() => startSchedule(tasks, settings)).toThrow('second: "2/5 * * * * *"')
  expect(started).toBe(0)
})
