import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { z } from 'zod'
import type { Day } from '../model.ts'
import { ipv4, ipv6 } from './address-cells.ts'
import { bad, type Cell, good } from './cell.ts'

const longest = 1000
/** Control characters except tab and line feed, controls of the writing direction (UAX 9), halves of characters. */
const unwanted = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\p{Cs}]/u

/** Free text, line breaks allowed; empty when the cell is. */
export const text: Cell<string> = {
  read(cell) {
    if (cell.length > longest)
      return bad('too_long', `dài quá ${longest} ký tự`, `is longer than ${longest} characters`)
    const control = unwanted.exec(cell)
    if (control) {
      const point = `U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
      return bad(
        'control_character',
        `chứa ký tự điều khiển ${point}`,
        `holds the control character ${point}`,
      )
    }
    return good(cell)
  },
  write: (value) => value,
}

/** A key. It goes into ids and addresses of pages, hence the few characters. */
export const code: Cell<string> = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'bad_code',
  'chỉ gồm chữ cái không dấu, chữ số, dấu - _ . và bắt đầu bằng chữ cái hoặc chữ số (tối đa 64 ký tự)',
  'may only hold letters without marks, digits, - _ . and begins with a letter or digit (at most 64)',
)

/** A type as the administrative catalogue names it: thanh_pho, xa, … */
export const slug: Cell<string> = matching(
  /^[a-z][a-z0-9_]{0,31}$/,
  'bad_name',
  'viết bằng chữ thường không dấu, nối bằng dấu gạch dưới, ví dụ thi_tran',
  'is written in lower-case letters without marks, joined by underscores, as in thi_tran',
)

function matching(pattern: RegExp, problem: 'bad_code' | 'bad_name', vi: string, en: string): Cell<string> {
  return {
    read: (cell) => (pattern.test(cell) ? good(cell) : bad(problem, `"${cell}": ${vi}`, `"${cell}" ${en}`)),
    write: (value) => value,
  }
}

/** A calendar day as ISO 8601 writes it. Other orders of day and month cannot be told apart, so they are refused. */
export const day: Cell<Day> = {
  read: (cell) =>
    z.iso.date().safeParse(cell).success && cell >= '1900'
      ? good(cell)
      : bad(
          'bad_day',
          `"${cell}" không phải là ngày; viết năm-tháng-ngày, ví dụ 2022-06-30`,
          `"${cell}" is no day; write year-month-day, as in 2022-06-30`,
        ),
  write: (value) => value,
}

export const email: Cell<string> = {
  read: (cell) =>
    z.email().safeParse(cell).success
      ? good(cell)
      : bad('bad_email', `"${cell}" không phải là địa chỉ thư điện tử`, `"${cell}" is no e-mail address`),
  write: (value) => value,
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const hostName = new RegExp(`^(?=.{1,253}$)(?:${label}\\.)+(?!\\d+$)${label}$`)

/** A DNS name with at least one dot, lower case, Vietnamese names in their ASCII form (RFC 5891), or an address. */
export const host: Cell<string> = {
  read(cell) {
    if (isIP(cell)) return (cell.includes(':') ? ipv6 : ipv4).read(cell)
    const name = (/^[!-~]*$/.test(cell) ? cell : domainToASCII(cell)).toLowerCase().replace(/\.$/, '')
    if (hostName.test(name)) return good(name)
    return bad(
      'bad_host',
      `"${cell}" không phải là tên miền; chỉ ghi tên, không ghi http://, cổng hay đường dẫn`,
      `"${cell}" is no host name; write the name alone, without http://, port or path`,
    )
  },
  write: (value) => value,
}
