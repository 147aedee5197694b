/** What a program that has a token may do, as commands that a test runs; a fuller list is at `/api/openapi`. */
export const curlExamples = {
  read: `curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$V6GOV/units.json?limit=2&sort=-name"`,
  csv: `curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" -o checks.csv "$V6GOV/checks.csv?unit=30"`,
  import: `curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: devices-2022-06-30" \\
  -F files=@devices.csv "$V6GOV/inventory/import.json"`,
  announce: `curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: work-17" --json '{
  "target": "unit~30", "mode": "exclude", "what": "Nâng cấp tường lửa", "zone": "Asia/Ho_Chi_Minh",
  "start": "2022-07-02T22:00", "end": "2022-07-02T23:30" }' "$V6GOV/maintenance.json"`,
  look: `curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: look-1" \\
  --json '{}' "$V6GOV/checks/device~dc-rt-01~snmp-system/probe.json"`,
} as const
