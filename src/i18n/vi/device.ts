import type { TableState } from '../../../probes/lib/snmp-capability.ts'

/** One device: what the inventory says of it, its checks, and the tables that its agent has. */
export const device = {
  inventoryTitle: 'Theo danh mục',
  addressesTitle: 'Địa chỉ chính',
  noAddress: 'chưa ghi trong danh mục',
  polled: 'đang hỏi SNMP qua địa chỉ này',
  ladderTitle: 'Mức độ IPv6 của thiết bị',
  rungs: {
    capable: 'Có khả năng',
    enabled: 'Đã bật',
    addressed: 'Có địa chỉ',
    routed: 'Có tuyến',
    used: 'Đang dùng',
  },
  proof: 'minh chứng',
  interfacesTitle: 'Giao diện',
  interfaceColumns: { name: 'Giao diện', state: 'Trạng thái', speed: 'Mb/s', addresses: 'Địa chỉ IPv6' },
  neighboursTitle: 'Láng giềng (LLDP)',
  neighbourColumns: { name: 'Thiết bị', port: 'Ở cổng', addresses: 'Địa chỉ' },
  noChecks: 'Chưa có phép đo nào: thiết bị cần có địa chỉ quản trị và tên bộ khóa SNMP trong danh mục.',
  tablesTitle: 'Các bảng SNMP của thiết bị',
  tablesWhat:
    'Học được từ chính trả lời của thiết bị. Bảng mà thiết bị không có thì không hỏi lại ở mỗi lần đo; hệ thống hỏi lại trong vòng một tuần, hoặc ngay khi thiết bị khởi động lại, đổi phần mềm, đổi địa chỉ hay bộ khóa, hoặc khi có người bấm “Đo ngay”. Tiêu chí nào chỉ dựa vào bảng không có thì là “chưa xác định”, không phải “không đạt”.',
  noTables: 'Chưa có lần đo nào cho biết thiết bị có những bảng nào.',
  columns: {
    table: 'Bảng',
    definedIn: 'MIB, tiêu chuẩn',
    state: 'Trạng thái',
    since: 'Biết từ',
    nextSurvey: 'Lần hỏi lại',
    taughtBy: 'Minh chứng',
  },
  states: {
    ok: 'có, đọc được',
    empty: 'có nhưng trống',
    no_such_object: 'không có',
    malformed: 'có nhưng đọc không được',
  } satisfies Record<TableState, string>,
  makersOwn: (maker: string | null) => (maker === null ? 'MIB riêng của hãng' : `MIB riêng của ${maker}`),
  everyLook: 'mỗi lần đo',
  everyLookVersion1: 'mỗi lần đo, vì SNMPv1 không phân biệt được bảng trống với bảng không có',
  nextLook: 'ngay lần đo tới',
  version: (version: string) => `phiên bản ${version}`,
}
