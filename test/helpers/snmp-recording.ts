/** One object of a recording: its OID as numbers, how snmpsim is told its type, and its value. */
export type RecordedObject = { oid: readonly number[]; tag: string; value: string }

export type Recording = readonly RecordedObject[]

/** Reads "OID|tag|value" lines; those that snmpsim could not read either are left out. */
export function parseRecording(text: string): RecordedObject[] {
  return text.split('\n').flatMap((line) => {
    const [, oid, tag, value] = /^(\d+(?:\.\d+)+)\|([^|]+)\|(.*?)\r?$/.exec(line) ?? []
    if (!oid || !tag || value === undefined) return []
    return [{ oid: oid.split('.').map(Number), tag, value }]
  })
}

export function recordingText(recording: Recording): string {
  return recording.map(({ oid, tag, value }) => `${oid.join('.')}|${tag}|${value}\n`).join('')
}

/** In the order of the tree, where of equal OIDs the first stays: what an agent that keeps to the standard says. */
export function inOrder(recording: Recording): RecordedObject[] {
  const first = new Map<string, RecordedObject>()
  for (const object of recording) {
    const key = object.oid.join('.')
    if (!first.has(key)) first.set(key, object)
  }
  return [...first.values()].sort((one, other) => compareOids(one.oid, other.oid))
}

function compareOids(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, place) => number !== other[place])
  return at === -1 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1)
}

/** What follows `base` ("1.3.6.…") in the OID; null when the object is not below it. */
export function below({ oid }: RecordedObject, base: string): number[] | null {
  const numbers = base.split('.').map(Number)
  return numbers.every((number, place) => number === oid[place]) && oid.length > numbers.length
    ? oid.slice(numbers.length)
    : null
}
