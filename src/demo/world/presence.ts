const hour = 3_600_000
const hoursToHaiDuong = 7

/** The hour of schedule in which everybody stays where they are, numbered since 1970. */
export function hourOf(schedule: number): number {
  return Math.floor(schedule / hour)
}

/** The share (0 to 1) of those who ever come that is there in an hour of schedule: offices by day, squares in the evening. */
export function presence(where: 'office' | 'public', hourNumber: number): number {
  const local = hourNumber + hoursToHaiDuong
  const ofDay = local % 24
  const ofWeek = (Math.floor(local / 24) + 4) % 7 // 1970 began on a Thursday; 0 is Sunday
  if (where === 'public') return ofDay >= 17 && ofDay < 22 ? 1 : ofDay >= 7 && ofDay < 23 ? 0.55 : 0.1
  const isWorkday = ofWeek !== 0 && ofWeek !== 6
  return isWorkday && ofDay >= 7 && ofDay < 17 ? 0.9 : isWorkday && ofDay < 20 && ofDay >= 6 ? 0.4 : 0.2
}
