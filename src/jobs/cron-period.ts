const secondsOf = { minute: 60, hour: 3600, day: 86_400 }

/** How often a time in cron's five or six fields comes, in seconds, for the kinds that we use: each n seconds to once a day. */
export function cronPeriod(when: string): number {
  const fields = when.split(' ')
  const [second = '', minute = '', hour = ''] = fields.length === 5 ? ['0', ...fields] : fields
  if (/^\d+$/.test(hour)) return secondsOf.day
  if (/^\d+$/.test(minute)) return secondsOf.hour
  if (/^\d+$/.test(second)) return secondsOf.minute
  return Number(/\/(\d+)$/.exec(second)?.[1] ?? 1)
}
