import type { AssetVerdict } from '../../src/readiness/assessment.ts'
import type { Frame } from '../frame.ts'
import { Age } from './time.tsx'

/** From a verdict to the observations that prove it, each with its age. */
export function EvidenceLinks({ verdict, frame }: { verdict: AssetVerdict; frame: Frame }) {
  const { t } = frame
  return (
    <>
      {verdict.evidence.map(({ checkId, firstDueAt, lastSeenAt }) => (
        <span class="nowrap">
          <a
            href={observationPath(checkId, firstDueAt)}
            aria-label={`${t.opensEvidence}: ${verdict.asset.label}, ${checkId.split('~').at(-1)}`}
          >
            {checkId.split('~').at(-1)}
          </a>{' '}
          <span class="muted">
            <Age at={lastSeenAt} frame={frame} />
          </span>{' '}
        </span>
      ))}
    </>
  )
}

export function checkPath(checkId: string): string {
  return `/checks/${encodeURIComponent(checkId)}`
}

/** The permanent address of one observation. */
export function observationPath(checkId: string, firstDueAt: string): string {
  return `${checkPath(checkId)}/${encodeURIComponent(firstDueAt)}`
}
