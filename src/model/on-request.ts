import type { Check } from '../model.ts'

/** Whether a check looks when a person asks for it and at no other time. */
export function isOnRequest({ probe }: Pick<Check, 'probe'>): boolean {
  return probe === 'ipv4-sweep'
}
