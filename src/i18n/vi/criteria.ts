/** The catalogue of criteria and one criterion. */
export const criteria = {
  title: 'Tiêu chí',
  version: (version: string, count: string, weight: string) =>
    `Bộ tiêu chí ${version}: ${count} tiêu chí, tổng trọng số ${weight}. Mỗi đơn vị chỉ tính những tiêu chí áp dụng theo hồ sơ.`,
  table: 'Danh sách tiêu chí',
  columns: {
    criterion: 'Tiêu chí',
    weight: 'Trọng số',
    ttl: 'Hạn số liệu',
    stage: 'Giai đoạn',
    level: 'Cổng mức',
    units: 'Đơn vị áp dụng',
    passing: 'Kết quả của các đơn vị',
  },
  notMeasured: 'chưa đo ở phiên bản này',
  hours: (hours: string) => `${hours} giờ`,
  days: (days: string) => `${days} ngày`,
  month: 'kỳ báo cáo',
  noGate: 'không',
  howTitle: 'Đo thế nào',
  probes: 'Dựa vào phép đo',
  layer: 'Lớp',
  fromOutside: 'Dịch vụ công bố phải đo từ bên ngoài; chỉ đo nội bộ thì nhiều nhất là “đạt một phần”.',
  shareBar: (pass: string, known: string) => `${pass} đơn vị đạt, ${known} đã có kết luận`,
  all: 'Xem tất cả',
  operationsTitle: 'Chỉ số tuân thủ vận hành (O)',
  operationsWhat:
    'Được chấm riêng, không cộng vào R. Phiên bản này chưa đánh giá nên mọi tiêu chí đều là “chưa xác định”.',
}
