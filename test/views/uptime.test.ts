import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineStates } from '../../src/operations/line-figures.ts'
import { boxesOf } from '../../views/parts/uptime.tsx'

const none = { up: 0, degraded_v6: 0, down: 0, maintenance: 0, void: 0, unmeasured: 0 }

test('a day that was up all day fills its column, a minute of outage is seen above it', () => {
  expect(boxesOf({ ...none, up: 1440 })).toEqual([{ state: 'up', y: 5, height: 23 }])
  expect(boxesOf({ ...none, up: 1439, down: 1 }).find(({ state }) => state === 'down')).toEqual({
    state: 'down',
    y: 0,
    height: 8,
  })
})

test('a day of which nothing is known is empty, never full', () => {
  expect(boxesOf(null)).toEqual([])
  expect(boxesOf({ ...none, unmeasured: 1440 })).toEqual([])
})

test('every state that is known is seen, inside the strip', () => {
  const minutes = fc.tuple(...lineStates.map(() => fc.integer({ min: 0, max: 1440 })))
  fc.assert(
    fc.property(minutes, (counts) => {
      const day = Object.fromEntries(
        lineStates.map((state, index) => [state, counts[index] ?? 0]),
      ) as typeof none
      const boxes = boxesOf(day)
      for (const { y, height } of boxes) {
        expect(height).toBeGreaterThan(0)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y + height).toBeLessThanOrEqual(28.1)
      }
      const seen = lineStates.filter((state) => state !== 'unmeasured' && day[state] > 0)
      expect(boxes.map(({ state }) => state).sort()).toEqual([...seen].sort())
    }),
  )
})
