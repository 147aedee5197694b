import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../../views/style/', import.meta.url)

/** What a sheet says of a class wherever it stands: `.tile {`, and not `.legend .tile {`. */
function classesOf(sheet: string): string[] {
  const css = readFileSync(new URL(sheet, folder), 'utf8')
  return [...new Set([...css.matchAll(/^\.([a-z][\w-]*)(?= \{|,$)/gm)].map(([, name]) => name ?? ''))]
}

test('a class is said what it looks like in one sheet alone, so that none undoes what another page needs', () => {
  // those for phones and for paper come last on purpose
  const sheets = readdirSync(folder).filter((name) => !/phone|print/.test(name))
  const home = new Map<string, string>()
  const twice: string[] = []
  for (const sheet of sheets)
    for (const name of classesOf(sheet)) {
      const other = home.get(name)
      if (other !== undefined) twice.push(`.${name}: ${other} and ${sheet}`)
      else home.set(name, sheet)
    }
  expect(home.size).toBeGreaterThan(80)
  expect(twice).toEqual([])
})
