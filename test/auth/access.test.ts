import { describe, expect, test } from 'vitest'
import {
  authorise,
  isInScope,
  type Role,
  type Rule,
  reachOf,
  roles,
  type Session,
} from '../../src/auth/access.ts'

/** Who is let in, by rule: the table of design.md, written a second time. */
const allowed: Record<Exclude<Rule, 'public'>, Session['role'][]> = {
  everyone: ['unit_head', 'reader', 'auditor', 'engineer', 'admin', 'machine'],
  own: ['unit_head', 'reader', 'auditor', 'engineer', 'admin', 'machine'],
  unit: ['unit_head', 'reader', 'auditor', 'engineer', 'admin', 'machine'],
  reader: ['reader', 'auditor', 'engineer', 'admin', 'machine'],
  setup: ['auditor', 'engineer', 'admin'],
  engineer: ['engineer', 'admin'],
  auditor: ['auditor', 'admin'],
  admin: ['admin'],
}
const everybody = [...roles, 'machine'] as const

test.each(Object.entries(allowed))('%s lets in %s', (rule, who) => {
  expect(authorise(rule as Rule, null)).toBe('sign_in')
  expect(everybody.filter((role) => authorise(rule as Rule, session(role)) === 'allowed').sort()).toEqual(
    who.toSorted(),
  )
})

test('public asks for nothing; no rule, or one that nobody knows, lets nobody in', () => {
  expect(authorise('public', null)).toBe('allowed')
  for (const rule of [undefined, 'superuser' as Rule])
    for (const one of [null, ...everybody.map((role) => session(role))])
      expect(authorise(rule, one)).toBe('forbidden')
})

test('a role that this release does not know opens nothing', () => {
  for (const rule of Object.keys(allowed) as Rule[])
    expect(authorise(rule, session('owner' as Role))).toBe('forbidden')
})

describe('what is in reach', () => {
  const units = [
    { code: '30', parent: null },
    { code: '288', parent: '30' },
    { code: '291', parent: '30' },
    { code: '10507', parent: '288' },
    { code: 'loop', parent: 'loop' },
  ]
  const reach = (role: Session['role'], unit: string | null) => {
    const found = reachOf({ role, unit }, units)
    return found && [...found]
  }
  test.each([
    ['unit_head', '288', ['288', '10507']],
    ['unit_head', '10507', ['10507']],
    ['unit_head', 'loop', ['loop']],
    ['unit_head', 'gone', ['gone']],
    ['unit_head', null, []],
    ['machine', '291', ['291']],
    ['machine', null, null],
    ['reader', null, null],
    ['admin', null, null],
  ] as const)('of a %s of %s: %s', (role, unit, expected) => {
    expect(reach(role, unit)).toEqual(expected)
  })
})

test('a token is for its sections, a person for all', () => {
  const token = { ...session('machine'), scopes: ['units', 'lines'] }
  expect(['units', 'lines', 'checks', 'unit', ''].filter((one) => isInScope(token, one))).toEqual([
    'units',
    'lines',
  ])
  expect(isInScope({ ...token, scopes: ['*'] }, 'checks')).toBe(true)
  expect(isInScope({ ...token, scopes: [] }, 'units')).toBe(false)
  expect(isInScope(session('reader'), 'checks')).toBe(true)
})

function session(role: Session['role']): Session {
  return { account: 'an', role, unit: null, expiresAt: '2022-01-01T00:00:00.000Z' }
}
