import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inventoryKinds } from '../inventory/kinds.ts'
import { writeInventory, writeInventoryWorkbook } from '../inventory/write.ts'
import { makeDirectory } from '../make-directory.ts'
import { openDatabase } from '../store/database.ts'
import { loadInventory } from '../store/inventory.ts'
import { type Command, Refusal } from './io.ts'
import { configOf } from './surroundings.ts'

export const exportCommand: Command = {
  summary: 'Writes the inventory as CSV or XLSX files that import back unchanged',
  help: `v6gov export [--xlsx] [--out DIR] [KIND…]

Writes one file per kind (${inventoryKinds.join(', ')}; all when none is named) into DIR, or, for one kind without
--out, to the standard output. --xlsx writes them as sheets of one workbook, DIR/inventory.xlsx.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: { out: { type: 'string' }, xlsx: { type: 'boolean', default: false } },
    })
    const unknown = positionals.filter((kind) => !inventoryKinds.some((known) => known === kind))
    if (unknown.length > 0)
      throw new Refusal([`${unknown.join(', ')}: kinds are ${inventoryKinds.join(', ')}`], 2)
    if (values.out === undefined && (positionals.length !== 1 || values.xlsx))
      throw new Refusal(['give --out DIR, or one kind to print'], 2)
    const db = await openDatabase(configOf(io).V6GOV_DATABASE_URL)
    try {
      const inventory = await loadInventory(db)
      const some = inventoryKinds.filter((kind) => positionals.length === 0 || positionals.includes(kind))
      if (values.xlsx && values.out !== undefined) {
        makeDirectory(values.out)
        const workbook = await writeInventoryWorkbook(inventory, some)
        writeFileSync(path.join(values.out, 'inventory.xlsx'), workbook)
        return 0
      }
      const files = writeInventory(inventory).filter(({ name }) =>
        some.some((kind) => kind === path.parse(name).name),
      )
      if (values.out !== undefined) makeDirectory(values.out)
      for (const { name, text } of files)
        if (values.out === undefined) io.out(text)
        else writeFileSync(path.join(values.out, name), text)
      return 0
    } finally {
      await db.destroy()
    }
  },
}
