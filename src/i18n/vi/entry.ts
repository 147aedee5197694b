/** Signing in, the first administrator, the empty start. */
export const entry = {
  signIn: {
    title: 'Đăng nhập',
    name: 'Tên tài khoản',
    password: 'Mật khẩu',
    submit: 'Đăng nhập',
    wrong: 'Sai tên tài khoản hoặc mật khẩu.',
    wait: (span: string) => `Sai quá nhiều lần. Thử lại sau ${span}.`,
    first: 'Chưa có tài khoản nào? Mở đường liên kết dùng một lần in trong nhật ký khi khởi động.',
  },
  provider: {
    link: (name: string) => `Đăng nhập bằng ${name}`,
    unreachable: (name: string) => `${name} không trả lời. Hãy đăng nhập bằng mật khẩu hoặc thử lại sau.`,
    failed: (name: string) => `Đăng nhập bằng ${name} không thành công. Hãy thử lại.`,
    noAccount: (name: string) =>
      `${name} đã xác thực, nhưng ở đây chưa có tài khoản cho bạn. Hãy liên hệ quản trị viên v6gov.`,
    leaving: (name: string) => `Bạn đã đăng xuất khỏi v6gov. Phiên đăng nhập ở ${name} có thể vẫn còn:`,
    leave: (name: string) => `Đăng xuất cả khỏi ${name}`,
  },
  firstRun: {
    title: 'Tạo tài khoản quản trị đầu tiên',
    what: 'Liên kết này chỉ dùng được một lần. Mật khẩu dài ít nhất 12 ký tự.',
    name: 'Tên tài khoản',
    password: 'Mật khẩu',
    repeat: 'Nhập lại mật khẩu',
    submit: 'Tạo tài khoản',
    passwordTitle: 'Đặt mật khẩu',
    setPassword: 'Đặt mật khẩu',
    invalid:
      'Liên kết không đúng, đã dùng hoặc đã hết hạn. Đề nghị quản trị viên cấp liên kết mới; khi chưa có tài khoản nào thì khởi động lại v6gov.',
    mismatch: 'Hai mật khẩu không giống nhau.',
    badPassword: 'Mật khẩu phải dài từ 12 đến 256 ký tự.',
    badName:
      'Tên tài khoản gồm 2 đến 64 chữ, số, dấu chấm, gạch nối, gạch dưới hoặc @, bắt đầu bằng chữ hoặc số.',
    taken: 'Tên tài khoản này đã có.',
  },
  welcome: {
    title: 'Chưa có đơn vị nào trong danh mục',
    what: 'v6gov cần biết có những đơn vị, thiết bị, dịch vụ và đường truyền nào trước khi đo. Chọn một trong hai cách bắt đầu:',
    importTitle: 'Nạp danh mục của tỉnh',
    importWhat:
      'Chuẩn bị các tệp CSV (mỗi loại một tệp), kiểm tra thử rồi nạp ở trang Danh mục, hoặc dùng dòng lệnh:',
    importLink: 'Mở trang Danh mục',
    demoTitle: 'Xem bản minh hoạ',
    demoWhat: 'Chạy một mạng mô phỏng đầy đủ ngay trên máy này, không chạm tới mạng thật:',
  },
}
