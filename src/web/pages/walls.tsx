import { WallPage, WallPart, wallRows } from '../../../views/wall.tsx'
import { WallsPage } from '../../../views/walls.tsx'
import { hashToken, newToken } from '../../auth/token.ts'
import { listOpenIncidents } from '../../store/incidents.ts'
import { addWall, findWall, listWalls, removeWall } from '../../store/walls.ts'
import { readQuery } from '../query.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { gravestFirst, namesOf } from './incidents.tsx'

export const wallPages: Page[] = [
  { method: 'GET', path: '/walls', rule: 'admin', handle: showWalls },
  { method: 'POST', path: '/walls', rule: 'admin', handle: makeWall },
  { method: 'POST', path: '/walls/:wall/revoke', rule: 'admin', handle: revokeWall },
  // the token in the address is the right to look; it ends when somebody revokes it
  { method: 'GET', path: '/wall/:token', rule: 'public', handle: showWall },
]

async function showWalls(c: WebContext) {
  readQuery(c, {})
  return sendWalls(c, { link: null, problem: null })
}

async function sendWalls(c: WebContext, said: { link: string | null; problem: string | null }) {
  const walls = await listWalls(c.var.deps.db)
  return c.html(<WallsPage frame={await frameOf(c)} walls={walls} {...said} />)
}

async function makeWall(c: WebContext) {
  const { deps, session, words, origin } = c.var
  const { name: sent } = await c.req.parseBody()
  const name = typeof sent === 'string' ? sent.trim() : ''
  if (name === '' || name.length > 100) {
    c.status(422)
    return sendWalls(c, { link: null, problem: words.t.incidents.walls.nameMissing })
  }
  const token = newToken()
  await recorded(c, async (db, tell) => {
    await addWall(db, { token, name, at: deps.now(), by: session?.account ?? '' })
    await tell({ action: 'wall.add', subject: hashToken(token).slice(0, 12), after: { name } })
  })
  return sendWalls(c, { link: `${origin}/wall/${token}`, problem: null })
}

async function revokeWall(c: WebContext) {
  const id = c.req.param('wall') ?? ''
  const wall = (await listWalls(c.var.deps.db)).find((one) => one.id === id) ?? refuse('notFound', [id])
  await recorded(c, async (db, tell) => {
    await removeWall(db, id)
    await tell({ action: 'wall.revoke', subject: id.slice(0, 12), before: { name: wall.name } })
  })
  return c.redirect('/walls', 303)
}

async function showWall(c: WebContext) {
  const { deps } = c.var
  readQuery(c, {})
  const token = c.req.param('token') ?? ''
  if ((await findWall(deps.db, token)) === undefined) refuse('notFound')
  const open = await listOpenIncidents(deps.db)
  const lasting = open.filter(({ restoredAt }) => restoredAt === null).sort(gravestFirst)
  const props = {
    frame: { ...(await frameOf(c)), account: null },
    shown: lasting.slice(0, wallRows),
    more: Math.max(0, lasting.length - wallRows),
    watched: open.filter(({ restoredAt }) => restoredAt !== null),
    names: await namesOf(deps),
    href: `/wall/${token}`,
  }
  return c.html(isPartial(c) ? <WallPart {...props} /> : <WallPage {...props} />)
}
