import { unguardFormula } from './formula-guard.ts'
import { type Flaw, flaw } from './problem.ts'

export type Read<Value> = { ok: true; value: Value } | { ok: false; flaw: Flaw }

/** How one cell is read and written. `read(write(value))` gives the value back, exactly. */
export type Cell<Value> = {
  /** Gets cleaned text (`cleanCell`), possibly empty. */
  read(text: string): Read<Value>
  write(value: Value): string
}

export function good<Value>(value: Value): Read<Value> {
  return { ok: true, value }
}

export function bad(...[code, vi, en]: Parameters<typeof flaw>): Read<never> {
  return { ok: false, flaw: flaw(code, vi, en) }
}

/** The text of a cell as all readers expect it: NFC, without the guard against formulas, no blanks around it. */
export function cleanCell(raw: string): string {
  return unguardFormula(raw.normalize('NFC').trim()).trim()
}

/** An empty cell stands for `empty`. */
export function optional<Value, Empty>(cell: Cell<Value>, empty: Empty): Cell<Value | Empty> {
  return {
    read: (text) => (text === '' ? good(empty) : cell.read(text)),
    write: (value) => (value === empty ? '' : cell.write(value as Value)),
  }
}

/** An empty cell is a mistake. */
export function required<Value>(cell: Cell<Value>): Cell<Value> {
  return {
    read: (text) =>
      text === '' ? bad('required', 'ô này phải được điền', 'must be filled in') : cell.read(text),
    write: cell.write,
  }
}

/** Items separated by `|`; none for an empty cell. An item may not hold a `|` itself. */
export function list<Value>(item: Cell<Value>): Cell<Value[]> {
  return {
    read(text) {
      const values: Value[] = []
      const seen = new Set<string>()
      for (const part of text === '' ? [] : text.split('|')) {
        const read = required(item).read(part.trim())
        if (!read.ok) return read
        const written = item.write(read.value)
        if (seen.has(written))
          return bad('repeated_item', `"${written}" được ghi hai lần`, `"${written}" is given twice`)
        seen.add(written)
        values.push(read.value)
      }
      return good(values)
    },
    write: (values) => values.map((value) => item.write(value)).join('|'),
  }
}

/** One word of a fixed set, in any case. */
export function oneOf<const Value extends string>(values: readonly Value[]): Cell<Value> {
  return {
    read(text) {
      const value = values.find((each) => each.toLowerCase() === text.toLowerCase())
      const choices = values.join(', ')
      return value
        ? good(value)
        : bad('bad_value', `"${text}" không thuộc: ${choices}`, `"${text}" is none of: ${choices}`)
    },
    write: (value) => value,
  }
}

const yes = ['yes', 'có', 'true', '1']
const no = ['no', 'không', 'false', '0', '']

/** yes or no; empty is no. Spreadsheets like to write TRUE, people có. */
export const yesNo: Cell<boolean> = {
  read(text) {
    const word = text.toLowerCase()
    if (yes.includes(word)) return good(true)
    if (no.includes(word)) return good(false)
    return bad('bad_value', `"${text}" không phải là yes hoặc no`, `"${text}" is neither yes nor no`)
  },
  write: (value) => (value ? 'yes' : 'no'),
}
