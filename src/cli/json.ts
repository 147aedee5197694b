/** JSON for people and machines: counters beyond 2^53 as text, since a JSON number would lose their end. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner !== 'bigint'
      ? inner
      : inner <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(inner)
        : String(inner),
  )
}
