import type { UnitChange, UnitChangeKind } from '../model/inventory.ts'
import type { Text } from '../model.ts'
import { type Flaw, flaw } from './problem.ts'

/** How many units each kind of change takes and leaves. */
const rules: Record<UnitChangeKind, { fits(from: string[], to: string[]): boolean; wants: Text }> = {
  merge: {
    fits: (from, to) => to.length === 1 && from.some((code) => !to.includes(code)),
    wants: {
      vi: 'sáp nhập: from ghi các đơn vị cũ, to ghi đúng một đơn vị nhận',
      en: 'a merge names the old units in from, and exactly one in to',
    },
  },
  split: {
    fits: (from, to) => from.length === 1 && to.length >= 2,
    wants: {
      vi: 'chia tách: from ghi đúng một đơn vị, to ghi từ hai đơn vị (đơn vị cũ nếu còn cũng ghi ở to)',
      en: 'a split names exactly one unit in from, and two or more in to (the old one too if it stays)',
    },
  },
  rename: {
    fits: (from, to) => from.length === 1 && to.length === 0,
    wants: {
      vi: 'đổi tên: from ghi đúng một đơn vị, to để trống',
      en: 'a rename names exactly one unit in from, and none in to',
    },
  },
  end: {
    fits: (from, to) => from.length > 0 && to.length === 0,
    wants: {
      vi: 'kết thúc: from ghi các đơn vị, to để trống',
      en: 'an end names the units in from, and none in to',
    },
  },
}

/** What is wrong with a change of units by itself, its cells being right. */
export function unitChangeFlaws({
  kind,
  from,
  to,
  nameBefore,
  name,
}: Partial<UnitChange>): ((Flaw & { column: string }) | false)[] {
  if (kind === undefined) return []
  const names = [
    ['name_before', nameBefore],
    ['name', name],
  ] as const
  const { fits, wants } = rules[kind]
  return [
    from !== undefined &&
      to !== undefined &&
      !fits(from, to) && { column: 'to', ...flaw('wrong_units', wants.vi, wants.en) },
    ...names.map(
      ([column, value]) =>
        value !== undefined &&
        kind === 'rename' &&
        value === '' && {
          column,
          ...flaw(
            'required',
            'đổi tên phải ghi tên cũ và tên mới',
            'a rename needs the old and the new name',
          ),
        },
    ),
    ...names.map(
      ([column, value]) =>
        value !== undefined &&
        kind !== 'rename' &&
        value !== '' && {
          column,
          ...flaw('only_of_renames', 'chỉ ghi tên khi đổi tên', 'only a rename has names'),
        },
    ),
    kind === 'rename' &&
      !!name &&
      name === nameBefore && {
        column: 'name',
        ...flaw('same_name', `tên mới trùng tên cũ "${name}"`, `the new name is the old one, "${name}"`),
      },
  ]
}
