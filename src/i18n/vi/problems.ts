/** Error pages: what happened and what to do next. */
export const problems = {
  back: 'Về trang tổng quan',
  requestId: (id: string) => `Mã yêu cầu: ${id}`,
  badRequest: {
    title: 'Yêu cầu không hợp lệ',
    what: 'Địa chỉ hoặc biểu mẫu có giá trị không dùng được. Sửa các giá trị dưới đây rồi thử lại.',
  },
  unauthorised: {
    title: 'Cần đăng nhập',
    what: 'Phiên làm việc không có hoặc đã hết hạn.',
  },
  forbidden: {
    title: 'Không đủ quyền',
    what: 'Tài khoản này không được dùng chức năng vừa chọn. Đề nghị quản trị viên cấp quyền nếu cần.',
  },
  crossSite: {
    title: 'Yêu cầu bị từ chối',
    what: 'Yêu cầu thay đổi dữ liệu không xuất phát từ chính trang này nên không được thực hiện.',
  },
  wrongHost: {
    title: 'Sai tên máy chủ',
    what: 'Máy chủ chỉ nhận yêu cầu gửi tới localhost. Đặt V6GOV_HOST và proxy tin cậy nếu cần truy cập từ nơi khác.',
  },
  notFound: {
    title: 'Không tìm thấy',
    what: 'Không có trang hoặc đối tượng này. Có thể mã đã đổi hoặc tài sản đã bị bỏ khỏi danh mục.',
  },
  tooLarge: {
    title: 'Dữ liệu gửi lên quá lớn',
    what: 'Chia tệp thành nhiều phần nhỏ hơn rồi thử lại.',
  },
  internal: {
    title: 'Lỗi của chương trình',
    what: 'Đã xảy ra lỗi khi tạo trang. Dữ liệu không bị ảnh hưởng. Gửi mã yêu cầu dưới đây cho người vận hành để tra trong nhật ký.',
  },
}
