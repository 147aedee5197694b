import type { FailureClass } from '../../../probes/lib/failure-class.ts'
import type { Text } from '../../model.ts'
import type { Finding, UnknownReason } from '../criterion.ts'

export function pass(because: Text): Finding {
  return { verdict: 'pass', because }
}

export function partial(because: Text, failure: FailureClass | null = null): Finding {
  return { verdict: 'partial', because, ...(failure && { failure }) }
}

export function fail(because: Text, failure: FailureClass | null = null): Finding {
  return { verdict: 'fail', because, ...(failure && { failure }) }
}

/** Published in the DNS and dead over IPv6 while IPv4 answers: worse than absent (domain rules 4.5). */
export function broken(because: Text, failure: FailureClass | null): Finding {
  return { verdict: 'fail', severity: 'critical', because, ...(failure && { failure }) }
}

export function notApplicable(because: Text): Finding {
  return { verdict: 'na', because }
}

export function unknown(reason: UnknownReason, because: Text): Finding {
  return { verdict: 'unknown', reason, because }
}
