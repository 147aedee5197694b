import { z } from 'zod'
import type { InventoryFile } from '../inventory/read-file.ts'
import { refuse } from './refuse.ts'
import type { WebContext } from './web.ts'

/** The files of a form with the field `files`. */
export async function uploadedFiles(c: WebContext): Promise<InventoryFile[]> {
  const { files: given } = await c.req.parseBody({ all: true })
  const uploads = [given].flat().filter((file) => file instanceof File)
  return Promise.all(
    uploads.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  )
}

/** The files that a preview carried along, which its confirmation sends again: `name` and `content` in base64. */
async function carriedFiles(c: WebContext): Promise<InventoryFile[]> {
  const body = await c.req.parseBody({ all: true })
  const names = texts(body.name)
  return texts(body.content).map((content, index) => ({
    name: names[index] ?? `${index + 1}.csv`,
    bytes: new Uint8Array(Buffer.from(content, 'base64')),
  }))
}

function texts(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === 'string')
}

/** What a form with files holds besides them: nothing. The files are parts of multipart/form-data. */
export const filesForm = z.strictObject({ files: z.array(z.never()).max(0).optional() })

/** Files to be written: people have previewed them, programs send them as they are. */
export async function sentFiles(c: WebContext): Promise<InventoryFile[]> {
  if (c.var.format !== 'json') return carriedFiles(c)
  const files = await uploadedFiles(c)
  return files.length > 0 ? files : refuse('badRequest', ['files: at least one file, as multipart/form-data'])
}
