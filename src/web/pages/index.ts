import { assetPages } from '../assets.ts'
import type { Page } from '../web.ts'
import { aboutPages } from './about.tsx'
import { checkPages } from './check.tsx'
import { checksPages } from './checks.tsx'
import { entryPages } from './entry.tsx'
import { healthPages } from './health.ts'
import { unitPages } from './unit.tsx'
import { unitsPages } from './units.tsx'

/** Every address there is. To add one: write its file beside these and one line here. */
export const pages: Page[] = [
  ...assetPages,
  ...entryPages,
  ...healthPages,
  ...aboutPages,
  ...unitsPages,
  ...unitPages,
  ...checksPages,
  ...checkPages,
]
