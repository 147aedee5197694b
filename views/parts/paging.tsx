import { formatNumber } from '../../src/i18n/format.ts'
import { type Frame, inFormat, withQuery } from '../frame.ts'

export type Slice = { offset: number; limit: number; page: number; total: number }

/** Where in the list we are, the pages beside, and the list as a file. */
export function Paging({ slice, frame }: { slice: Slice; frame: Frame }) {
  const { t, locale } = frame
  const { offset, limit, page, total } = slice
  const number = (value: number) => formatNumber(value, locale)
  const last = Math.min(offset + limit, total)
  if (total === 0) return null
  return (
    <nav class="pages" aria-label={t.page.navigation}>
      <span>{t.page.position(number(Math.min(offset + 1, total)), number(last), number(total))}</span>
      {offset > 0 && (
        <a rel="prev" href={withQuery(frame.url, { page: page > 2 ? page - 1 : null })}>
          {t.page.previous}
        </a>
      )}
      {last < total && (
        <a rel="next" href={withQuery(frame.url, { page: page + 1 })}>
          {t.page.next}
        </a>
      )}
    </nav>
  )
}

/** The same list for spreadsheets and programs: this page of it, or all that the filter leaves. */
export function Downloads({ slice, frame }: { slice?: Slice; frame: Frame }) {
  const { t } = frame
  const current = slice && { limit: String(slice.limit), offset: String(slice.offset), page: null }
  return (
    <span class="actions no-print">
      <span class="muted">{t.download}:</span>
      {current && slice.limit < slice.total && (
        <a href={inFormat(frame.url, 'csv', current)} download>
          CSV ({t.downloadView})
        </a>
      )}
      <a href={inFormat(frame.url, 'csv', { page: null })} download>
        CSV
      </a>
      <a href={inFormat(frame.url, 'json', { page: null })}>JSON</a>
    </span>
  )
}
