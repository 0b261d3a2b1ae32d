// Reminders: the demo's days go by, and what a borrower receives is read in the mailbox.
//
// A portal of its own: days that have gone by are gone for whoever shares it.

import type { Page } from '@playwright/test'
import { expectAccessible } from './harness/accessible'
import { loanEndingIn, planOf } from './harness/loans'
import type { Letter, Mailbox } from './harness/mailbox'
import { signInAsPerson } from './harness/people'
import { expect, test } from './harness/test'

test.use({ portalFor: 'reminders' })

const wang = ['13800000001', 'wang.jianguo@example.com']
const sun = ['13800000005', 'sun.lei@example.com']
const carter = ['13800000002', 'emily.carter@example.com']

/** The demo's day. */
async function today(page: Page): Promise<string> {
  await page.goto('/demo')
  return ((await page.locator('time.al-clock').getAttribute('datetime')) ?? '').slice(0, 10)
}

/** Goes on to nine in the morning of a day, one day at a time. */
async function goOnTo(page: Page, day: string): Promise<void> {
  for (let now = await today(page); now < day; now = await today(page)) await page.locator('button[name=days][value="1"]').click()
  expect(await today(page)).toBe(day)
}

const plus = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** When the next installment of a loan is due. */
async function nextDue(page: Page, loan: string): Promise<string> {
  const next = (await planOf(page, loan)).find((row) => row.paid < row.total)
  if (!next) throw new Error(`${loan} owes nothing`)
  return next.dueOn
}

/** What somebody was sent about the payments of a loan, newest first. The demo's borrowers also have answers to requests. */
async function about(mailbox: Mailbox, contacts: string[], tail: string): Promise<Letter[]> {
  return (await mailbox.everything()).filter(
    ({ to, text }) => contacts.some((contact) => to.endsWith(contact)) && text.includes(tail) && !text.includes('/requests/'),
  )
}

async function prefer(page: Page, language: string, quietFrom: string, quietTo: string): Promise<void> {
  await page.goto('/preferences')
  await page.locator(`input[name=language][value="${language}"]`).check()
  await page.locator('#quiet_from').fill(quietFrom)
  await page.locator('#quiet_to').fill(quietTo)
  await page.locator('form:has(#quiet_from) button').click()
  await expect(page.locator('main [role=status]')).toBeVisible()
}

/** Pays what is due next, or all, and ends at the receipt. */
async function pay(page: Page, loan: string, choice: 'due' | 'payoff'): Promise<void> {
  await page.goto(`${loan}/pay`)
  await page.locator(`input[name=choice][value=${choice}]`).check()
  await page.locator('form:has(input[name=choice]) button').click()
  await page.locator('form:has(input[name=seen]) button').click()
  await page.locator('button[value=pay]').click()
  await expect(page.locator('.al-receipt')).toBeVisible({ timeout: 30_000 })
}

/** Pays what is due next, and answers how many letters its receipt made. */
async function payNext(page: Page, mailbox: Mailbox, loan: string): Promise<number> {
  await pay(page, loan, 'due')
  const receipts = () => about(mailbox, carter, '2210')
  await expect(async () => expect(await receipts()).toHaveLength(2)).toPass({ timeout: 20_000 })
  return 2
}

test('installments are told of before, on and after their day, in the hours and the language one wishes, unless paid', async ({
  page,
  mailbox,
  another,
}) => {
  test.setTimeout(360_000)
  const payer = await another()
  await signInAsPerson(payer, mailbox, 'Emily Carter')
  const paidLoan = await loanEndingIn(payer, '2210')
  const paidDue = await nextDue(payer, paidLoan)
  const receipts = await payNext(payer, mailbox, paidLoan)
  await test.step('the address in a message can be followed', async () => {
    await payer.goto('/messages')
    await expectAccessible(payer)
    await payer.locator('.al-letter__body a[href*="/payments/pay_"]').first().click()
    await expect(payer.locator('.al-receipt')).toBeVisible()
  })
  expect(await nextDue(payer, paidLoan)).not.toBe(paidDue)

  await signInAsPerson(page, mailbox, '王建国')
  const due = await nextDue(page, await loanEndingIn(page, '4821'))
  // The accountant of the same company wants to sleep until noon and reads English.
  const accountant = await another()
  await signInAsPerson(accountant, mailbox, '孙磊')
  await prefer(accountant, 'en', '20:00', '12:00')
  await expectAccessible(accountant)

  await goOnTo(page, plus(due, -4))
  expect(await about(mailbox, [...wang, ...sun], '4821')).toEqual([])

  await test.step('three days before', async () => {
    await goOnTo(page, plus(due, -3))
    const letters = await about(mailbox, wang, '4821')
    expect(letters.map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
    for (const { text } of letters) expect(text).toMatch(/还有 3 天|3 天后/)
    expect(await about(mailbox, sun, '4821'), 'it is night for the accountant').toEqual([])
  })

  await test.step('what waited for the morning follows new wishes, and is still true', async () => {
    await prefer(accountant, 'en', '22:00', '06:00')
    await goOnTo(page, plus(due, -2))
    expect(await about(mailbox, wang, '4821'), 'nothing twice').toHaveLength(2)
    const letters = await about(mailbox, sun, '4821')
    expect(letters.map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
    for (const { text } of letters) expect(text).toMatch(/in 2 days/)
  })

  await test.step('on the day', async () => {
    await goOnTo(page, due)
    expect(await about(mailbox, wang, '4821')).toHaveLength(4)
  })

  await test.step('a day after, with what each day costs', async () => {
    await goOnTo(page, plus(due, 1))
    const letters = await about(mailbox, wang, '4821')
    expect(letters).toHaveLength(6)
    expect(letters[0].text).toMatch(/还没有收到/)
    await goOnTo(page, plus(due, 2))
    expect(await about(mailbox, wang, '4821'), 'and no more').toHaveLength(6)
  })

  await test.step('what is paid is not asked for', async () => {
    expect(paidDue < (await today(page)), 'its day has gone by').toBe(true)
    expect(await about(mailbox, carter, '2210'), 'the receipt, and nothing else').toHaveLength(receipts)
  })

  await page.goto('/messages')
  await expect(page.locator('main')).toContainText('4821')
  await expectAccessible(page)
})

test('a loan that is paid off ends with a receipt, a certificate and a message that leads to it', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '李秀英')
  const loan = await loanEndingIn(page, '3302')
  expect((await page.request.get(`${loan}/settlement`)).status(), 'nothing is certified before').toBe(404)
  await pay(page, loan, 'payoff')
  await expectAccessible(page)
  await page.locator('main a[href$="/settlement"]').click()
  await expect(page.locator('.al-document')).toContainText('LN20243302')
  await expectAccessible(page)
  const letters = () => about(mailbox, ['13800000003', 'li.xiuying@example.com'], '3302')
  await expect(async () => expect(await letters()).toHaveLength(2)).toPass({ timeout: 20_000 })
  for (const { text } of await letters()) expect(text).toContain('结清')
  await page.goto('/messages')
  await page.locator('.al-letter__body a[href$="/settlement"]').first().click()
  await expect(page.locator('.al-document')).toBeVisible()
  await page.goto('/documents')
  await expect(page.locator('main a[href$="/settlement"]')).toHaveCount(1)
})
