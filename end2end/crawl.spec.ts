// Every page that a link leads to, in each language: it comes, it is in that language and in no
// other, and axe finds nothing. A text that exists in one language only fails here.

import { expectAccessible } from './harness/accessible'
import { foreignTexts } from './harness/language'
import { signInAsPerson, signInAsStaff } from './harness/people'
import { linksOn } from './harness/places'
import { expect, test } from './harness/test'

// One page of a kind is enough: /loans/loan_1 and /loans/loan_2 are the same page.
const kindOf = (path: string) =>
  path
    .replace(/\?.*$/, '')
    .split('/')
    .map((part) => (/\d/.test(part) ? ':id' : part))
    .join('/')

const isFile = (path: string) => /\.(csv|pdf|xlsx|ics|png|svg|txt)$/.test(path.replace(/\?.*$/, '')) || /\/(file|download)\b/.test(path)

for (const language of ['zh-CN', 'en'] as const) {
  for (const who of ['nobody', 'person', 'staff'] as const) {
    test(`${who} finds every page whole in ${language}`, async ({ page, mailbox }) => {
      test.setTimeout(300_000)
      if (who === 'person') await signInAsPerson(page, mailbox)
      else if (who === 'staff') await signInAsStaff(page)
      else await page.goto('/sign-in')
      const switcher = page.locator(`form[action="/language"] button[value="${language}"]`)
      if (await switcher.count()) await switcher.first().click()

      const waiting = [new URL(page.url()).pathname]
      const seen = new Set<string>()
      const faults: string[] = []
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        if (seen.has(kindOf(path)) || isFile(path)) continue
        seen.add(kindOf(path))
        const answer = await page.goto(path)
        if (!answer || answer.status() >= 400) faults.push(`${path}: ${answer?.status()}`)
        if ((await page.locator('html').getAttribute('lang')) !== language) faults.push(`${path}: not in ${language}`)
        faults.push(...(await foreignTexts(page, language)).map((text) => `${path}: not ${language}: ${text}`))
        await expectAccessible(page)
        waiting.push(...(await linksOn(page)))
      }
      expect(faults).toEqual([])
    })
  }
}
