import type { ImportRef } from '../../src/readiness/assessment.ts'
import type { Frame } from '../frame.ts'
import { Moment } from './time.tsx'

/** More fold, since a log may be handed in every day. */
const mostOpen = 3

/** From a verdict on figures that were handed in to the imports that brought them. */
export function ImportLinks({ imports = [], frame }: { imports: ImportRef[] | undefined; frame: Frame }) {
  const { figures } = frame.t
  const links = imports.map(({ id, importedAt }) => (
    <>
      <a class="nowrap" href={`/figure-imports/${id}`}>
        {figures.importedAt} <Moment at={importedAt} frame={frame} />
      </a>{' '}
    </>
  ))
  if (imports.length <= mostOpen) return <>{links}</>
  return (
    <details>
      <summary>{figures.importCount(imports.length)}</summary>
      {links}
    </details>
  )
}
