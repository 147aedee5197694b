import { describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import { writeCsv, writeInventory } from '../../src/inventory/write.ts'
import type { Inventory } from '../../src/model/inventory.ts'

const nothing: Inventory = { units: [], assets: [] }

const unitHeader = 'code,name,kind,type,parent,valid_from,valid_to,contact_name,contact_email,profile'
const deviceHeader = 'code,unit,name,kind,address,address6,credential,internet_if,tslcd_if,user_if,wifi_if'
const serviceHeader = 'code,unit,kind,host,critical,owner'
const lineHeader =
  'code,unit,level,provider,contract_no,contract_from,contract_to,monthly_fee,cir_down_mbps,cir_up_mbps,' +
  'sla_availability_pct,sla_restore_hours,sla_rtt_ms_p95,sla_loss_pct,device,if_name,direction_swap,next_hop,next_hop6'
const hotspotHeader =
  'code,unit,name,category,address,lat,lon,provider,contract_no,contract_from,contract_to,ap_contracted,ssid,login,' +
  'down_mbps,up_mbps,controller,aps'

const province = '30,Tỉnh,platform,tinh,,,,,,'
const units = [unitHeader, province, 'STTTT,Sở TTTT,department,so,30,,,,,'].join('\n')
const devices = [deviceHeader, 'r1,STTTT,Bộ định tuyến,router,10.0.0.1,,c,,,,'].join('\n')

function file(name: string, content: string | Uint8Array) {
  return { name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }
}

/** Problems as "file:row column code". */
function problemsOf(files: [name: string, content: string | Uint8Array][], existing = nothing) {
  const { problems } = readInventory(
    files.map(([name, content]) => file(name, content)),
    existing,
  )
  return problems.map(
    (problem) => `${problem.file}:${problem.row ?? '-'} ${problem.column ?? '-'} ${problem.code}`,
  )
}

function imported(files: [name: string, content: string][], existing = nothing): Inventory {
  const { problems, changes } = readInventory(
    files.map(([name, content]) => file(name, content)),
    existing,
  )
  expect(problems).toEqual([])
  return changes
}

const known = imported([
  ['units.csv', units],
  ['devices.csv', devices],
])

describe('a row becomes what it says', () => {
  test('units', () => {
    const row =
      '291,Huyện Nam Sách,district,huyen,30,2019-12-01,,Nguyễn Văn A,a@namsach.test,has_tslcd|has_lan'
    expect(imported([['units.csv', `${unitHeader}\n${province}\n${row}`]]).units[1]).toEqual({
      code: '291',
      name: 'Huyện Nam Sách',
      kind: 'district',
      type: 'huyen',
      parent: '30',
      validFrom: '2019-12-01',
      validTo: null,
      contactName: 'Nguyễn Văn A',
      contactEmail: 'a@namsach.test',
      profile: ['has_tslcd', 'has_lan'],
    })
  })

  test('a profile is not declared, or declared as having nothing', () => {
    const rows = [province, 'A,A,department,so,30,,,,,', 'B,B,department,so,30,,,,,none']
    const { units } = imported([['units.csv', [unitHeader, ...rows].join('\n')]])
    expect(units.map(({ profile }) => profile)).toEqual([null, null, []])
  })

  test('devices', () => {
    const row = 'r2,STTTT,,firewall,10.0.0.2,2001:DB8::0:2,snmp-tinh,ether1,ether2,vlan10|vlan20,'
    expect(imported([['devices.csv', `${deviceHeader}\n${row}`]], known).assets).toEqual([
      {
        kind: 'device',
        code: 'r2',
        unit: 'STTTT',
        name: '',
        role: 'firewall',
        address: '10.0.0.2',
        address6: '2001:db8::2',
        credential: 'snmp-tinh',
        internetIf: 'ether1',
        tslcdIf: 'ether2',
        userIf: ['vlan10', 'vlan20'],
        wifiIf: [],
      },
    ])
  })

  test('services', () => {
    const row = 'w1,STTTT,web,WWW.Sttt.TEST,yes,Phòng CNTT'
    expect(imported([['services.csv', `${serviceHeader}\n${row}`]], known).assets).toEqual([
      {
        kind: 'service',
        code: 'w1',
        unit: 'STTTT',
        type: 'web',
        host: 'www.sttt.test',
        critical: true,
        owner: 'Phòng CNTT',
        senders: [], // files from before there was the column leave it out
      },
    ])
    const mail = (kind: string) =>
      [
        [
          'services.csv',
          `${serviceHeader},senders\nm1,STTTT,${kind},sttt.test,no,,2001:DB8::25|2001:db8::26`,
        ],
      ] as [string, string][]
    const { assets } = imported(mail('mail'), known)
    expect(assets).toMatchObject([{ senders: ['2001:db8::25', '2001:db8::26'] }])
    const again = imported([['services.csv', `${serviceHeader}\nm1,STTTT,mail,sttt.test,no,`]], {
      ...known,
      assets,
    })
    expect(again.assets).toEqual([]) // nothing changed
    expect(problemsOf(mail('web'), known)).toEqual(['services.csv:2 senders senders_without_mail'])
  })

  test('lines', () => {
    const row =
      'l1,STTTT,ii,Nhà cung cấp A,01/HĐ,2022-01-01,2022-12-31,3.500.000,"12,5",50,99.995,4,20,"0,1",r1,ether2,yes,10.0.0.9,FE80::1'
    expect(imported([['lines.csv', `${lineHeader}\n${row}`]], known).assets).toEqual([
      {
        kind: 'line',
        code: 'l1',
        unit: 'STTTT',
        level: 'II',
        provider: 'Nhà cung cấp A',
        contractNo: '01/HĐ',
        contractFrom: '2022-01-01',
        contractTo: '2022-12-31',
        monthlyFee: 3_500_000,
        cirDownMbps: 12.5,
        cirUpMbps: 50,
        slaAvailabilityPct: 99.995,
        slaRestoreHours: 4,
        slaRttMsP95: 20,
        slaLossPct: 0.1,
        device: 'r1',
        ifName: 'ether2',
        directionSwap: true,
        nextHop: '10.0.0.9',
        nextHop6: 'fe80::1',
      },
    ])
  })

  test('hotspots', () => {
    const row =
      'h1,STTTT,Quảng trường,Quảng trường,"Số 1, đường A",20.94,106.33,A,,,,4,Free,portal,100,,r1,ap1|ap2'
    expect(imported([['hotspots.csv', `${hotspotHeader}\n${row}`]], known).assets).toEqual([
      {
        kind: 'hotspot',
        code: 'h1',
        unit: 'STTTT',
        name: 'Quảng trường',
        category: 'Quảng trường',
        address: 'Số 1, đường A',
        lat: 20.94,
        lon: 106.33,
        provider: 'A',
        contractNo: '',
        contractFrom: null,
        contractTo: null,
        apContracted: 4,
        ssid: 'Free',
        login: 'portal',
        downMbps: 100,
        upMbps: null,
        controller: 'r1',
        aps: ['ap1', 'ap2'],
      },
    ])
  })
})

describe('files as spreadsheets and people make them', () => {
  const expected = known.units
  test.each<[string, string]>([
    ['byte order mark', `\ufeff${units}`],
    ['semicolons', units.replaceAll(',', ';')],
    ['tabs', units.replaceAll(',', '\t')],
    ['CRLF', units.replaceAll('\n', '\r\n')],
    ['CR alone', units.replaceAll('\n', '\r')],
    ['all cells quoted', units.replace(/[^,\n]+/g, '"$&"')],
    ['upper-case header', units.replace(unitHeader, unitHeader.toUpperCase())],
    ['blank lines', `\n${units.replaceAll('\n', '\n\n')}\n,,,,,,,,,\n\n`],
    ['empty columns behind', units.replaceAll(/$/gm, ',,')],
    ['NFD', units.normalize('NFD')],
    ['blanks around cells', units.replaceAll(',', ' , ')],
  ])('%s', (_, content) => {
    expect(imported([['units.csv', content]]).units).toEqual(expected)
  })

  test('columns in another order', () => {
    const swapped = `${serviceHeader.split(',').reverse().join(',')}\n,yes,a.test,web,STTTT,w1`
    expect(imported([['x.csv', swapped]], known).assets).toMatchObject([
      { code: 'w1', host: 'a.test', critical: true },
    ])
  })
})

describe('a file that cannot be read', () => {
  const utf16 = Uint8Array.from(Buffer.from(`\ufeff${units}`, 'utf16le'))
  // "Sở" as TCVN3 has it
  const tcvn3 = Uint8Array.from([
    ...Buffer.from(`${unitHeader}\n1,x,platform,tinh,,,,,,\n2,S`),
    ...[0xeb, 0x20, 0xae, 0xb5, 0x2c],
  ])
  test.each<[string, string | Uint8Array, string]>([
    ['UTF-16 cut off', utf16.slice(0, -1), '- - not_text'],
    ['TCVN3', tcvn3, '3 - not_text'],
    ['a broken workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), '- - workbook'],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), '- - workbook'],
    ['NUL', `${units}\0`, '3 - nul_byte'],
    ['nothing', '', '- - empty_file'],
    ['blank lines only', '\n \n', '- - empty_file'],
    ['a quote left open', `${units}\nX,"x,department,so,30,,,,,\nY,Y`, '4 - malformed_csv'],
    ['a quote inside', `${units}\nX,x"y",department,so,30,,,,,`, '4 - malformed_csv'],
    ['a row without end', `${unitHeader}\n"${'x\n'.repeat(40_000)}"`, '2 - malformed_csv'],
    ['too many rows', `${unitHeader}\n${'a,,,,,,,,,\n'.repeat(50_001)}`, '- - too_many_rows'],
    ['too many bytes', new Uint8Array(16 * 1024 * 1024 + 1).fill(0x61), '- - too_large'],
    ['no header of ours', 'mã,tên\n1,x', '1 - unknown_kind'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), '1 - not_text'],
  ])('%s', (_, content, problem) => {
    expect(problemsOf([['units.csv', content]])).toEqual([`units.csv:${problem}`])
  })

  test('does not make others wrong that name what it may hold', () => {
    expect(
      problemsOf([
        ['units.csv', ''],
        ['devices.csv', `${deviceHeader}\nr1,STTTT,,router,300.0.0.1,,c,,,,`],
      ]),
    ).toEqual(['units.csv:- - empty_file', 'devices.csv:2 address bad_ipv4'])
    expect(
      problemsOf([
        ['lines.csv', ''],
        ['devices.csv', `${deviceHeader}\nr1,STTTT,,router,,,c,,,,`],
      ]),
    ).toEqual(['lines.csv:- - empty_file', 'devices.csv:2 unit unknown_unit'])
  })
})

describe('the header', () => {
  test('a misspelt column is named, and so is the one that is missing', () => {
    expect(problemsOf([['units.csv', units.replace('valid_to', 'valid_too')]])).toEqual([
      'units.csv:1 valid_to missing_column',
      'units.csv:1 valid_too unknown_column',
    ])
  })

  test('a column twice, and a column without a name that is not empty', () => {
    const content = `${serviceHeader},owner,\nw1,STTTT,web,a.test,no,,,x`
    expect(problemsOf([['s.csv', content]], known)).toEqual([
      's.csv:1 owner duplicate_column',
      's.csv:1 - unknown_column',
    ])
  })

  test('a column may be left out where all codes are known: the field stays', () => {
    const { problems, summary, changes } = readInventory(
      [file('units-2025.csv', 'code,valid_to\nSTTTT,2025-03-01')],
      known,
    )
    expect(problems).toEqual([])
    expect(summary.units.changed).toEqual([
      { code: 'STTTT', fields: [{ column: 'valid_to', before: '', after: '2025-03-01' }] },
    ])
    expect(changes.units).toEqual([{ ...known.units[1], validTo: '2025-03-01' }])
  })

  test('but not where a code is new, nor the code itself', () => {
    expect(
      problemsOf([['services.csv', 'code,unit,kind,host,critical\nw1,30,web,a.test,no']], known),
    ).toEqual(['services.csv:1 owner missing_column'])
    expect(problemsOf([['units.csv', units.replace(/^[^,]*,/gm, '')]])).toContain(
      'units.csv:1 code missing_column',
    )
  })

  test('the kind is told by the columns, whatever the name of the file', () => {
    expect(imported([['devices.csv', units]]).units).toHaveLength(2)
  })
})

describe('every mistake is found at once', () => {
  test('in cells, rows and between files', () => {
    const files: [string, string][] = [
      [
        'units.csv',
        [
          unitHeader,
          province,
          'S T,,department,so,30,2022-02-30,,,nobody,has_lan|has_car',
          'A,"Sở\nA",department,so,30,2022-01-01,2021-01-01,,,',
          'B,B,ward,so,99,,,,,',
        ].join('\n'),
      ],
      [
        'devices.csv',
        [
          deviceHeader,
          'r1,A,,router,10.0.0.1/24,fe80::1%eth0,c,,,,',
          'r2,ZZ,,toaster,,::ffff:10.0.0.1,c,,,a|a,',
          'r3,A,,router',
        ].join('\n'),
      ],
      [
        'lines.csv',
        [
          lineHeader,
          'l1,A,III,,,2022-01-02,2022-01-01,1.5,1.500,-1,101,x,,,,ether1,maybe,10.0.0.0/8,zz',
          'l2,ZZ,II,,,,,,,,,,,,r9,ether1,no,,',
          'l3,A,II,,,,,,,,,,,,r3,ether1,no,,',
        ].join('\n'),
      ],
    ]
    expect(problemsOf(files)).toEqual([
      'units.csv:3 code bad_code',
      'units.csv:3 name required',
      'units.csv:3 valid_from bad_day',
      'units.csv:3 contact_email bad_email',
      'units.csv:3 profile bad_value',
      'units.csv:4 valid_to ends_before_start',
      'units.csv:6 kind bad_value',
      'units.csv:6 parent unknown_parent',
      'devices.csv:2 address prefix_given',
      'devices.csv:2 address6 zone_id',
      'devices.csv:3 kind bad_value',
      'devices.csv:3 address6 ipv4_mapped',
      'devices.csv:3 user_if repeated_item',
      'devices.csv:3 unit unknown_unit',
      'devices.csv:4 - cell_count',
      'lines.csv:2 level bad_value',
      'lines.csv:2 monthly_fee out_of_range',
      'lines.csv:2 cir_down_mbps ambiguous_number',
      'lines.csv:2 cir_up_mbps out_of_range',
      'lines.csv:2 sla_availability_pct out_of_range',
      'lines.csv:2 sla_restore_hours bad_number',
      'lines.csv:2 direction_swap bad_value',
      'lines.csv:2 next_hop prefix_given',
      'lines.csv:2 next_hop6 bad_ipv6',
      'lines.csv:2 contract_to ends_before_start',
      'lines.csv:2 if_name interface_without_device',
      'lines.csv:3 unit unknown_unit',
      'lines.csv:3 device unknown_device',
    ])
    const { changes, summary, problems } = readInventory(
      files.map(([name, content]) => file(name, content)),
      nothing,
    )
    expect(changes).toEqual(nothing)
    expect(summary.units).toEqual({ added: [], changed: [], unchanged: 0 })
    for (const { message } of problems) {
      expect(message.vi).toMatch(/\S/)
      expect(message.en).toMatch(/\S/)
      expect(message.vi).not.toBe(message.en)
    }
  })

  test.each<[string, string[], string[]]>([
    ['a web site without a name', ['w1,STTTT,web,,no,'], ['s.csv:2 host required']],
    ['an application may have none', ['w1,STTTT,app,,no,'], []],
    ['a zone is no address', ['w1,STTTT,zone,10.0.0.1,no,'], ['s.csv:2 host bad_host']],
    ['a resolver may be one', ['w1,STTTT,resolver,10.0.0.1,no,'], []],
    ['no unit', ['w1,,web,a.test,no,'], ['s.csv:2 unit required']],
    ['a code twice', ['w1,30,web,a.test,no,', 'w1,30,web,b.test,no,'], ['s.csv:3 code duplicate_code']],
    [
      'a code in other case',
      ['w1,30,web,a.test,no,', 'W1,30,web,b.test,no,'],
      ['s.csv:3 code code_differs_in_case'],
    ],
    ['one cell too many', ['w1,30,web,a.test,no,,x'], ['s.csv:2 - cell_count']],
    ['a formula', ['w1,30,web,"=cmd|\'/c calc\'!A1",no,'], ['s.csv:2 host bad_host']],
  ])('services: %s', (_, rows, problems) => {
    expect(problemsOf([['s.csv', [serviceHeader, ...rows].join('\n')]], known)).toEqual(problems)
  })

  test('hotspots: half a position, an unknown controller, and access points of no controller', () => {
    const rows = ['h1,30,x,,,20.9,,,,,,,,,,,,', 'h2,30,x,,,,,,,,,,,,,,wlc,a', 'h3,30,x,,,,,,,,,,,,,,,r1|r2']
    expect(problemsOf([['h.csv', [hotspotHeader, ...rows].join('\n')]], known)).toEqual([
      'h.csv:2 lon half_position',
      'h.csv:3 controller unknown_device',
      'h.csv:4 aps unknown_device',
    ])
  })

  test('a code in two files, and one that differs by case from a known one', () => {
    const row = 'w1,30,web,a.test,no,'
    expect(
      problemsOf(
        [
          ['a.csv', `${serviceHeader}\n${row}`],
          ['b.csv', `${serviceHeader}\n${row}`],
          ['c.csv', `${deviceHeader}\nR1,30,,router,,,,,,,`],
        ],
        known,
      ),
    ).toEqual(['b.csv:2 code duplicate_code', 'c.csv:2 code code_differs_in_case'])
  })

  test('the same code may name things of different kinds', () => {
    expect(problemsOf([['s.csv', `${serviceHeader}\nr1,30,web,a.test,no,`]], known)).toEqual([])
  })

  test.each<[string, string[], string[]]>([
    ['a commune under nothing', ['1,x,commune,xa,,,,,,'], ['u.csv:2 parent parent_kind']],
    ['a commune under a department', ['1,x,commune,xa,STTTT,,,,,'], ['u.csv:2 parent parent_kind']],
    ['a commune under the province', ['1,x,commune,xa,30,,,,,'], []],
    ['a district under a department', ['1,x,district,huyen,STTTT,,,,,'], ['u.csv:2 parent parent_kind']],
    ['a centre under a department', ['T,x,department,trung_tam,STTTT,,,,,'], []],
    ['a platform under something', ['1,x,platform,tinh,30,,,,,'], ['u.csv:2 parent parent_kind']],
    ['a unit under itself', ['A,x,department,so,A,,,,,'], ['u.csv:2 parent parent_cycle']],
    [
      'a ring, and a unit hanging on it',
      [
        'A,x,department,so,B,,,,,',
        'B,x,department,so,C,,,,,',
        'C,x,department,so,A,,,,,',
        'D,x,department,so,A,,,,,',
      ],
      ['u.csv:2 parent parent_cycle', 'u.csv:3 parent parent_cycle', 'u.csv:4 parent parent_cycle'],
    ],
    [
      'a known parent that becomes another kind',
      ['30,x,district,tinh,,,,,,', 'X,x,platform,tinh,,,,,,'],
      ['u.csv:2 kind parent_kind'],
    ],
  ])('units: %s', (_, rows, problems) => {
    expect(problemsOf([['u.csv', [unitHeader, ...rows].join('\n')]], known)).toEqual(problems)
  })

  test('the row is the line on which it begins, whatever its cells hold', () => {
    const rows = ['A,"a\r\n\r\nb",department,so,30,,,,,', '', 'B,,department,so,30,,,,,']
    expect(problemsOf([['u.csv', [unitHeader, ...rows].join('\r\n')]], known)).toEqual([
      'u.csv:6 name required',
    ])
  })

  test('ten thousand rows, each with a mistake, in a few seconds', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => `r${i},30,,router,10.0.0.300,,c,,,,`)
    expect(problemsOf([['d.csv', [deviceHeader, ...rows].join('\n')]], known)).toHaveLength(10_000)
  })
})

describe('what an import would do', () => {
  test('rows add, change or leave, and what no row names stays', () => {
    const content = [
      unitHeader,
      province,
      'STTTT,Sở Thông tin và Truyền thông,department,so,30,,2025-03-01,,,',
      'SYT,Sở Y tế,department,so,30,,,,,',
    ].join('\n')
    const { problems, summary, changes } = readInventory([file('units.csv', content)], known)
    expect(problems).toEqual([])
    expect(summary.units).toEqual({
      added: ['SYT'],
      changed: [
        {
          code: 'STTTT',
          fields: [
            { column: 'name', before: 'Sở TTTT', after: 'Sở Thông tin và Truyền thông' },
            { column: 'valid_to', before: '', after: '2025-03-01' },
          ],
        },
      ],
      unchanged: 1,
    })
    expect(summary.devices).toEqual({ added: [], changed: [], unchanged: 0 })
    expect(changes.units.map(({ code }) => code)).toEqual(['STTTT', 'SYT'])
    expect(changes.assets).toEqual([])
  })

  test('the export imports as no change', () => {
    const files = writeInventory(known).map(({ name, text }) => file(name, text))
    const { problems, summary, changes } = readInventory(files, known)
    expect(problems).toEqual([])
    expect(summary.units.unchanged).toBe(2)
    expect(summary.devices.unchanged).toBe(1)
    expect(changes).toEqual(nothing)
  })

  test('an export can begin with a byte order mark', () => {
    const text = writeCsv('units', known.units, { bom: true })
    expect(text.charCodeAt(0)).toBe(0xfeff)
    expect(imported([['units.csv', text]]).units).toEqual(known.units)
  })
})
