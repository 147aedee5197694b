/** Says who asks, and whom to ask about it (domain rules 4.8). */
export function userAgentOf(version: number, contact: string | undefined): string {
  const printable = (contact ?? 'IPv6 readiness monitoring').replace(/[^ -~]/g, '')
  return `v6gov-probe/${version} (+${printable})`
}
