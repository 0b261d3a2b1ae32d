// What a portal that is in use has to show: a request that waits, a statement to review, a payment
// and its receipt. The demo lender begins without them; screenshots and the crawl want to see them.

import { expect, type Page } from '@playwright/test'
import { islandsAlive } from './islands'
import { loanEndingIn } from './loans'
import type { Mailbox } from './mailbox'
import { paper } from './papers'
import { signInAsPerson, signInAsStaff } from './people'
import { askForExtension, decideWith, proof } from './requests'

/** The receipt of the scene that was set on a portal. */
const receipts = new Map<string, string>()

/** Sets the scene once on a worker's portal, as the demo's first borrower, and ends signed in as them. Answers with
 *  the address of the receipt, which is where a payment ends and to which no link leads. */
export async function setScene(page: Page, mailbox: Mailbox, desk: Page): Promise<string> {
  await signInAsPerson(page, mailbox, '王建国')
  const portal = new URL(page.url()).origin
  const before = receipts.get(portal)
  if (before) return before
  const loan = await loanEndingIn(page, '4821')
  const request = await askForExtension(page, loan, { installments: 6, reason: '客户推迟验收，第四季度回款晚两个月。', proof })
  receipts.set(portal, await pay(page, await loanEndingIn(page, '0937')))
  await sendStatement(page)
  await signInAsStaff(desk, '周明')
  await desk.goto(`/desk${request}`)
  await desk.locator('button[value=claim]').click()
  await decideWith(desk, 'ask', 'question', '验收推迟到哪一天？')
  return receipts.get(portal) ?? ''
}

async function pay(page: Page, loan: string): Promise<string> {
  await page.goto(`${loan}/pay`)
  await page.locator('form:has(input[name=choice]) button').click()
  await page.locator('form:has(input[name=seen]) button').click()
  await page.locator('button[value=pay]').click()
  await expect(page.locator('.al-receipt')).toBeVisible({ timeout: 30_000 })
  return new URL(page.url()).pathname
}

async function sendStatement(page: Page): Promise<void> {
  await page.goto('/financials')
  await page.locator('section[aria-labelledby=to-send] a.al-list__link').first().click()
  await islandsAlive(page)
  await page.locator('#file').setInputFiles(paper('第三季度利润表.pdf'))
  await page.locator('form:has(#file) button').click()
  await expect(page).toHaveURL(/\?sent=1$/)
}
