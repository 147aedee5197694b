/** Units by layers: how far each has come. */
export const matrix = {
  title: 'Ma trận đơn vị × lớp mạng',
  what: 'Bốn số của mỗi ô: có dịch vụ / có địa chỉ IPv6 / truy cập được qua IPv6 / hoạt động đúng qua IPv6. Chưa xác định không bao giờ tính là đạt.',
  legend: 'Dấu của ô là kết quả kém nhất trong lớp:',
  layer: 'Lớp mạng',
  total: (count: string) => `Toàn tỉnh (${count} đơn vị)`,
  unfoldAll: 'Mở tất cả đơn vị',
  foldAll: 'Thu gọn theo địa bàn',
  cell: ([served, addressed, reachable, working]: string[]) =>
    `${served} có dịch vụ, ${addressed} có địa chỉ IPv6, ${reachable} truy cập được, ${working} hoạt động đúng`,
  unfold: 'Mở',
  fold: 'Thu gọn',
  open: 'Xem ma trận đơn vị × lớp mạng',
}
