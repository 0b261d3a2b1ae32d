// Seeing a loan: what is next, how it stands, the plan, where a figure comes from.

import { expectAccessible } from './harness/accessible'
import { cents, loanEndingIn, planOf, sum } from './harness/loans'
import { foreignTexts } from './harness/language'
import { signInAsPerson } from './harness/people'
import { expect, test } from './harness/test'

test('home begins with what is late: what it costs a day, and the two ways on', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '王建国')
  const first = page.locator('.al-figure').first()
  await expect(first).toHaveClass(/al-figure--late/)
  await expect(first).toContainText('0937')
  await expect(page.locator('.al-note--late').first()).toContainText(/晚一天多付 ¥\d+\.\d\d|宽限期/)
  await expect(first.locator('a[href$="/pay"]')).toBeVisible()
  await expect(first.locator('a[href$="/change"]')).toBeVisible()
  const loans = page.locator('a.al-list__link[href^="/loans/"]')
  for (const tail of ['0937', '4821']) await expect(loans.filter({ hasText: tail }).first()).toBeVisible()
  await expectAccessible(page)
})

test('a borrower who has settled everything reads so', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '陈静')
  await expect(page.locator('.al-figure')).toHaveCount(0)
  await expect(page.locator('.al-list .al-seal--done')).toBeVisible()
  await page.goto(await loanEndingIn(page, '1144'))
  await expect(page.locator('a[href$="/pay"]')).toHaveCount(0)
  await expect(page.locator('.al-chart__past')).toHaveCount(1)
  await expect(page.locator('.al-chart__key--future'), 'nothing is to come').toHaveCount(0)
  await expectAccessible(page)
  await page.locator('a[href$="/settlement"]').click()
  await expect(page.locator('.al-document')).toContainText('陈静')
  await expect(page.locator('.al-document')).toContainText('LN20231144')
  await expectAccessible(page)
  await page.locator('form[action="/language"] button[value=en]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  expect(await foreignTexts(page, 'en')).toEqual([])
  await page.locator('form[action="/language"] button[value=zh-CN]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  expect(await foreignTexts(page, 'zh-CN')).toEqual([])
})

test('every figure of a loan opens to how it came about', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '王建国')
  await page.goto(await loanEndingIn(page, '0937'))
  const figures = page.locator('details.al-why')
  expect(await figures.count()).toBeGreaterThanOrEqual(4)
  for (const figure of await figures.all()) {
    await expect(figure.locator('.al-why__body')).toBeHidden()
    await figure.locator('summary').click()
    const shown = await figure.locator('summary').innerText()
    const steps = figure.locator('.al-explain__value')
    await expect(steps.first(), `the explanation of ${shown} ends in it`).toHaveText(shown)
    await expect(steps.first()).toBeVisible()
  }
  // Penalty in words: so many days, at a rate, on a base.
  const penalty = page.locator('.al-note--late details.al-why')
  await expect(penalty).toContainText('罚息')
  await expect(penalty).toContainText(/天/)
  await expect(penalty).toContainText(/%/)
  await expectAccessible(page)
})

test('the balance is drawn to the end and told in words', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '李秀英')
  await page.goto(await loanEndingIn(page, '3302'))
  const chart = page.locator('figure.al-chart')
  await expect(chart).toHaveAttribute('aria-label', /¥60,000\.00.*今天 ¥[\d,.]+.*0/)
  await expect(chart.locator('svg .al-chart__past')).toHaveAttribute('d', /^M\d/)
  await expect(chart.locator('svg .al-chart__was'), 'the plan before the extension').toHaveCount(1)
  await expectAccessible(page)
})

test('the plan has a tick and a row for each installment, and adds up', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '李秀英')
  const loan = await loanEndingIn(page, '3302')
  await page.goto(`${loan}/schedule`)
  const rows = await planOf(page, loan)
  expect(rows).toHaveLength(30)
  expect(sum(rows, (row) => row.principal)).toBe(6_000_000)
  for (const row of rows) expect(row.total, `installment ${row.n}`).toBe(row.principal + row.interest + row.fee)
  expect(rows.map((row) => row.balance).at(-1)).toBe(0)

  await expect(page.locator('.al-rail')).toHaveAttribute('aria-label', /30/)
  await expect(page.locator('.al-rail i')).toHaveCount(rows.length)
  const paid = rows.filter((row) => row.paid === row.total).length
  await expect(page.locator('.al-rail i.paid')).toHaveCount(paid)
  await expect(page.locator('.al-rail i.next')).toHaveCount(1)
  const table = page.locator('table.al-table')
  await expect(table.locator('tbody tr')).toHaveCount(rows.length)
  const shown = await table.locator('tbody td.al-table__main').allInnerTexts()
  expect(shown.map(cents)).toEqual(rows.map((row) => row.total))
  expect(cents(await table.locator('tfoot td.al-table__main').innerText())).toBe(sum(rows, (row) => row.total))

  await expect(page.locator('table.al-diff .al-diff__row--added')).toHaveCount(6)
  await expect(page.locator('a[href$="/schedule.csv"]')).toBeVisible()
  await expectAccessible(page)
})

test('360 installments fit the rail of any screen', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '赵敏')
  await expect(page.locator('.al-rail i')).toHaveCount(360)
  const loan = await loanEndingIn(page, '6001')
  await page.goto(`${loan}/schedule`)
  await expect(page.locator('.al-rail i')).toHaveCount(360)
  await expect(page.locator('.al-rail i.paid')).toHaveCount(61)
  await expect(page.locator('table.al-table tbody tr')).toHaveCount(360)
  const ticks = await page.locator('.al-rail i').evaluateAll((all) => all.map((tick) => tick.getBoundingClientRect().width))
  expect(Math.min(...ticks), 'the narrowest tick can still be seen').toBeGreaterThanOrEqual(2)
  await expectAccessible(page)
})
