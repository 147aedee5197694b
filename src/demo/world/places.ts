import type { UnitKind } from '../../model/inventory.ts'

/** What is odd about a unit's web site; `plain` gains a good AAAA when its time comes. */
export type SiteOddity =
  | 'plain'
  | 'never' // IPv4 only to the end
  | 'silent6' // AAAA published, packets swallowed
  | 'refused6' // AAAA published, port closed
  | 'stalls6' // IPv6 connects, then nothing comes
  | 'slow6'
  | 'other_site6' // IPv6 shows the web server's default page
  | 'old_site6' // IPv6 shows last year's page
  | 'wrong_certificate6'
  | 'expired' // certificate expired, on both families
  | 'forbidden' // 403 on both families
  | 'http_only'
  | 'redirect4' // redirects to a host without AAAA
  | 'ula' // AAAA of fd00::/8
  | 'nxdomain6' // NXDOMAIN for AAAA while A exists (RFC 4074)
  | 'servfail6' // SERVFAIL for AAAA
  | 'half' // two AAAA, one of them dead
  | 'cname'
  | 'breaks_often'
  | 'breaks_rarely'

/** What is odd about a unit's router or its line. */
export type RouterOddity =
  | 'plain'
  | 'silent' // the agent answers nobody
  | 'hostile_name' // sysName is a script
  | 'ipv6_mib' // only the old IPV6-MIB
  | 'no_ipv6_mib' // neither table
  | 'fortigate_index' // eight 16-bit groups in the index
  | 'asa_index' // no length octet in the index
  | 'v1' // SNMPv1, no ifXTable
  | 'v3'
  | 'v3_stale_key' // our pass phrase is out of date
  | 'sixToFour'
  | 'isatap'
  | 'line_drops' // a line that is cut every few hours
  | 'poor_line'
  | 'congested' // more traffic than its line carries well
  | 'no_default6' // addresses on the line, and no route ::/0
  | 'dead_hop6' // a route ::/0 whose next hop does not answer
  | 'no_ra' // no router advertisements to its users
  | 'never' // no IPv6 on the line to the end

/** What is odd about a zone of the unit's own. */
export type ZoneOddity =
  | 'good'
  | 'lame6' // a server without authority
  | 'silent6'
  | 'glue_missing6' // the parent has no IPv6 addresses of its servers
  | 'glue_old6' // the parent has those of long ago
  | 'ending' // signatures about to end
  | 'bogus' // signatures that do not lead to the parent's DS

export type Place = {
  code: string
  name: string
  kind: UnitKind
  type: string
  parent: string | null
  /** Label of the site under haiduong.test, or of the own zone; null: no site. */
  label: string | null
  site: SiteOddity
  router: RouterOddity
  ownInternet: boolean
  zone: ZoneOddity | null
  hotspots: number
  /** Whether it keeps a mail server of its own. */
  mail: boolean
}

type Extra = Partial<Pick<Place, 'type' | 'site' | 'router' | 'ownInternet' | 'zone' | 'hotspots' | 'mail'>>

function department(code: string, name: string, label: string, extra: Extra = {}): Place {
  return { ...ordinary, type: 'so', ...extra, code, name, label, kind: 'department', parent: '30' }
}
function district(code: string, name: string, type: string, label: string, extra: Extra = {}): Place {
  return { ...ordinary, ...extra, code, name, label, kind: 'district', type, parent: '30' }
}
function commune(parent: string, code: string, name: string, type: string, extra: Extra = {}): Place {
  return { ...ordinary, ...extra, code, name, label: null, kind: 'commune', type, parent }
}
const ordinary = {
  site: 'plain',
  router: 'plain',
  ownInternet: false,
  zone: null,
  hotspots: 0,
  mail: false,
} satisfies Extra

/**
 * The 48 bodies of the demo: real units with the codes of the GSO catalogue, invented networks. None of the faults
 * says anything about the body whose name it carries.
 */
export const places: Place[] = [
  {
    ...ordinary,
    code: '30',
    name: 'Tỉnh Hải Dương (nền tảng dùng chung)',
    kind: 'platform',
    type: 'tinh',
    parent: null,
    label: 'www',
    ownInternet: true,
    hotspots: 2,
  },
  department('VP', 'Văn phòng UBND tỉnh', 'vpubnd', { type: 'van_phong', ownInternet: true }),
  department('STTTT', 'Sở Thông tin và Truyền thông', 'stttt', {
    ownInternet: true,
    site: 'breaks_rarely',
    router: 'v3',
  }),
  department('SNV', 'Sở Nội vụ', 'snv', { site: 'slow6', router: 'congested' }),
  department('STP', 'Sở Tư pháp', 'stp', { site: 'forbidden' }),
  department('SKHDT', 'Sở Kế hoạch và Đầu tư', 'skhdt', { site: 'redirect4' }),
  department('STC', 'Sở Tài chính', 'stc', { site: 'ula' }),
  department('SCT', 'Sở Công Thương', 'sct', { site: 'servfail6' }),
  department('SNN', 'Sở Nông nghiệp và Phát triển nông thôn', 'snn', { site: 'other_site6' }),
  department('SGTVT', 'Sở Giao thông vận tải', 'sgtvt', {
    ownInternet: true,
    router: 'sixToFour',
    zone: 'glue_missing6',
  }),
  department('SXD', 'Sở Xây dựng', 'sxd', { site: 'refused6' }),
  department('STNMT', 'Sở Tài nguyên và Môi trường', 'stnmt', { site: 'wrong_certificate6' }),
  department('SLDTBXH', 'Sở Lao động - Thương binh và Xã hội', 'sldtbxh', { site: 'http_only' }),
  department('SVHTTDL', 'Sở Văn hóa, Thể thao và Du lịch', 'svhttdl', { site: 'old_site6' }),
  department('SKHCN', 'Sở Khoa học và Công nghệ', 'skhcn-hd', { ownInternet: true, zone: 'good' }),
  department('SGDDT', 'Sở Giáo dục và Đào tạo', 'sgddt-hd', { zone: 'lame6' }),
  department('SYT', 'Sở Y tế', 'syt', { site: 'silent6' }),
  department('TTT', 'Thanh tra tỉnh', 'thanhtra', { type: 'thanh_tra', site: 'never', router: 'never' }),
  department('BQLKCN', 'Ban Quản lý các khu công nghiệp tỉnh', 'bqlkcn', {
    type: 'ban_quan_ly',
    ownInternet: true,
    site: 'nxdomain6',
    router: 'fortigate_index',
  }),
  department('VPHDND', 'Văn phòng Đoàn ĐBQH và HĐND tỉnh', 'vphdnd', { type: 'van_phong', site: 'expired' }),
  district('288', 'Thành phố Hải Dương', 'thanh_pho', 'tphaiduong', {
    ownInternet: true,
    hotspots: 4,
    mail: true,
  }),
  district('290', 'Thành phố Chí Linh', 'thanh_pho', 'chilinh', { zone: 'silent6', hotspots: 2 }),
  district('291', 'Huyện Nam Sách', 'huyen', 'namsach', { site: 'cname', router: 'no_default6' }),
  district('292', 'Thị xã Kinh Môn', 'thi_xa', 'kinhmon', { site: 'half', hotspots: 1 }),
  district('293', 'Huyện Kim Thành', 'huyen', 'kimthanh', { router: 'silent' }),
  district('294', 'Huyện Thanh Hà', 'huyen', 'thanhha', { router: 'ipv6_mib', zone: 'bogus' }),
  district('295', 'Huyện Cẩm Giàng', 'huyen', 'camgiang', { router: 'no_ipv6_mib', zone: 'ending' }),
  district('296', 'Huyện Bình Giang', 'huyen', 'binhgiang', { site: 'breaks_often', router: 'line_drops' }),
  district('297', 'Huyện Gia Lộc', 'huyen', 'gialoc', { router: 'hostile_name', zone: 'glue_old6' }),
  district('298', 'Huyện Tứ Kỳ', 'huyen', 'tuky', { router: 'asa_index' }),
  district('299', 'Huyện Ninh Giang', 'huyen', 'ninhgiang', { site: 'stalls6', router: 'v3_stale_key' }),
  district('300', 'Huyện Thanh Miện', 'huyen', 'thanhmien', { site: 'never', router: 'v1' }),
  commune('288', '10507', 'Phường Cẩm Thượng', 'phuong', { router: 'no_ra' }),
  commune('288', '10525', 'Phường Trần Hưng Đạo', 'phuong', { hotspots: 1 }),
  commune('288', '10663', 'Xã An Thượng', 'xa'),
  commune('290', '10549', 'Phường Sao Đỏ', 'phuong'),
  commune('291', '10606', 'Thị trấn Nam Sách', 'thi_tran', { hotspots: 1 }),
  commune('292', '10675', 'Phường An Lưu', 'phuong', { router: 'congested' }),
  commune('293', '10750', 'Thị trấn Phú Thái', 'thi_tran', { router: 'silent' }),
  commune('294', '10813', 'Thị trấn Thanh Hà', 'thi_tran'),
  commune('295', '10888', 'Thị trấn Cẩm Giang', 'thi_tran', { router: 'isatap' }),
  commune('295', '10891', 'Thị trấn Lai Cách', 'thi_tran'),
  commune('296', '10945', 'Thị trấn Kẻ Sặt', 'thi_tran', { router: 'line_drops' }),
  commune('297', '10999', 'Thị trấn Gia Lộc', 'thi_tran', { router: 'dead_hop6' }),
  commune('298', '11074', 'Thị trấn Tứ Kỳ', 'thi_tran'),
  commune('298', '11086', 'Xã Hưng Đạo', 'xa', { router: 'poor_line' }),
  commune('299', '11155', 'Thị trấn Ninh Giang', 'thi_tran', { router: 'never' }),
  commune('300', '11239', 'Thị trấn Thanh Miện', 'thi_tran'),
]
