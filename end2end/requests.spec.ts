// Asking for more time: what it would mean, filing it, what colleagues decide, what comes of it.

import type { Page } from '@playwright/test'
import { expectAccessible } from './harness/accessible'
import { islandsAlive } from './harness/islands'
import { cents, loanEndingIn, planOf, sum } from './harness/loans'
import { signInAsPerson, signInAsStaff, someone } from './harness/people'
import { askForExtension, decideWith, fillExtension, proof } from './harness/requests'
import { expect, test } from './harness/test'

/** What the change that is chosen would cost in all. */
const cost = (page: Page) => page.locator('#ask .al-dl__row--sum dd')

/** What the card of an extension by so many installments says it costs. */
const costOnCard = (page: Page, installments: number) =>
  page
    .locator('.al-option', { has: page.locator(`a[href*="way=extend"][href*="periods=${installments}#"]`) })
    .locator('dd.al-option__cost')

test('what a change would cost is answered at once, and is what the server says', async ({ page, mailbox, javaScript }) => {
  await signInAsPerson(page, mailbox, 'Emily Carter')
  await page.goto(`${await loanEndingIn(page, '2210')}/change`)
  if (javaScript) await islandsAlive(page)
  await expectAccessible(page)
  const three = await costOnCard(page, 3).innerText()
  const twelve = await costOnCard(page, 12).innerText()
  expect(cents(twelve)).toBeGreaterThan(cents(three))
  if (javaScript) {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const slider = page.locator('input[type=range]')
    await slider.fill('3')
    await expect(cost(page)).toHaveText(three)
    await slider.press('ArrowRight')
    await expect(page.locator('#periods')).toHaveValue('4')
    await expect(cost(page)).not.toHaveText(three)
    await page.locator('#periods').fill('１２')
    await expect(cost(page)).toHaveText(twelve)
    expect(asked, 'requests to the server').toEqual([])
  } else {
    await expect(page.locator('input[type=range]')).toBeHidden()
    for (const [typed, shown] of [['3', three], ['１２', twelve]]) {
      await page.locator('#periods').fill(typed)
      await page.locator('button[value=work_out]').click()
      await expect(cost(page)).toHaveText(shown)
      await expect(page.locator('#periods')).toHaveValue(typed)
    }
  }
})

test('a form that was left and come back to holds what was typed', async ({ page, mailbox, javaScript }) => {
  await signInAsPerson(page, mailbox, 'Emily Carter')
  await page.goto(`${await loanEndingIn(page, '2210')}/change`)
  if (javaScript) await islandsAlive(page)
  await page.locator('input[name=way][value=defer]').check()
  await page.locator('#periods').fill('2')
  await page.goto('/messages')
  await page.goBack()
  await expect(page.locator('#periods')).toHaveValue('2')
  await expect(page.locator('input[name=way][value=defer]')).toBeChecked()
})

test('a wish beyond what policy allows is refused with the figure that would be possible', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, 'Emily Carter')
  const loan = await loanEndingIn(page, '2210')
  await fillExtension(page, loan, { installments: 19, reason: '收入减少，想多分几期。' })
  await expect(page.locator('#ask .al-checks__rule--fails')).toContainText('18')
  await page.locator('button[value=file]').click()
  await expect(page.locator('#errors')).toBeVisible()
  await expect(page.locator('#reason')).toHaveValue('收入减少，想多分几期。')
  await expect(page.locator('#periods')).toHaveValue('19')
  await expectAccessible(page)
})

test('above the amount two different people approve, and then the plan has a second version', async ({ page, mailbox, another }) => {
  test.setTimeout(240_000)
  await signInAsPerson(page, mailbox, '王建国')
  const { contact } = await someone(page, 'person', '王建国')
  const loan = await loanEndingIn(page, '4821')
  const before = await planOf(page, loan)
  const request = await askForExtension(page, loan, { installments: 6, reason: '客户推迟验收，第四季度回款晚两个月。', proof })
  const number = (await page.locator('.al-head__over').innerText()).match(/REQ-[\w-]+/)?.[0] ?? ''
  expect(number).not.toBe('')
  await expect(page.locator('.al-paper')).toContainText('停工通知')
  await expectAccessible(page)
  // A loan has one open request: the form gives way to it.
  await page.goto(`${loan}/change`)
  await expect(page.locator('#ask')).toHaveCount(0)
  await expect(page.locator(`a.al-button[href="${request}"]`)).toBeVisible()

  const first = await another()
  await signInAsStaff(first, '周明')
  await first.goto('/desk?scope=open')
  await first.locator(`a[href="/desk${request}"]`).click()
  await expect(first.locator('button[value=approve]')).toHaveCount(0)
  await first.locator('button[value=claim]').click()
  await expect(first.locator('button[value=approve]')).toBeVisible()
  await expectAccessible(first)
  await page.goto(request)
  await expect(page.locator('.al-timeline__step--now')).toHaveText('审核')
  await decideWith(first, 'ask', 'question', '验收推迟到哪一天？')
  await expect(first.locator('button[value=approve]')).toHaveCount(0)

  await mailbox.letterTo(contact, new RegExp(number))
  await page.goto(request)
  await expect(page.locator('.al-thread')).toContainText('验收推迟到哪一天？')
  await page.locator('#answer').fill('推迟到明年二月十日。')
  await page.locator('button[value=answer]').click()
  await expect(page.locator('.al-thread__say--mine')).toContainText('推迟到明年二月十日。')
  await expectAccessible(page)

  await first.goto(`/desk${request}`)
  await expect(first.locator('.al-timeline')).toContainText('推迟到明年二月十日。')
  if (await first.locator('button[value=claim]').count()) await first.locator('button[value=claim]').click()
  const approval = first.locator('form', { has: first.locator('button[value=approve]') })
  const result_hash = await approval.locator('input[name=result_hash]').inputValue()
  await approval.locator('button').click()
  await expect(first.locator('.al-decide')).toContainText('周明')

  await test.step('the first cannot be the second as well', async () => {
    await expect(first.locator('button[value=approve]')).toHaveCount(0)
    const again = await first.request.post(`/desk${request}`, {
      form: { act: 'approve', result_hash },
      headers: { origin: new URL(first.url()).origin },
    })
    expect(again.status()).toBe(422)
    await first.goto('/desk?scope=mine')
    await expect(first.locator(`a[href="/desk${request}"]`)).toHaveCount(0)
    await page.goto(`${loan}/schedule`)
    expect(await planOf(page, loan)).toEqual(before)
  })

  const second = await another()
  await signInAsStaff(second, 'Grace Hall')
  await second.goto('/desk?scope=mine')
  await second.locator(`a[href="/desk${request}"]`).click()
  await expect(second.locator('.al-timeline')).toContainText('周明')
  await expectAccessible(second)
  await second.locator('button[value=approve]').click()
  await expect(second.locator('.al-seal--done').first()).toBeVisible()
  await expect(second.locator('.al-decide button')).toHaveCount(0)

  await page.goto(request)
  await expect(page.locator('.al-note--good')).toBeVisible()
  await page.locator(`.al-note--good a[href="${loan}/schedule"]`).click()
  const after = await planOf(page, loan)
  expect(after).toHaveLength(before.length + 6)
  expect(sum(after, (row) => row.principal)).toBe(sum(before, (row) => row.principal))
  await expect(page.locator('.al-table tbody tr')).toHaveCount(before.length + 6)
  await expect(page.locator('.al-rail i.added')).toHaveCount(6)
  const versions = page.locator('section', { has: page.locator('table.al-diff') })
  await expect(versions.locator('.al-list__item')).toHaveCount(2)
  await expect(versions.locator('.al-diff__row--added')).toHaveCount(6)
  await expectAccessible(page)
  await mailbox.letterTo(contact, new RegExp(`${number} 已批准`))
})

test('below the amount one approval is enough', async ({ page, mailbox, another }) => {
  await signInAsPerson(page, mailbox, 'Emily Carter')
  const loan = await loanEndingIn(page, '2210')
  const before = await planOf(page, loan)
  const request = await askForExtension(page, loan, { installments: 3, reason: 'Parental leave until spring.' })
  const desk = await another()
  await signInAsStaff(desk, 'Grace Hall')
  await desk.goto(`/desk${request}`)
  await desk.locator('button[value=claim]').click()
  await expect(desk.locator('button[value=approve]')).toBeVisible()

  await test.step('a colleague is told who holds it meanwhile', async () => {
    const colleague = await another()
    await signInAsStaff(colleague, '周明')
    await colleague.goto(`/desk${request}`)
    await expect(colleague.locator('.al-decide .al-note')).toContainText('Grace Hall')
    await expect(colleague.locator('.al-decide button')).toHaveCount(0)
    await expectAccessible(colleague)
  })

  await desk.locator('button[value=approve]').click()
  await expect(desk.locator('.al-seal--done').first()).toBeVisible()
  expect(await planOf(page, loan)).toHaveLength(before.length + 3)
})

test('a request can be withdrawn, and the plan stays as it was', async ({ page, mailbox }) => {
  await signInAsPerson(page, mailbox, '赵敏')
  const loan = await loanEndingIn(page, '6001')
  const before = await planOf(page, loan)
  const request = await askForExtension(page, loan, { installments: 12, reason: '装修款一时周转不开。' })
  await page.locator('details:has(button[value=withdraw]) summary').click()
  await expectAccessible(page)
  await page.locator('button[value=withdraw]').click()
  await expect(page.locator('.al-head .al-seal--off')).toBeVisible()
  await expect(page.locator('button[value=withdraw]')).toHaveCount(0)
  expect(await planOf(page, loan)).toEqual(before)
  await page.goto('/requests')
  await expect(page.locator(`a[href="${request}"] .al-seal--off`)).toBeVisible()
  await page.goto(`${loan}/change`)
  await expect(page.locator('#ask'), 'the form is there again').toBeVisible()
})

test('a refusal gives its reason to the borrower, word by word', async ({ page, mailbox, another }) => {
  await signInAsPerson(page, mailbox, '李秀英')
  const { contact } = await someone(page, 'person', '李秀英')
  const request = await askForExtension(page, await loanEndingIn(page, '3302'), { installments: 2, reason: '想再延两期。' })
  const desk = await another()
  await signInAsStaff(desk, '周明')
  await desk.goto(`/desk${request}`)
  await desk.locator('button[value=claim]').click()
  await decideWith(desk, 'reject', 'reason', '')
  await expect(desk.locator('#errors')).toBeVisible()
  await expectAccessible(desk)
  await desk.locator('details[open] textarea[name=reason]').fill('今年已经展期一次，建议先还一部分再申请。')
  await desk.locator('button[value=reject]').click()
  await expect(desk.locator('.al-head .al-seal--late')).toBeVisible()

  await page.goto(request)
  await expect(page.locator('.al-note--late')).toContainText('今年已经展期一次，建议先还一部分再申请。')
  await expectAccessible(page)
  await mailbox.letterTo(contact, /未获批准/)
})
