// Papers: found by clicking, right by their own sums, readable on a phone and on paper, kept as a file.

import type { Page } from '@playwright/test'
import { expectAccessible } from './harness/accessible'
import { foreignTexts } from './harness/language'
import { signInAsPerson, signInAsStaff } from './harness/people'
import { expect, test } from './harness/test'

async function inEnglish(page: Page): Promise<void> {
  await page.locator('form[action="/language"] button[value=en]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
}

/** From home to the statement of the first loan, by links alone. */
async function openStatement(page: Page): Promise<void> {
  await page.locator('.al-footer a[href="/documents"]').click()
  await expect(page).toHaveURL('/documents')
  await page.locator('a[href*="/statement?"]').first().click()
  await expect(page.locator('.al-document')).toBeVisible()
}

const cents = (text: string) => Math.round(Number(text.replace('−', '-').replaceAll(',', '')) * 100)

test.describe('a borrower', () => {
  test.beforeEach(async ({ page, mailbox }) => {
    await signInAsPerson(page, mailbox)
  })

  test('finds every paper by clicking, in both languages', async ({ page }) => {
    await openStatement(page)
    await expectAccessible(page)
    expect(await foreignTexts(page, 'zh-CN')).toEqual([])
    await inEnglish(page)
    await expect(page.locator('.al-document')).toBeVisible()
    await expectAccessible(page)
    expect(await foreignTexts(page, 'en')).toEqual([])
    await page.locator('.al-acts a[href="/documents"]').click()
    await expectAccessible(page)
    expect(await foreignTexts(page, 'en')).toEqual([])
  })

  test('reads a statement that adds up', async ({ page }) => {
    await openStatement(page)
    const rows = page.locator('.al-account tbody tr')
    const opening = cents(await rows.first().locator('td').last().innerText())
    const sums = page.locator('.al-account tfoot tr')
    const [charged, paid] = (await sums.first().locator('.al-num').allTextContents()).map(cents)
    const closing = cents((await sums.last().locator('.al-num').textContent()) ?? '')
    expect(opening + charged - paid).toBe(closing)
    // The last line's balance is the closing one.
    expect(cents((await rows.last().locator('td').last().textContent()) ?? '')).toBe(closing)
  })

  test('chooses a period, and a wrong one is explained by its field and kept', async ({ page }) => {
    await openStatement(page)
    const address = new URL(page.url()).pathname
    const wrong: [string, string, string, string][] = [
      ['2026-02-30', '', 'from', '2026-02-30'],
      ['', 'tomorrow', 'to', 'tomorrow'],
      ['2026-03-02', '2026-03-01', 'from', '2026-03-02'],
      ['', '2199-01-01', 'to', '2199-01-01'],
    ]
    for (const [from, to, field, kept] of wrong) {
      const answer = await page.goto(`${address}?from=${from}&to=${to}`)
      expect(answer?.status()).toBe(422)
      await expect(page.locator(`#${field}-error`)).toBeVisible()
      await expect(page.locator(`#${field}`)).toHaveValue(kept)
      await expect(page.locator('.al-document')).toHaveCount(0)
    }
    await expectAccessible(page)
    await page.locator('#from').fill('2026-01-01')
    await page.locator('#to').fill('2026-03-31')
    await page.locator('form:has(#from) button').click()
    await expect(page.locator('.al-document')).toContainText('2026年1月1日至2026年3月31日')
  })

  test('downloads it as a file with the same figures', async ({ page }) => {
    await openStatement(page)
    const closing = cents((await page.locator('.al-account tfoot tr').last().locator('.al-num').textContent()) ?? '')
    const file = await page.request.get((await page.locator('a[href*="/statement.csv"]').getAttribute('href')) ?? '')
    expect(file.headers()['content-type']).toContain('text/csv')
    const lines = (await file.text()).trim().split('\r\n')
    expect(cents(lines.at(-1)?.split(',')[5] ?? '')).toBe(closing)
    expect((await page.request.get(new URL(page.url()).pathname + '.csv?from=x')).status()).toBe(422)
  })

  test('prints it without the machinery around it', async ({ page }) => {
    await openStatement(page)
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('#period')).toBeHidden()
    await expect(page.locator('.al-top__nav')).toBeHidden()
    await expect(page.locator('.al-document__lender')).toBeVisible()
    await expect(page.locator('.al-account tfoot')).toBeVisible()
  })

  test('comes to the statement from the loan and finds the receipts of it', async ({ page }) => {
    await page.locator('a[href^="/loans/"]').first().click()
    const loan = new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
    await page.goto(loan)
    await page.locator(`a[href="${loan}/statement"]`).click()
    await expect(page.locator('.al-document')).toBeVisible()
    await page.goto(`${loan}/receipts`)
    await expectAccessible(page)
  })
})

test.describe('compliance', () => {
  test.beforeEach(async ({ page }) => {
    await signInAsStaff(page, '何洁')
  })

  test('reads who did what, narrows it down and takes it along', async ({ page }) => {
    await page.locator('.al-top__nav a[href="/desk/audit"]').click()
    await expect(page.locator('tbody tr').first()).toBeVisible()
    await expectAccessible(page)
    expect(await foreignTexts(page, 'zh-CN')).toEqual([])
    await page.locator('#action').selectOption('audit.read')
    await page.locator('form:has(#action) button').click()
    await expect(page).toHaveURL(/action=audit\.read/)
    await expect(page.locator('tbody tr').first()).toContainText('何洁')
    const file = await page.request.get((await page.locator('a[href^="/desk/audit.csv"]').getAttribute('href')) ?? '')
    expect(file.headers()['content-type']).toContain('text/csv')
    expect((await file.text()).split('\r\n').length).toBeGreaterThan(2)
    await inEnglish(page)
    await expectAccessible(page)
    expect(await foreignTexts(page, 'en')).toEqual([])
  })

  test('a day that does not exist is explained and kept', async ({ page }) => {
    const answer = await page.goto('/desk/audit?day=2026-02-30')
    expect(answer?.status()).toBe(422)
    await expect(page.locator('#day-error')).toBeVisible()
    await expect(page.locator('#day')).toHaveValue('2026-02-30')
    await expectAccessible(page)
  })
})

test('a loan officer has no audit trail', async ({ page }) => {
  await signInAsStaff(page, '李娜')
  await expect(page.locator('a[href="/desk/audit"]')).toHaveCount(0)
  expect((await page.goto('/desk/audit'))?.status()).toBe(404)
})
