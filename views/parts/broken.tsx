import type { Unit } from '../../src/model/inventory.ts'
import type { AssetVerdict } from '../../src/readiness/assessment.ts'
import { atMoment, type Frame } from '../frame.ts'
import { EvidenceLinks } from './evidence-links.tsx'
import { Raw } from './raw.tsx'

/** IPv6 that is published and dead: first on every page, since users wait for it. Nothing when there is none. */
export function BrokenList({
  title,
  items,
  frame,
}: {
  title: string
  items: { unit: Unit | null; asset: AssetVerdict }[]
  frame: Frame
}) {
  if (items.length === 0) return null
  return (
    <section class="card loud">
      <h2 class="error">{title}</h2>
      <ul class="list ruled">
        {items.map(({ unit, asset }) => (
          <li>
            {unit !== null && (
              <>
                <a href={atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}>{unit.name}</a>:{' '}
              </>
            )}
            <LabelUnlessSaid of={asset} frame={frame} />
            <span class="small">
              <Raw text={asset.because[frame.locale]} /> <EvidenceLinks verdict={asset} frame={frame} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The asset's name, unless the sentence after it begins with it. */
export function LabelUnlessSaid({ of, frame }: { of: AssetVerdict; frame: Frame }) {
  if (of.because[frame.locale].startsWith(of.asset.label)) return null
  return (
    <>
      <strong>
        <Raw text={of.asset.label} />
      </strong>{' '}
    </>
  )
}
