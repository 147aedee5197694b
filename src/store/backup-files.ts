import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Instant } from '../model.ts'

/** What lies beside each backup: by this file alone it is known to be good. */
const manifestSchema = z.strictObject({
  format: z.literal('v6gov-backup-1'),
  madeAt: z.iso.datetime(),
  kind: z.enum(['sqlite', 'postgres']),
  size: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  migration: z.string(),
  rows: z.record(z.string(), z.int()),
  reports: z.array(z.string()),
})
export type Manifest = z.output<typeof manifestSchema>

export type Backup = { file: string; manifest: Manifest }

const suffix = { sqlite: '.db', postgres: '.dump' } as const

/** Where a backup of a moment lies: `v6gov-20220630T170000Z.db` and `.json`. */
export function backupFile(directory: string, madeAt: Instant, kind: Manifest['kind']): string {
  const stamp = madeAt.replace(/\.\d+/, '').replace(/[-:]/g, '')
  return path.join(directory, `v6gov-${stamp}${suffix[kind]}`)
}

function manifestFile(file: string): string {
  return `${file.replace(/\.(db|dump)$/, '')}.json`
}

/** The good backups of a directory, the newest first; what has no manifest is none. */
export function listBackups(directory: string): Backup[] {
  let names: string[]
  try {
    names = readdirSync(directory)
  } catch {
    return []
  }
  return names
    .filter((name) => /^v6gov-\d{8}T\d{6}Z\.(db|dump)$/.test(name))
    .flatMap((name) => {
      const file = path.join(directory, name)
      try {
        return [{ file, manifest: readManifest(file) }]
      } catch {
        return []
      }
    })
    .sort((one, other) => (one.manifest.madeAt < other.manifest.madeAt ? 1 : -1))
}

/** What the file beside a backup says. Throws, in words, where there is none or it cannot be read. */
export function readManifest(file: string): Manifest {
  const beside = manifestFile(file)
  let text: string
  try {
    text = readFileSync(beside, 'utf8')
  } catch {
    throw new Error(`${beside} is not there, which v6gov backup writes beside each copy that it has proved`)
  }
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch {
    throw new Error(`${beside} is not what v6gov backup writes`)
  }
}

/** Makes a copy that was proved a backup: its manifest first, then its name. Both are on disk when this returns. */
export function keepBackup(part: string, { file, manifest }: Backup): void {
  sync(part)
  writeFileSync(manifestFile(file), `${JSON.stringify(manifest, null, 1)}\n`)
  sync(manifestFile(file))
  renameSync(part, file)
  sync(path.dirname(file))
}

/** Removes a backup: the copy first, since without it a manifest means nothing. */
export function removeBackup(file: string): void {
  rmSync(file, { force: true })
  rmSync(manifestFile(file), { force: true })
}

/** Removes what makers of copies left that were killed. */
export function removeParts(directory: string): void {
  for (const name of readdirSync(directory))
    if (name.includes('.part')) rmSync(path.join(directory, name), { force: true })
}

function sync(file: string): void {
  const opened = openSync(file, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

/** Size in bytes and SHA-256 of a file. */
export async function measureFile(file: string): Promise<Pick<Manifest, 'size' | 'sha256'>> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return { size: statSync(file).size, sha256: hash.digest('hex') }
}
