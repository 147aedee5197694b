import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clockAt,
  demoTimeline,
  doneAt,
  pacedSpans,
  planTimeline,
  scheduleAt,
} from '../../src/demo/world/timeline.ts'

const timeline = demoTimeline({
  historyFrom: '2025-06-01T00:00:00.000Z',
  liveFrom: '2026-06-01T00:00:00.000Z',
  pace: 60,
})
const live = Date.parse('2026-06-01T00:00:00.000Z')
const anyTime = fc.integer({ min: Date.parse('2019-01-01'), max: Date.parse('2030-01-01') })

describe('the timeline', () => {
  test('runs the schedule at pace 1 through the history and at the live pace from then on', () => {
    const spans = pacedSpans(timeline)
    expect(scheduleAt(spans, live - 1000)).toBe(live - 1000)
    expect(scheduleAt(spans, live)).toBe(live)
    expect(scheduleAt(spans, live + 1000)).toBe(live + 60_000)
  })

  test('turns schedule time back into the clock', () => {
    const spans = pacedSpans(timeline)
    fc.assert(
      fc.property(anyTime, (at) => {
        expect(Math.abs(clockAt(spans, scheduleAt(spans, at)) - at)).toBeLessThan(1)
      }),
    )
  })

  test('never lets the plan go back, from 0 to 1', () => {
    for (const each of [timeline, planTimeline]) {
      fc.assert(
        fc.property(anyTime, anyTime, (one, other) => {
          const [before, after] = [doneAt(each, Math.min(one, other)), doneAt(each, Math.max(one, other))]
          expect(before).toBeLessThanOrEqual(after)
          expect(before).toBeGreaterThanOrEqual(0)
          expect(after).toBeLessThanOrEqual(1)
        }),
      )
    }
  })

  test('meets its stretches where they begin', () => {
    expect(doneAt(planTimeline, Date.parse('2021-06-01T00:00:00.000Z'))).toBe(0)
    expect(doneAt(planTimeline, Date.parse('2023-12-31T00:00:00.000Z'))).toBe(1)
    expect(doneAt(timeline, live)).toBe(0.5)
    expect(doneAt(timeline, live + 20 * 60_000)).toBeCloseTo(0.6)
  })
})
