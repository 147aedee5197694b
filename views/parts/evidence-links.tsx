import type { ProbeName } from '../../probes/index.ts'
import type { AssetVerdict } from '../../src/readiness/assessment.ts'
import type { Frame } from '../frame.ts'
import { ImportLinks } from './import-links.tsx'
import { Age } from './time.tsx'

/** From a verdict to the observations that prove it, each with its age, and to the imports that it rests on. */
export function EvidenceLinks({ verdict, frame }: { verdict: AssetVerdict; frame: Frame }) {
  const { t } = frame
  return (
    <>
      {verdict.evidence.map(({ checkId, firstDueAt, lastSeenAt }) => (
        <>
          <span class="nowrap">
            <a
              href={observationPath(checkId, firstDueAt)}
              aria-label={`${t.opensEvidence}: ${verdict.asset.label}, ${probeOf(checkId, frame)}`}
            >
              {probeOf(checkId, frame)}
            </a>{' '}
            <span class="muted">
              <Age at={lastSeenAt} frame={frame} />
            </span>
          </span>{' '}
        </>
      ))}
      <ImportLinks imports={verdict.imports} frame={frame} />
    </>
  )
}

/** The kind of check, in words; its id ends with it. */
function probeOf(checkId: string, { t }: Frame): string {
  const probe = checkId.split('~').at(-1) ?? ''
  return t.checks.probes[probe as ProbeName] ?? probe
}

export function checkPath(checkId: string): string {
  return `/checks/${encodeURIComponent(checkId)}`
}

/** The permanent address of one observation. */
export function observationPath(checkId: string, firstDueAt: string): string {
  return `${checkPath(checkId)}/${encodeURIComponent(firstDueAt)}`
}
