import { parseArgs } from 'node:util'
import { everyPage, openProvinceOfEveryPage } from './every-page.ts'
import { serveOnLoopback } from './in-browser.ts'
import { openLighthouse } from './lighthouse.ts'

// npm run lighthouse [-- --only /plan]: the accessibility of every page by Lighthouse; ends with 1 where one has less than 100
const { values } = parseArgs({ options: { only: { type: 'string', default: '/' } } })
const faces = [
  { name: 'Vietnamese, desk', lang: 'vi', width: 1280 },
  { name: 'English, phone', lang: 'en', width: 360 },
]
const province = await openProvinceOfEveryPage(() => '2022-06-30T05:00:00.000Z')
const { base, close } = await serveOnLoopback(province)
const lighthouse = await openLighthouse()
let judged = 0
try {
  for (const path of everyPage.filter((one) => one.startsWith(values.only)))
    for (const { name, lang, width } of faces) {
      const url = `${base}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`
      const { score, flaws } = await lighthouse.judge(url, { width })
      judged += 1
      if (score < 100 || flaws.length > 0) process.exitCode = 1
      console.log(`${String(score).padStart(3)}  ${path} (${name})`, ...flaws.map((flaw) => `\n     ${flaw}`))
    }
} finally {
  await lighthouse.close()
  close()
}
console.log(`${judged} looks; ${process.exitCode ? 'not all at 100' : 'all at 100'}`)
