import { chance } from './chance.ts'

/**
 * Something that comes and goes (a line cut, a broken address): time is cut into slots of `everyMs`, and with
 * probability `likelihood` a slot holds one spell of between `shortestMs` and `longestMs`. All in schedule time.
 */
export type Spells = {
  key: string
  everyMs: number
  likelihood: number
  shortestMs: number
  longestMs: number
}
export type Spell = { from: number; to: number }

/** The spell under way at a moment of schedule time, if any. */
export function spellAt(seed: number, spells: Spells, schedule: number): Spell | undefined {
  const spell = spellOf(seed, spells, Math.floor(schedule / spells.everyMs))
  return spell !== undefined && spell.from <= schedule && schedule < spell.to ? spell : undefined
}

/** The spells that touch a stretch of schedule time, cut to it, in order. */
export function spellsBetween(seed: number, spells: Spells, from: number, to: number): Spell[] {
  const found: Spell[] = []
  for (let slot = Math.floor(from / spells.everyMs); slot * spells.everyMs < to; slot++) {
    const spell = spellOf(seed, spells, slot)
    if (spell !== undefined && spell.to > from && spell.from < to) {
      found.push({ from: Math.max(spell.from, from), to: Math.min(spell.to, to) })
    }
  }
  return found
}

/** The spell of one slot; it lies wholly inside it. */
export function spellOf(seed: number, spells: Spells, slot: number): Spell | undefined {
  const { key, everyMs, likelihood, shortestMs, longestMs } = spells
  if (chance(seed, key, slot, 'whether') >= likelihood) return undefined
  const length = shortestMs + chance(seed, key, slot, 'length') * (longestMs - shortestMs)
  const from = slot * everyMs + chance(seed, key, slot, 'start') * (everyMs - length)
  return { from, to: from + length }
}
