import { probes } from '../../probes/index.ts'
import type { Check } from '../model.ts'
import { type Capability, listCapabilities } from '../store/capabilities.ts'
import type { AskedAs } from './agent-seen.ts'
import type { JobDeps } from './run-job.ts'

/** The tables that a look can leave out, because the agent is known not to have them. */
export async function missingTables(
  { db, now, pace }: Pick<JobDeps, 'db' | 'now' | 'pace'>,
  { host, vantage }: Check,
  asked: AskedAs,
): Promise<string[]> {
  const known = await listCapabilities(db, { host, vantage, askedAs: asked.askedAs }, { pace })
  const at = now()
  const isSettled = ({ nextSurveyAt, confirmedAt }: Capability) =>
    nextSurveyAt !== null && nextSurveyAt > at && confirmedAt <= at
  return known
    .filter((one) => isSettled(one) && one.probeVersion === versionNow(one))
    .map(({ table }) => table)
}

/** The version of the probe that taught it: what an older one took for missing may be there. */
function versionNow({ checkId }: Capability): number | undefined {
  const name = checkId.split('~').at(-1)
  return Object.entries(probes).find(([probe]) => probe === name)?.[1].version
}
