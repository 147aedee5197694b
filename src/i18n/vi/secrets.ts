/** Credentials of devices and channels. */
export const secrets = {
  title: 'Thông tin xác thực',
  what: 'Dùng để hỏi thiết bị bằng SNMP và gửi thông báo. Nội dung được mã hoá trong cơ sở dữ liệu bằng khoá nằm ngoài cơ sở dữ liệu, và không hiện lại ở bất kỳ trang nào.',
  none: 'Chưa có mục nào.',
  noKey:
    'Chưa cấu hình khoá mã hoá nên không lưu được vào cơ sở dữ liệu: tạo khoá bằng v6gov secrets key, đặt V6GOV_KEY_FILE rồi khởi động lại.',
  name: 'Tên',
  kind: 'Loại',
  key: 'Khoá mã hoá',
  fromFile: 'không mã hoá, trong tệp',
  notHere: 'tiến trình này không có',
  enteredAt: 'Nhập lúc',
  set: 'Đặt thông tin xác thực',
  setWhat: 'Tên đã có thì được thay. Nội dung là JSON như trong tệp thông tin xác thực, ví dụ',
  secret: 'Nội dung (JSON)',
  badName: 'Tên gồm 1 đến 64 chữ, số, dấu chấm, gạch nối hoặc gạch dưới.',
  badSecret: 'Nội dung không dùng được, nhập lại:',
  remove: 'Xoá',
  test: 'Thử',
  device: 'Thiết bị để thử',
  testOk: (name: string, device: string) => `${name} dùng được trên ${device}:`,
  testFailed: (name: string, device: string) => `${name} không dùng được trên ${device}:`,
}
