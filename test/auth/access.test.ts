import { expect, test } from 'vitest'
import { type Access, authorise, type Role, type Rule } from '../../src/auth/access.ts'

const expected: [rule: Rule | undefined, Record<Role | 'nobody', Access>][] = [
  ['public', { nobody: 'allowed', reader: 'allowed', engineer: 'allowed', admin: 'allowed' }],
  ['reader', { nobody: 'sign_in', reader: 'allowed', engineer: 'allowed', admin: 'allowed' }],
  ['engineer', { nobody: 'sign_in', reader: 'forbidden', engineer: 'allowed', admin: 'allowed' }],
  ['admin', { nobody: 'sign_in', reader: 'forbidden', engineer: 'forbidden', admin: 'allowed' }],
  [undefined, { nobody: 'forbidden', reader: 'forbidden', engineer: 'forbidden', admin: 'forbidden' }],
  [
    'superuser' as Rule,
    { nobody: 'forbidden', reader: 'forbidden', engineer: 'forbidden', admin: 'forbidden' },
  ],
]

test.each(
  expected.flatMap(([rule, byRole]) =>
    Object.entries(byRole).map(([who, access]) => ({ rule, who, access })),
  ),
)('$rule, $who: $access', ({ rule, who, access }) => {
  expect(authorise(rule, who === 'nobody' ? null : session(who as Role))).toBe(access)
})

test('a role that this release does not know opens nothing', () => {
  for (const rule of ['reader', 'engineer', 'admin'] as const)
    expect(authorise(rule, session('owner' as Role))).toBe('forbidden')
})

function session(role: Role) {
  return { account: 'an', role, expiresAt: '2022-01-01T00:00:00.000Z' }
}
