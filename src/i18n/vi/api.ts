/** The description of what programs may ask for and write. */
export const api = {
  title: 'Giao diện cho chương trình',
  what: 'Mọi danh sách đều đọc được ở cùng địa chỉ với đuôi .json hoặc .csv. Chương trình gửi mã truy cập trong đầu mục Authorization: Bearer; mã có phạm vi đuôi :write được ghi ở các địa chỉ POST dưới đây.',
  key: 'Mỗi lần ghi phải có đầu mục Idempotency-Key. Gửi lại đúng nội dung với cùng khoá trong bảy ngày thì nhận lại đúng câu trả lời cũ và không ghi lần nữa; gửi nội dung khác với cùng khoá thì bị từ chối (422).',
  document: 'Bản mô tả OpenAPI 3.1',
  method: 'Phương thức',
  path: 'Địa chỉ',
  takes: 'Tham số hoặc trường',
  scope: 'Phạm vi của mã',
  nobody: 'chỉ dành cho người dùng',
}
