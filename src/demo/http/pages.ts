import type { DemoSite } from '../world/sites.ts'

/** The page of a site: Vietnamese, and with a counter of visitors that differs at every load, as the real ones have. */
export function sitePage(site: DemoSite, visitors: number): string {
  const [shared, pictures = shared] = site.assets
  const head = shared === undefined ? '' : `<link rel="stylesheet" href="https://${shared}/v6gov.css">`
  const picture = pictures === undefined ? '' : `<img src="https://${pictures}/anh-bia.jpg" alt="">`
  return page(
    site.title,
    `<h1>${site.title}</h1>${picture}
<p>Trang minh hoạ của mạng mô phỏng v6gov. Mọi số liệu và tin bài ở đây đều không có thật.</p>
<nav><a href="/gioi-thieu">Giới thiệu</a> <a href="/tin-tuc">Tin tức</a> <a href="/van-ban">Văn bản</a></nav>
<h2>Tin tức</h2>
${articles(site, 'Thông báo lịch tiếp công dân và giải quyết thủ tục hành chính')}
<p>Đang truy cập: ${visitors}</p>`,
    head,
  )
}

/** Last year's page, still served by a machine that was forgotten when the site moved. */
export function oldPage(site: DemoSite): string {
  return page(site.title, `<h1>${site.title}</h1>\n<h2>Tin cũ</h2>\n${articles(site, 'Bản tin năm trước')}`)
}

/** What a web server shows that does not know the site it is asked for. */
export const serverDefaultPage = page('Welcome', '<h1>It works</h1>\n<p>The web server is running.</p>')

export const forbiddenPage = page('403', '<h1>403</h1>\n<p>Yêu cầu bị tường lửa ứng dụng web từ chối.</p>')

function articles({ title }: DemoSite, subject: string): string {
  return Array.from(
    { length: 12 },
    (_, n) => `<article><h3>${subject}, số ${n + 1}</h3><p>${title} trân trọng thông báo.</p></article>`,
  ).join('\n')
}

function page(title: string, body: string, head = ''): string {
  return `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><title>${title}</title>${head}</head>
<body>
${body}
</body>
</html>
`
}
