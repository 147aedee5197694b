import type { device as viDevice } from '../vi/device.ts'

export const device: typeof viDevice = {
  inventoryTitle: 'In the inventory',
  noChecks: 'No checks yet: the device needs a management address and an SNMP credential in the inventory.',
  tablesTitle: "The device's SNMP tables",
  tablesWhat:
    'Learnt from what the device itself answered. A table that it does not have is not asked for at every look; it is asked for again within a week, or at once when the device has restarted, when its software, address or credential has changed, or when somebody chooses “Probe now”. A criterion that rests only on tables that are missing is “unknown”, not “fail”.',
  noTables: 'No look has told yet which tables the device has.',
  columns: {
    table: 'Table',
    definedIn: 'MIB, standard',
    state: 'State',
    since: 'Known since',
    nextSurvey: 'Asked again',
    taughtBy: 'Evidence',
  },
  states: {
    ok: 'there, readable',
    empty: 'there, but empty',
    no_such_object: 'not there',
    malformed: 'there, but not readable',
  },
  makersOwn: (maker) => (maker === null ? "a maker's own MIB" : `a MIB of ${maker}`),
  everyLook: 'at every look',
  everyLookVersion1: 'at every look, as SNMPv1 cannot tell an empty table from a missing one',
  nextLook: 'at the next look',
  version: (version) => `version ${version}`,
}
