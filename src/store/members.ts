import { createHmac, randomBytes } from 'node:crypto'
import type { MemberSet } from '../../probes/probe.ts'
import { saltsOfDay } from '../days.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** Enough of a hash that twenty thousand members never share one. */
const hashBytes = 8
const secretBytes = 32

/** Where the members of a look belong. */
type Day = { checkId: string; number: number; days: number; dayMs: number; from: Instant; to: Instant }

/**
 * Adds the members of one look to those that its check met on that day. Only hashes are written, under each salt by
 * which a window with that day may compare them.
 */
export async function addMembers(db: Database, day: Day, sets: MemberSet[], now: Instant): Promise<void> {
  for (const { name, useFrom, useUntil, expiresAt } of saltsOfDay(day.number, day.days, day.dayMs)) {
    const secret = await saltNamed(db, name, { expiresAt, now })
    const key = { check_id: day.checkId, from_at: day.from, to_at: day.to, salt: name }
    const row = await db
      .selectFrom('member_day')
      .select('body')
      .where('check_id', '=', key.check_id)
      .where('from_at', '=', key.from_at)
      .where('to_at', '=', key.to_at)
      .where('salt', '=', name)
      .executeTakeFirst()
    const known = row ? decodeMembers(row.body) : {}
    const body = encodeMembers(united(known, sets, secret))
    await db
      .insertInto('member_day')
      .values({ ...key, use_from: useFrom, use_until: useUntil, body })
      .onConflict((conflict) =>
        conflict.columns(['check_id', 'from_at', 'to_at', 'salt']).doUpdateSet({ body }),
      )
      .execute()
  }
}

type Hashes = Record<string, BigUint64Array>

function united(known: Hashes, sets: MemberSet[], secret: Uint8Array): Hashes {
  const all: Hashes = { ...known }
  const hashes = new Map<string, bigint>()
  const hashOf = (member: string) => {
    const hash = hashes.get(member) ?? createHmac('sha256', secret).update(member).digest().readBigUInt64LE()
    hashes.set(member, hash)
    return hash
  }
  for (const { name, members } of sets)
    all[name] = BigUint64Array.from(new Set([...(all[name] ?? []), ...members.map(hashOf)])).sort()
  return all
}

/** The secret of that name, made when it is first needed; those that have expired are forgotten then. */
async function saltNamed(
  db: Database,
  name: string,
  { expiresAt, now }: { expiresAt: Instant; now: Instant },
): Promise<Uint8Array> {
  const find = () => db.selectFrom('salt').select('secret').where('name', '=', name).executeTakeFirst()
  const known = await find()
  if (known) return known.secret
  await db.deleteFrom('salt').where('expires_at', '<', now).execute()
  await db
    .insertInto('salt')
    .values({ name, expires_at: expiresAt, secret: randomBytes(secretBytes) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const made = await find()
  if (made === undefined) throw new Error(`the salt ${name} could not be made`)
  return made.secret
}

/** Sets of hashes in bytes: the length of a JSON head, the head (names and counts), and the hashes. */
function encodeMembers(sets: Hashes): Buffer {
  const head = Buffer.from(JSON.stringify(Object.entries(sets).map(([name, { length }]) => [name, length])))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(head.length)
  const hashes = Object.values(sets).map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  )
  return Buffer.concat([size, head, ...hashes])
}

/** The sets again. Throws on damaged bytes. */
export function decodeMembers(bytes: Uint8Array): Hashes {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 4 + view.readUInt32LE()
  const head: [string, number][] = JSON.parse(view.toString('utf8', 4, at))
  return Object.fromEntries(
    head.map(([name, count]) => {
      const start = bytes.byteOffset + at
      at += hashBytes * count
      // a copy, so that it is aligned
      return [name, new BigUint64Array(bytes.buffer.slice(start, start + hashBytes * count))]
    }),
  )
}
