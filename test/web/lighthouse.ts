import { type Config, snapshot } from 'lighthouse'
import puppeteer from 'puppeteer-core'
import { executablePath } from './in-browser.ts'

/** What Lighthouse says of the page at an address, by its accessibility alone. */
export type Judged = {
  /** 0 to 100. */
  score: number
  /** Audits that cost points, with the elements that they blame. */
  flaws: string[]
}

/**
 * Lighthouse with a browser of its own. Pages are judged as they stand, since its other way, which loads them anew and waits
 * until nothing is asked for any more, takes ten times as long and says the same of accessibility.
 */
export async function openLighthouse() {
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const page = await browser.newPage()
  return {
    /** Judges a page, as wide as a desk's or a phone's screen. Throws where Lighthouse could not. */
    async judge(url: string, { width }: { width: number }): Promise<Judged> {
      await page.setViewport({ width, height: 800 })
      await page.goto(url)
      const { lhr } = (await snapshot(page, { config: configAt(width) })) ?? {}
      const score = lhr?.categories.accessibility?.score
      if (!lhr || typeof score !== 'number')
        throw new Error(`no score of ${url}: ${lhr?.runtimeError?.message}`)
      const flaws = Object.values(lhr.audits)
        .filter((audit) => audit.scoreDisplayMode === 'error' || (audit.score !== null && audit.score < 1))
        .map(
          ({ id, errorMessage, details }) =>
            `${id}: ${errorMessage ?? JSON.stringify(details).slice(0, 400)}`,
        )
      return { score: Math.round(100 * score), flaws }
    },
    close: () => browser.close(),
  }
}

function configAt(width: number): Config {
  return {
    extends: 'lighthouse:default',
    settings: {
      onlyCategories: ['accessibility'],
      formFactor: width < 600 ? 'mobile' : 'desktop',
      screenEmulation: { disabled: true },
      disableFullPageScreenshot: true,
    },
  }
}
