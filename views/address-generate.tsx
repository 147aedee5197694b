import { blockText } from '../src/address-plan/block.ts'
import type { Generated } from '../src/address-plan/generate.ts'
import { formatNumber } from '../src/i18n/format.ts'
import { type Prefix, type UnitKind, unitKinds } from '../src/model/inventory.ts'
import { type Frame, inFormat, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'

/** One plan that might be: what it is made from and what comes of it. */
export type Variant = {
  /** "1" or "2", which ends the names of its fields. */
  n: string
  block: string
  sizes: Record<UnitKind, number>
  /** Communes more than there are. */
  extra: number
  generated: Generated
  entries: Prefix[]
  /** Those that could be written: of units that exist, and not planned already. */
  real: Prefix[]
}

/** Two plans side by side before anything is written. */
export function AddressGeneratePage({ frame, variants }: { frame: Frame; variants: Variant[] }) {
  const { t } = frame
  const words = t.generate
  return (
    <Layout frame={frame} title={words.title} section="addresses">
      <p class="crumbs">
        <a href="/addresses">{t.addresses.title}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="muted">{words.what}</p>
      <form class="stack wide" method="get" action="/addresses/generate">
        <div class="columns">
          {variants.map((variant) => (
            <VariantFields variant={variant} frame={frame} />
          ))}
        </div>
        <button type="submit">{words.compare}</button>
      </form>
      <section class="block">
        <h2>{words.sideBySide}</h2>
        <Comparison variants={variants} frame={frame} />
      </section>
      <section class="block">
        <h2>{words.arithmetic}</h2>
        <div class="columns">
          {variants.map((variant) => (
            <Arithmetic variant={variant} frame={frame} />
          ))}
        </div>
      </section>
      <section class="block">
        <h2>{words.whoGetsWhat}</h2>
        <Assignments variants={variants} frame={frame} />
      </section>
    </Layout>
  )
}

function VariantFields({ variant, frame }: { variant: Variant; frame: Frame }) {
  const words = frame.t.generate
  const { n, block, sizes, extra } = variant
  const lengths = [32, 36, 40, 44, 48, 52, 56, 60, 64]
  return (
    <fieldset class="card">
      <legend>{words.variant(n)}</legend>
      <label class="field">
        <span>{words.block}</span>
        <input class="mono" name={`block${n}`} value={block} maxlength={50} required />
      </label>
      {unitKinds.map((kind) => (
        <label class="field">
          <span>{words.lengthOf(frame.t.unitKind[kind])}</span>
          <select name={`${kind}${n}`}>
            {lengths.map((length) => (
              <option value={String(length)} selected={length === sizes[kind]}>
                /{length}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label class="field">
        <span>{words.more}</span>
        <input type="number" name={`more${n}`} value={String(extra)} min="0" max="1000" />
      </label>
    </fieldset>
  )
}

function Comparison({ variants, frame }: { variants: Variant[]; frame: Frame }) {
  const words = frame.t.generate
  const number = (value: number) => formatNumber(value, frame.locale)
  const canWrite = may(frame, 'engineer')
  const rows: [string, (variant: Variant) => unknown][] = [
    [words.rows.block, ({ block }) => <span class="mono">{block}</span>],
    [words.rows.wanted, ({ generated }) => number(generated.given.length + generated.left.length)],
    [words.rows.kept, ({ generated }) => number(generated.given.filter(({ isKept }) => isKept).length)],
    [words.rows.given, ({ generated }) => number(generated.given.filter(({ isKept }) => !isKept).length)],
    [
      words.rows.left,
      ({ generated: { left } }) => (
        <VerdictMark
          verdict={left.length === 0 ? 'pass' : 'fail'}
          word={left.length === 0 ? words.allFit : words.doNotFit(number(left.length))}
        />
      ),
    ],
    [
      words.rows.room,
      ({ generated: { sums } }) =>
        sums.map(({ length, stillFit }) => words.stillFit(number(Number(stillFit)), `/${length}`)).join('; '),
    ],
    [
      words.rows.files,
      ({ n }) => (
        <>
          <a href={inFormat(frame.url, 'csv', { variant: n })} download>
            prefixes.csv
          </a>{' '}
          <a href={inFormat(frame.url, 'json', { variant: n })}>JSON</a>
        </>
      ),
    ],
    [
      words.rows.write,
      ({ n, real }) =>
        real.length === 0 ? (
          words.nothingNew
        ) : canWrite ? (
          <form method="post" action={withQuery(frame.url, { variant: n })}>
            <button type="submit">{words.preview(number(real.length))}</button>
          </form>
        ) : (
          frame.t.inventory.readOnly
        ),
    ],
  ]
  return (
    <TableBox label={words.sideBySide}>
      <thead>
        <tr>
          <td />
          {variants.map(({ n }) => (
            <th scope="col">{words.variant(n)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([head, cell]) => (
          <tr>
            <th scope="row">{head}</th>
            {variants.map((variant) => (
              <td>{cell(variant)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** "235 × /60 = 15 × /56 …": why it fits or does not. */
function Arithmetic({ variant, frame }: { variant: Variant; frame: Frame }) {
  const words = frame.t.generate
  const number = (value: number | bigint) => formatNumber(Number(value), frame.locale)
  const { block, generated } = variant
  return (
    <div class="card">
      <h3>{words.variant(variant.n)}</h3>
      <ul class="list">
        {generated.sums.map(({ length, wanted, holds }) => (
          <li>
            {words.sum(block, `/${length}`, number(holds), number(wanted))}{' '}
            {BigInt(wanted) > holds && (
              <strong class="error">{words.short(number(BigInt(wanted) - holds))}</strong>
            )}
          </li>
        ))}
      </ul>
      {generated.left.length > 0 && (
        <p class="error">
          {words.leftOut}{' '}
          <Raw
            text={generated.left
              .slice(0, 20)
              .map(({ code, length }) => `${code} (/${length})`)
              .join(', ')}
          />
          {generated.left.length > 20 && ' …'}
        </p>
      )}
    </div>
  )
}

function Assignments({ variants, frame }: { variants: Variant[]; frame: Frame }) {
  const words = frame.t.generate
  const codes = new Map(
    variants.flatMap(({ generated: { given, left } }) =>
      [...given, ...left].map((one) => [one.code, one] as const),
    ),
  )
  const at = variants.map(({ generated }) => new Map(generated.given.map((one) => [one.code, one])))
  return (
    <details>
      <summary>{words.units(formatNumber(codes.size, frame.locale))}</summary>
      <TableBox label={words.whoGetsWhat} records>
        <thead>
          <tr>
            <th scope="col">{frame.t.addresses.columns.unit}</th>
            {variants.map(({ n }) => (
              <th scope="col">{words.variant(n)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...codes.values()].map(({ code, name }) => (
            <tr>
              <th scope="row">
                <Raw text={name || words.newUnit(code)} />
              </th>
              {variants.map(({ n }, index) => {
                const own = at[index]?.get(code)
                return (
                  <td data-label={words.variant(n)}>
                    {own ? <span class="mono">{blockText(own.block)}</span> : '–'}
                    {own?.isKept && <span class="muted small"> {words.isKept}</span>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </TableBox>
    </details>
  )
}
