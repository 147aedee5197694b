import { AboutPage } from '../../../views/about.tsx'
import { frameOf } from '../show.ts'
import type { Page } from '../web.ts'

export const aboutPages: Page[] = [
  {
    method: 'GET',
    path: '/about',
    rule: 'everyone',
    handle: async (c) => c.html(<AboutPage frame={await frameOf(c)} />),
  },
]
