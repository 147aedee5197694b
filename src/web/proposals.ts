import { z } from 'zod'
import { writeCsv } from '../inventory/write.ts'
import type { Device, Prefix } from '../model/inventory.ts'
import { dismiss, restore } from '../store/dismissals.ts'
import { previewFiles } from './pages/inventory.tsx'
import { recorded } from './recorded.ts'
import { refuse } from './refuse.ts'
import type { WebContext } from './web.ts'

/** What was found, as a file that is about to be imported: the preview says what it would change, and a person confirms. */
export function previewProposal(c: WebContext, proposal: Device | Prefix) {
  const file =
    proposal.kind === 'device'
      ? { name: 'devices.csv', text: writeCsv('devices', [proposal], { bom: true }) }
      : { name: 'prefixes.csv', text: writeCsv('prefixes', [proposal], { bom: true }) }
  return previewFiles(c, [{ name: file.name, bytes: new TextEncoder().encode(file.text) }])
}

/** Dismisses a proposal with the reason that the form gives, or considers it again. */
export async function decideProposal(
  c: WebContext,
  { unit, key, form, back }: { unit: string; key: string; form: Record<string, string[]>; back: string },
) {
  const { deps, session } = c.var
  const reason = z.string().trim().max(300).catch('').parse(form.reason?.[0])
  const isRestored = form.restore?.[0] === 'yes'
  if (!isRestored && reason === '') refuse('badRequest', ['reason: required'])
  await recorded(c, async (db, tell) => {
    if (isRestored) await restore(db, { unit, key })
    else await dismiss(db, { unit, key, reason, at: deps.now(), by: session?.account ?? '' })
    const action = isRestored ? 'discovery.restore' : 'discovery.dismiss'
    await tell({ action, subject: `${unit} ${key}`, after: isRestored ? null : { reason } })
  })
  return c.redirect(back, 303)
}
