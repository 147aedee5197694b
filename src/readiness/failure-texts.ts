import type { FailureClass } from '../../probes/lib/failure-class.ts'
import type { Text } from '../model.ts'

/** What each failure class means, to be read inside a sentence (domain rules 4.5). */
export const failureTexts: Record<FailureClass, Text> = {
  NXDOMAIN: { vi: 'tên miền không tồn tại', en: 'the name does not exist' },
  NODATA: { vi: 'không có bản ghi AAAA', en: 'no AAAA record' },
  AAAA_NXDOMAIN_A_OK: {
    vi: 'máy chủ tên miền báo sai rằng tên không tồn tại khi được hỏi AAAA, trong khi bản ghi A vẫn có',
    en: 'the name server wrongly denies the name when asked for AAAA although A exists',
  },
  SERVFAIL: { vi: 'máy chủ tên miền báo lỗi SERVFAIL', en: 'the name server answers SERVFAIL' },
  DNSSEC_BOGUS: { vi: 'chữ ký DNSSEC sai', en: 'bogus DNSSEC signature' },
  REFUSED: { vi: 'máy chủ tên miền từ chối trả lời', en: 'the name server refuses to answer' },
  NOTAUTH: { vi: 'máy chủ tên miền không có thẩm quyền', en: 'the name server is not authoritative' },
  LAME_NS: { vi: 'máy chủ tên miền không có thẩm quyền với tên miền này', en: 'lame name server' },
  DNS_TIMEOUT: { vi: 'quá thời gian chờ trả lời DNS', en: 'no DNS answer in time' },
  DNS_TCP_ONLY_FAIL: { vi: 'trả lời qua UDP nhưng không qua TCP', en: 'answers over UDP but not TCP' },
  EDNS_FRAG: { vi: 'mất gói trả lời DNS bị phân mảnh', en: 'fragmented DNS answers are lost' },
  TRUNCATED_NO_TCP: { vi: 'trả lời bị cắt và TCP không dùng được', en: 'truncated answer and no TCP' },
  CNAME_LOOP: { vi: 'chuỗi CNAME lặp hoặc quá dài', en: 'CNAME loop or too long a chain' },
  CNAME_DANGLING: { vi: 'CNAME trỏ tới tên không tồn tại', en: 'CNAME to a name that does not exist' },
  AAAA_FORBIDDEN_CLASS: {
    vi: 'địa chỉ AAAA thuộc loại không được công bố',
    en: 'AAAA address of a class that must not be published',
  },
  GLUE_MISSING: { vi: 'thiếu bản ghi glue', en: 'missing glue' },
  GLUE_MISMATCH: { vi: 'bản ghi glue không khớp', en: 'glue does not match' },
  AAAA_ON_NS_NO_GLUE: {
    vi: 'máy chủ tên miền có AAAA nhưng thiếu glue',
    en: 'AAAA on the name server, no glue',
  },
  TCP_REFUSED: { vi: 'từ chối kết nối TCP', en: 'TCP connection refused' },
  TCP_TIMEOUT: { vi: 'quá thời gian chờ kết nối TCP', en: 'no TCP connection in time' },
  TCP_UNREACH: { vi: 'không có đường tới địa chỉ', en: 'address unreachable' },
  PMTUD_BLACKHOLE: {
    vi: 'gói lớn bị mất (MTU đường truyền), kết nối mở nhưng dữ liệu không qua',
    en: 'large packets are lost (path MTU): connected, but data stalls',
  },
  TLS_NAME: { vi: 'chứng thư không đúng tên miền', en: 'certificate for another name' },
  TLS_EXPIRED: { vi: 'chứng thư hết hạn', en: 'certificate expired' },
  TLS_CHAIN: { vi: 'chứng thư không được tin cậy', en: 'certificate not trusted' },
  TLS_FAILED: { vi: 'không thiết lập được TLS', en: 'TLS handshake failed' },
  HTTP_BAD_ANSWER: { vi: 'trả lời HTTP không đọc được', en: 'unreadable HTTP answer' },
  HTTP_TIMEOUT: { vi: 'quá thời gian chờ trả lời HTTP', en: 'no HTTP answer in time' },
  HTTP_STATUS_DIFF: { vi: 'mã trạng thái HTTP khác nhau', en: 'different HTTP status' },
  CONTENT_DIFF: { vi: 'nội dung khác nhau', en: 'different content' },
  REDIRECT_TO_V4ONLY: { vi: 'chuyển hướng tới tên miền chỉ có IPv4', en: 'redirects to an IPv4-only name' },
  SMTP_NO_BANNER: { vi: 'máy chủ thư không gửi lời chào', en: 'no SMTP banner' },
  SMTP_REJECT: { vi: 'máy chủ thư từ chối', en: 'the mail server rejects us' },
  SMTP_NO_STARTTLS: { vi: 'máy chủ thư không hỗ trợ STARTTLS', en: 'no STARTTLS' },
  PTR_MISSING: { vi: 'thiếu bản ghi ngược', en: 'no reverse record' },
  PTR_MISMATCH: { vi: 'bản ghi ngược không khớp', en: 'reverse record does not match' },
}
