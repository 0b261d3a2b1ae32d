// Paying: an amount, its preview, the provider's page, the receipt; and what people do twice.

import type { Page } from '@playwright/test'
import { expectAccessible } from './harness/accessible'
import { signInAsPerson } from './harness/people'
import { expect, test } from './harness/test'

/** Opens the form for paying on the first loan that owes something. */
async function openPay(page: Page): Promise<void> {
  await page.goto('/')
  await page.locator('a[href^="/loans/"][href$="/pay"]').first().click()
  await expect(page.locator('input[name=choice]').first()).toBeVisible()
}

async function choose(page: Page, amount: string): Promise<void> {
  await page.locator('input[name=choice][value=other]').check()
  await page.locator('#amount').fill(amount)
  await page.locator('form:has(#amount) button').click()
}

/** From the form to the provider's page. */
async function toProvider(page: Page, amount: string): Promise<string[]> {
  await choose(page, amount)
  await expect(page.locator('input[name=seen]')).toBeAttached()
  const shown = await page.locator('.al-dl').first().locator('.al-dl__row').allInnerTexts()
  await page.locator('form:has(input[name=seen]) button').click()
  await expect(page).toHaveURL(/\/checkout\//)
  return shown
}

async function answer(page: Page, button: 'pay' | 'refuse', notify = 'once'): Promise<void> {
  await page.locator('select[name=notify]').selectOption(notify)
  await page.locator(`button[value=${button}]`).click()
  await expect(page).toHaveURL(/\/payments\/pay_/)
}

async function receipt(page: Page): Promise<string[]> {
  // Without a script too: the page that waits comes again by itself.
  await expect(page.locator('.al-receipt')).toBeVisible({ timeout: 30_000 })
  return page.locator('.al-receipt .al-dl').first().locator('.al-dl__row').allInnerTexts()
}

test.beforeEach(async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox)
})

test('a payment ends in a receipt that equals its preview', async ({ page }) => {
  await openPay(page)
  await expectAccessible(page)
  await choose(page, '１,２３４.５')
  await expectAccessible(page)
  await page.locator('main a[href*="again=1"]').click()
  await expect(page.locator('input[name=choice][value=other]'), 'what was chosen stays').toBeChecked()
  await expect(page.locator('#amount')).toHaveValue('１,２３４.５')
  const shown = await toProvider(page, '1,234.50')
  await answer(page, 'pay')
  expect(await receipt(page)).toEqual(shown)
  await expectAccessible(page)
})

test('a notice that comes twice, and a page that is reloaded, change nothing', async ({ page }) => {
  await openPay(page)
  await toProvider(page, '100')
  await answer(page, 'pay', 'twice')
  const once = await receipt(page)
  await page.reload()
  expect(await receipt(page)).toEqual(once)
})

/** The page that waits looks again by itself every few seconds, which would cut the judging of it short. */
async function standStill(page: Page): Promise<void> {
  const url = page.url()
  await page.route(url, async (route) => {
    const response = await route.fetch()
    const { refresh: _, ...headers } = response.headers()
    await route.fulfill({ response, headers })
  })
  await page.reload()
  await page.unroute(url)
}

test('the back button leads to the payment, not to a second one', async ({ page }) => {
  await openPay(page)
  await toProvider(page, '101')
  await page.goBack()
  await expect(page).toHaveURL(/\/payments\/pay_/)
  await standStill(page)
  await expectAccessible(page)
  await page.locator('button[value=continue]').click()
  await expect(page).toHaveURL(/\/checkout\//)
  await answer(page, 'pay')
  await receipt(page)
})

test('a payment under way is shown before another can be made, and can be given up', async ({ page }) => {
  await openPay(page)
  const preview = await page.context().newPage()
  await openPay(preview)
  await choose(preview, '55')
  await toProvider(page, '102')
  await preview.locator('form:has(input[name=seen]) button').click()
  await expect(preview.locator('main a[href^="/payments/"]'), 'a second tab is led to the first one’s payment').toHaveCount(1)
  await expect(preview.locator('.al-errors')).toHaveCount(0)
  await expectAccessible(preview)
  await preview.close()
  await page.goto('/')
  await page.locator('section[aria-labelledby=tasks] a[href^="/payments/"]', { hasText: '102' }).click()
  await expect(page).toHaveURL(/\/payments\/pay_/)
  await openPay(page)
  await page.locator('.al-note a[href^="/payments/"]').click()
  // The question stays while it is read, though the page it was asked on looks again by itself.
  expect((await page.request.get(page.url())).headers().refresh).toBeTruthy()
  await page.locator('a[href$="?cancel=1"]').click()
  await expect(page.locator('button[value=cancel]')).toBeVisible()
  expect((await page.request.get(page.url())).headers().refresh).toBeUndefined()
  await expectAccessible(page)
  await page.locator('button[value=cancel]').click()
  await expect(page.locator('.al-seal--off')).toBeVisible()
  await expectAccessible(page)
})

test('a refused payment says so and offers another try', async ({ page }) => {
  await openPay(page)
  await toProvider(page, '103')
  await answer(page, 'refuse')
  await expect(page.locator('.al-seal--late')).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('a[href$="/pay"]')).toBeVisible()
})

test('a wrong amount is kept and explained by its field', async ({ page }) => {
  await openPay(page)
  for (const typed of ['-5', '0', '1.005', '1000000000000000000000000000000', 'abc']) {
    await choose(page, typed)
    await expect(page.locator('#amount-error')).toBeVisible()
    await expect(page.locator('#amount')).toHaveValue(typed)
  }
  await expectAccessible(page)
})

test('both languages have every word of it', async ({ page }) => {
  await openPay(page)
  await page.locator('form[action="/language"] button[value=en]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await toProvider(page, '104')
  await expect(page.locator('html')).toHaveAttribute('lang', /zh-CN|en/)
  await answer(page, 'pay')
  await receipt(page)
  await expectAccessible(page)
})
