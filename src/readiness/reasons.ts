import type { ProbeErrorCode } from '../../probes/probe.ts'
import type { Text } from '../model.ts'
import type { UnknownReason } from './criterion.ts'

/** Why a verdict is unknown when every look at it failed with this code: the code itself is the reason. */
export function reasonOf(code: ProbeErrorCode): UnknownReason {
  return code
}

/** Failures of our own uplink. They say nothing about a target, so they neither confirm nor replace a verdict. */
export function isOurOwn(code: ProbeErrorCode): boolean {
  return code === 'prober_no_ipv6' || code === 'prober_no_ipv4'
}

/** Each reason as a sentence without a full stop. */
export const reasonTexts: Record<UnknownReason, Text> = {
  no_evidence: { vi: 'Chưa có minh chứng', en: 'No evidence yet' },
  stale: { vi: 'Số liệu quá hạn', en: 'The evidence is stale' },
  prober_no_ipv6: {
    vi: 'Điểm đo không có IPv6 nên chưa đo được',
    en: 'The prober itself has no IPv6, so it could not look',
  },
  prober_no_ipv4: {
    vi: 'Điểm đo không có IPv4 nên chưa đo được',
    en: 'The prober itself has no IPv4, so it could not look',
  },
  snmp_timeout: { vi: 'Thiết bị không trả lời SNMP', en: 'The device does not answer SNMP' },
  snmp_auth: {
    vi: 'Thiết bị từ chối thông tin xác thực SNMP',
    en: 'The device does not accept the SNMP credential',
  },
  snmp_malformed: {
    vi: 'Trả lời SNMP của thiết bị không đọc được',
    en: 'The device gives unreadable SNMP answers',
  },
  oid_not_supported: {
    vi: 'Thiết bị không cung cấp bảng số liệu cần thiết',
    en: 'The device does not serve the table that is needed',
  },
  counter_not_hw: {
    vi: 'Bộ đếm của thiết bị không đáng tin',
    en: 'The device does not count this in hardware',
  },
  coverage_low: { vi: 'Số liệu chưa đủ', en: 'Too little data' },
  contradiction: { vi: 'Số liệu mâu thuẫn với kiểm kê', en: 'The data contradicts the inventory' },
  awaiting_confirmation: {
    vi: 'Đang chờ xác nhận qua các lần đo tiếp theo',
    en: 'Awaiting confirmation by further looks',
  },
  attestation_expired: { vi: 'Xác nhận của đơn vị đã hết hạn', en: 'The attestation has expired' },
  na_not_approved: {
    vi: 'Khai báo không áp dụng chưa được duyệt',
    en: 'The declaration of non-applicability is not approved',
  },
  resolver_timeout: { vi: 'Máy chủ phân giải không trả lời', en: 'The resolver does not answer' },
  resolver_failed: { vi: 'Máy chủ phân giải của điểm đo từ chối', en: "The prober's resolver refuses us" },
  no_credential: { vi: 'Chưa khai báo thông tin xác thực SNMP', en: 'The SNMP credential is not configured' },
  target_refused: {
    vi: 'Địa chỉ không được phép đo theo quy tắc an toàn',
    en: 'The safety rules forbid looking at this address',
  },
  port_blocked: {
    vi: 'Mạng của điểm đo chặn cổng cần dùng để đo',
    en: "The prober's own network blocks the port that is needed",
  },
  ping_unavailable: {
    vi: 'Điểm đo không gửi được gói ICMP (ping)',
    en: 'The prober has no means of sending ICMP (ping)',
  },
  bad_settings: { vi: 'Thông số đo không hợp lệ', en: 'The settings of the check are not valid' },
  out_of_time: { vi: 'Phép đo không xong trong thời gian cho phép', en: 'The look did not end in its time' },
  internal: { vi: 'Lỗi của phần mềm, đã ghi nhật ký', en: 'An error of this software, logged' },
}
