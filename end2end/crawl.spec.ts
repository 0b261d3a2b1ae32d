// Every page that a link leads to, in each language: it comes, it is in that language and in no
// other, axe finds nothing, and it does not scroll sideways. A text that exists in one language only fails here.

import type { Page } from '@playwright/test'
import { accessibilityFaults } from './harness/accessible'
import { foreignTexts } from './harness/language'
import { signInAsStaff } from './harness/people'
import { linksOn } from './harness/places'
import { setScene } from './harness/scene'
import { expect, test } from './harness/test'

// A portal of its own: the scene it sets would stand in the way of the journeys.
test.use({ portalFor: 'crawl' })

// One page of a kind is enough: /loans/loan_1 and /loans/loan_2 are the same page.
const kindOf = (path: string) =>
  path
    .replace(/\?.*$/, '')
    .split('/')
    .map((part) => (/\d/.test(part) ? ':id' : part))
    .join('/')

/** Pages that must have been among those that links lead to. */
const expected = {
  nobody: ['/sign-in', '/desk/sign-in', '/demo', '/demo/mailbox'],
  person: [
    ['/', '/loans/:id', '/loans/:id/schedule', '/loans/:id/pay', '/loans/:id/change', '/payments/:id'],
    ['/requests', '/requests/:id', '/financials', '/financials/:id', '/messages', '/preferences', '/security'],
  ].flat(),
  staff: [
    ['/desk', '/desk/requests/:id', '/desk/financials', '/desk/financials/:id', '/desk/messages', '/desk/security'],
    ['/desk/borrowers', '/desk/borrowers/:id'],
  ].flat(),
}

async function faultsOf(page: Page, path: string, language: 'zh-CN' | 'en'): Promise<string[]> {
  const faults: string[] = []
  const answer = await page.goto(path)
  if (!answer || answer.status() >= 400) faults.push(`answers ${answer?.status()}`)
  if ((await page.locator('html').getAttribute('lang')) !== language) faults.push(`is not in ${language}`)
  faults.push(...(await foreignTexts(page, language)).map((text) => `is not all ${language}: ${text}`))
  faults.push(...(await accessibilityFaults(page)))
  return faults
}

for (const language of ['zh-CN', 'en'] as const) {
  for (const who of ['nobody', 'person', 'staff'] as const) {
    test(`${who} finds every page whole in ${language}`, async ({ page, mailbox, another }) => {
      test.setTimeout(900_000)
      const waiting: string[] = []
      if (who === 'nobody') {
        await page.goto('/sign-in')
      } else if (who === 'person') {
        waiting.push(await setScene(page, mailbox, await another()))
        await page.goto('/')
      } else {
        await setScene(await another(), mailbox, page)
        await signInAsStaff(page, '周明')
      }
      const switcher = page.locator(`form[action="/language"] button[value="${language}"]`)
      if (await switcher.count()) await switcher.first().click()

      waiting.push(new URL(page.url()).pathname)
      const seen = new Set<string>()
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        if (seen.has(kindOf(path))) continue
        seen.add(kindOf(path))
        expect.soft(await faultsOf(page, path, language), path).toEqual([])
        waiting.push(...(await linksOn(page)))
      }
      expect([...seen]).toEqual(expect.arrayContaining(expected[who]))
    })
  }
}
