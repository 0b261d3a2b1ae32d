// What the browser works out is what the server works out, byte for byte, and at once.

import { islandsAlive } from './harness/islands'
import { signInAsPerson } from './harness/people'
import { expect, test } from './harness/test'
import { expectIslandsWithinBudget } from './harness/weight'
import type { Page } from '@playwright/test'

/** Opens the what-if of the first loan that can be changed, and gives its address. */
async function openWhatIf(page: Page): Promise<string> {
  await page.goto('/')
  const loans = await page
    .locator('a[href^="/loans/"]')
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname))
  const ids = new Set(loans.map((path) => path.split('/')[2]))
  for (const id of ids) {
    const path = `/loans/${id}/change`
    await page.goto(path)
    if ((await page.locator('#periods').count()) > 0) {
      await islandsAlive(page)
      return path
    }
  }
  throw new Error('none of this person’s loans can be changed')
}

/** What a page says of the choice, as it is shown and as it will be sent: this one, or one that came as text. */
function said(page: Page, html?: string): Promise<Record<string, string>> {
  return page.evaluate((text) => {
    const from = text === undefined ? document : new DOMParser().parseFromString(text, 'text/html')
    const value = (name: string) => from.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? 'missing'
    const plans = from.querySelector<HTMLElement>('#what-if-plans:not([hidden]) > div')?.innerHTML ?? 'none'
    const figures = from.querySelector('#what-if-figures')?.innerHTML ?? 'missing'
    return { input: value('input_hash'), result: value('result_hash'), figures, plans }
  }, html)
}

async function choose(page: Page, way: string, typed: string): Promise<void> {
  await page.locator(`[name=way][value=${way}]`).check()
  await page.locator('#periods').fill(typed)
}

test('the browser and the server come to the same figures and the same hashes', async ({ page, mailbox, javaScript }) => {
  test.skip(!javaScript, 'without a script the server alone works them out')
  await signInAsPerson(page, mailbox)
  const path = await openWhatIf(page)
  const seen = new Set<string>()
  for (const [way, typed] of [['extend', '1'], ['extend', '6'], ['extend', '１2'], ['defer', '1'], ['defer', '2'], ['extend', '599']]) {
    await page.locator('#what-if-plans').evaluate((details) => details.setAttribute('open', ''))
    await choose(page, way, typed)
    const browser = await said(page)
    // The server's own answer, which no island has touched.
    const answer = await page.request.get(`${path}?way=${way}&periods=${encodeURIComponent(typed)}`)
    expect(browser, `${way} by ${typed}`).toEqual(await said(page, await answer.text()))
    seen.add(browser.result)
  }
  // They are figures, and not six times the same.
  expect([...seen].filter((hash) => /^[0-9a-f]{64}$/.test(hash)).length).toBeGreaterThanOrEqual(4)
})

test('pulling the slider answers at once, and what is no number says so', async ({ page, mailbox, javaScript }) => {
  test.skip(!javaScript, 'without a script there is no slider')
  await signInAsPerson(page, mailbox)
  await openWhatIf(page)
  const before = await said(page)
  await page.locator('[type=range]').focus()
  await page.keyboard.press('End')
  const most = await page.locator('[type=range]').inputValue()
  await expect(page.locator('#periods')).toHaveValue(most)
  const after = await said(page)
  expect(after.figures).not.toBe(before.figures)
  expect(after.result).not.toBe(before.result)
  await page.locator('#periods').fill('x')
  expect((await said(page)).result).toBe('')
  await expect(page.locator('#what-if-plans')).toBeHidden()
})

test('a page with islands loads no more than was promised', async ({ page, mailbox, javaScript }) => {
  test.skip(!javaScript, 'without a script nothing is loaded')
  await signInAsPerson(page, mailbox)
  await expectIslandsWithinBudget(page, await openWhatIf(page))
})
