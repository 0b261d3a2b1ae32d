// A loan whose core is another system: the lender brings it in with a profile, and its borrower sees the core's figures
// on the same pages as any other loan's.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectAccessible } from './harness/accessible'
import type { Database } from './harness/database'
import { foreignTexts } from './harness/language'
import { cents, loanEndingIn, planOf, sum } from './harness/loans'
import { enterByCode } from './harness/people'
import { run } from './harness/portal'
import { proof } from './harness/requests'
import { expect, test } from './harness/test'

test.use({ portalFor: 'core' })

/** The 3rd of the month so many months from now. */
function third(months: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 3)).toISOString().slice(0, 10)
}

const contact = 'li.na@example.com'

/** 100.00 at 7 % in six months as Fineract has it with recalculated interest: 16.43 and 0.58 first (vectors PRE-F). */
const recalculated = {
  profile: 'fineract',
  principal: '100.00',
  annual_rate: '0.07',
  method: 'equal_installment',
  installments: 6,
  day_count: '30/360',
  disbursed_on: third(-3),
  first_due_on: third(-2),
  conventions: { recalculates: true },
}

/** An older loan with interest: of it Fineract's conventions know no change of the plan. */
const older = { ...recalculated, profile: 'fineract_cumulative', conventions: undefined }

async function bringIn(database: Database): Promise<void> {
  const paid = { kind: 'payment', id: 'core-1', on: third(-2), amount: '17.01' }
  const lines = [
    { record: 'borrower', reference: 'F-1', type: 'person', name: '李娜' },
    { record: 'person', reference: 'F-P1', name: '李娜', email: contact, language: 'zh-CN', borrowers: ['F-1'] },
    { record: 'loan', number: 'FN20240071', borrower: 'F-1', product: 'consumer', terms: recalculated },
    { record: 'loan', number: 'FN20240072', borrower: 'F-1', product: 'consumer', terms: older },
    { record: 'event', loan: 'FN20240071', event: paid },
  ]
  const folder = mkdtempSync(join(tmpdir(), 'afterloan-core-'))
  const file = join(folder, 'core.jsonl')
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  await run(database, 'import', '--demo', file)
  rmSync(folder, { recursive: true })
}

test.beforeEach(async ({ database, page, mailbox }) => {
  await bringIn(database)
  await enterByCode(page, mailbox, contact)
})

test('the plan, what is owed and where a figure comes from are the core’s', async ({ page }) => {
  const loan = await loanEndingIn(page, '0071')
  const plan = await planOf(page, loan)
  expect(plan.map((row) => row.dueOn)).toEqual([-2, -1, 0, 1, 2, 3].map(third))
  expect([plan[0].principal, plan[0].interest, plan[0].paid]).toEqual([1643, 58, 1701])
  expect(sum(plan, (row) => row.principal)).toBe(10_000)
  await page.goto(loan)
  await expect(page.locator('.al-list__about').filter({ hasText: '16.43' })).toContainText('0.58')
  for (const figure of await page.locator('details.al-why').all()) {
    await figure.locator('summary').click()
    const shown = await figure.locator('summary').innerText()
    await expect(figure.locator('.al-explain__value').first()).toHaveText(shown)
  }
  for (const at of ['', '/schedule', '/statement', '/pay']) {
    await page.goto(`${loan}${at}`)
    await expectAccessible(page)
    expect(await foreignTexts(page, 'zh-CN')).toEqual([])
  }
  // No penalty is agreed: none is threatened.
  await page.goto('/')
  await expect(page.locator('.al-note--late').first()).toContainText('已逾期')
  await expect(page.locator('.al-note--late').first()).not.toContainText('罚息')
})

test('an early payment offers no choice that the core does not have', async ({ page }) => {
  const loan = await loanEndingIn(page, '0071')
  await page.goto(`${loan}/pay`)
  await page.locator('input[name=choice][value=other]').check()
  await page.locator('input[name=amount]').fill('60')
  await page.locator('form:has(input[name=choice]) button').click()
  await expect(page.locator('form:has(input[name=seen])')).toBeVisible()
  await expect(page.locator('input[name=then]')).toHaveCount(0)
  await page.locator('.al-more__open', { hasText: '为什么' }).click()
  await expect(page.locator('.al-more li'), 'one order, though it is told for what is late, due and ahead').toHaveCount(4)
  await expectAccessible(page)
  const forged = new URL(page.url())
  forged.searchParams.set('then', 'reduce_installment')
  await page.goto(forged.toString())
  await expect(page.locator('#errors')).toBeVisible()
})

test('more installments are asked for, worked out by the server alone', async ({ page }) => {
  const loan = await loanEndingIn(page, '0071')
  await page.goto(`${loan}/change`)
  await expect(page.locator('input[type=range]')).toHaveCount(0)
  await expect(page.locator('input[name=way][type=radio]')).toHaveCount(0)
  await page.locator('#periods').fill('3')
  await page.locator('button[value=work_out]').click()
  await expect(page.locator('#periods')).toHaveValue('3')
  const shown = page.locator('#what-if-figures')
  await expect(shown, 'three installments later').toContainText(third(6).slice(0, 4))
  expect(cents(await page.locator('#ask .al-dl__row--sum dd').innerText())).toBeGreaterThan(0)
  await expectAccessible(page)
  // Another number than the figures are of is not filed.
  await page.locator('#reason').fill('回款推迟两个月。')
  await page.locator('#documents').setInputFiles(proof)
  await page.locator('#periods').fill('2')
  await page.locator('button[value=file]').click()
  await expect(page.locator('#errors')).toBeVisible()
  await expect(page.locator('#reason')).toHaveValue('回款推迟两个月。')
})

test('where the core’s conventions know no change, the page says so', async ({ page }) => {
  const loan = await loanEndingIn(page, '0072')
  await page.goto(`${loan}/change`)
  await expect(page.locator('.al-empty')).toContainText('不能在这里变更')
  await expect(page.locator('#reason')).toHaveCount(0)
  await expectAccessible(page)
  await page.locator('form[action="/language"] button[value=en]').click()
  await expect(page.locator('.al-empty')).toContainText('cannot be changed here')
  expect(await foreignTexts(page, 'en')).toEqual([])
})
