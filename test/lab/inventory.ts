import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { must } from '../helpers/process.ts'
import { v6gov, withSettings } from '../helpers/process-v6gov.ts'
import type { Lab } from './lab.ts'

/** The lab's four units as a province would write them down: u1 is SNV, u2 SYT, u3 HM, u4 XM. */
const files = {
  'units.csv': `code,name,kind,type,parent,profile,valid_from,valid_to,contact_name,contact_email
SNV,Sở Nội vụ,department,so,,has_public_domain|has_own_zone|has_own_internet|has_tslcd|has_lan,,,,
SYT,Sở Y tế,department,so,,has_public_domain|has_tslcd|has_lan,,,,
HM,Huyện Mẫu,district,huyen,,has_public_domain|has_tslcd|has_lan,,,,
XM,Xã Mẫu,commune,xa,HM,has_public_domain|has_tslcd|has_lan,,,,
`,
  'devices.csv': `code,unit,name,kind,address,address6,credential,internet_if,tslcd_if,user_if,wifi_if
SNV-R1,SNV,Bộ định tuyến Sở Nội vụ,router,10.255.1.2,2001:db8:0:f1::2,lab-v3,inet0,wan0,lan0,
SYT-R1,SYT,Bộ định tuyến Sở Y tế,router,10.255.2.2,,lab-v2c,,wan0,lan0,
HM-R1,HM,Bộ định tuyến Huyện Mẫu,router,10.255.3.2,2001:db8:0:f3::2,lab-v2c,,wan0,lan0,
XM-R1,XM,Bộ định tuyến Xã Mẫu,router,,2001:db8:0:f4::2,lab-v3,,wan0,lan0,
`,
  'services.csv': `code,unit,kind,host,critical,owner
SNV-WEB,SNV,web,www.noivu.tinhmau.test,yes,
SNV-ZONE,SNV,zone,noivu.tinhmau.test,no,
SYT-WEB,SYT,web,yte.tinhmau.test,yes,
HM-WEB,HM,web,huyenmau.tinhmau.test,yes,
XM-WEB,XM,web,xamau.tinhmau.test,yes,
`,
}

/** Imports the four units by the command line; returns what it said. */
export async function importInventory(
  lab: Lab,
  settings: Record<string, string>,
  /** Rows of files in addition. */
  more: Partial<Record<keyof typeof files, string>> = {},
): Promise<string> {
  const directory = path.join(lab.directory, 'inventory')
  mkdirSync(directory, { recursive: true })
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(directory, name), text + (more[name as keyof typeof files] ?? ''))
  const paths = Object.keys(files).map((name) => path.join(directory, name))
  return must(lab.inside('core', v6gov('import', ...paths)), { env: withSettings(settings) })
}
