/** A finding as "verdict reason-or-failure severity". */
export function brief(finding: {
  verdict: string
  reason?: string
  failure?: string
  severity?: string
}): string {
  return [finding.verdict, finding.reason ?? finding.failure, finding.severity].filter(Boolean).join(' ')
}
