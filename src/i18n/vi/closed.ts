/** The page that is shown while the database cannot be used. */
export const closed = {
  title: 'Chưa truy cập được dữ liệu',
  what: {
    full: 'Đĩa chứa cơ sở dữ liệu đã đầy.',
    readonly: 'Không ghi được vào cơ sở dữ liệu: đĩa hoặc tệp chỉ cho phép đọc.',
    damaged: 'Tệp cơ sở dữ liệu bị hỏng.',
  },
  meanwhile:
    'Trong lúc này không có phép đo nào được thực hiện và không có số liệu nào bị thay đổi; khoảng trống sẽ được ghi là “chưa xác định”.',
  toDo: {
    full: 'Người quản trị: giải phóng dung lượng đĩa. v6gov tự tiếp tục khi có chỗ trống.',
    readonly: 'Người quản trị: kiểm tra đĩa và quyền ghi của tệp. v6gov tự tiếp tục khi ghi được.',
    damaged:
      'Người quản trị: dừng v6gov, xem các bản sao lưu tốt bằng lệnh “v6gov backup --list” rồi khôi phục bằng “v6gov restore TỆP”. Tệp bị hỏng được giữ lại.',
  },
}
