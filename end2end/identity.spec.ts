// Signing in and out: codes, passwords and authenticators, sessions that end.

import type { Page } from '@playwright/test'
import { expectAccessible } from './harness/accessible'
import { letTimePass } from './harness/database'
import { islandsAlive } from './harness/islands'
import { loanEndingIn } from './harness/loans'
import { askForCode, enterByCode, enterDigits, enterPassword, signInAsPerson, signInAsStaff, someone, totp } from './harness/people'
import { run } from './harness/portal'
import { proof } from './harness/requests'
import { expect, test } from './harness/test'

/** The name in the top bar: who is signed in here. */
const whoIsIn = (page: Page) => page.locator('.al-menu__name')

async function enterCode(page: Page, code: string): Promise<void> {
  await page.locator('input[name=code]').fill(code)
  await page.locator('form:has(input[name=code]) button').first().click()
}

test('a number is understood without its country and in full-width digits', async ({ page, mailbox }) => {
  await enterByCode(page, mailbox, '13800000006', '１３８ ００００ ０００６')
  await expect(whoIsIn(page)).toHaveText('陈静')
  await page.locator('.al-menu__open').click()
  await page.locator('form[action="/sign-out"] button').click()
  await expect(page).toHaveURL(/\/sign-in\?out=1$/)
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
  await enterByCode(page, mailbox, '13800000006', '+86 138-0000-0006')
  await expect(whoIsIn(page)).toHaveText('陈静')
})

test('a code comes by e-mail too, and is taken as it was typed', async ({ page, mailbox }) => {
  const address = 'li.xiuying@example.com'
  const before = await mailbox.newestCode(address)
  await askForCode(page, 'Li.Xiuying＠Example.com')
  await expect(page.locator('input[name=code]')).toHaveAttribute('autocomplete', 'one-time-code')
  await expectAccessible(page)
  const code = await mailbox.codeAfter(before, address)
  await enterCode(page, [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(' '))
  await expect(whoIsIn(page)).toHaveText('李秀英')
})

test('after five wrong codes the right one is refused too', async ({ page, mailbox }) => {
  const contact = '13800000006'
  const before = await mailbox.newestCode(contact)
  await askForCode(page, contact)
  const code = await mailbox.codeAfter(before, contact)
  const wrong = code === '000000' ? '111111' : '000000'
  for (let left = 4; left > 0; left -= 1) {
    await enterCode(page, wrong)
    await expect(page.locator('#code-error')).toContainText(String(left))
  }
  await expectAccessible(page)
  await enterCode(page, wrong)
  await expect(page.locator('#code-error')).toBeVisible()
  await enterCode(page, code)
  await expect(page.locator('#code-error')).toBeVisible()
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('another code can be asked for after a minute, which is shown counting down', async ({ page, mailbox, database }) => {
  const contact = '13800000006'
  await askForCode(page, contact)
  const first = await mailbox.letterTo(contact, /\b\d{6}\b/)
  await expect(page.locator('.al-resend__wait')).toBeVisible()
  await expect(page.locator('.al-resend__button')).toBeHidden()
  // A strip of numbers moves up behind a window of one line: how far says which number is seen.
  const seen = () =>
    page.locator('.al-resend__count').evaluate((count) => {
      const strip = getComputedStyle(count, '::before')
      return 60 + Math.round(new DOMMatrix(strip.transform).f / Number.parseFloat(strip.lineHeight))
    })
  const start = await seen()
  expect(start).toBeGreaterThan(50)
  await expect.poll(seen, { timeout: 5_000 }).toBeLessThan(start)

  await letTimePass(database, "update sign_in_code set created_at = created_at - interval '61 s', expires_at = expires_at - interval '61 s'")
  await page.reload()
  await expect(page.locator('.al-resend__wait')).toBeHidden()
  await page.locator('.al-resend__button').click()
  await expect(page.locator('.al-resend__wait')).toBeVisible()
  await expect(async () => expect((await mailbox.letters(contact))[0].text).not.toBe(first.text)).toPass({ timeout: 10_000 })
  await enterCode(page, (await mailbox.newestCode(contact)) ?? '')
  await expect(page).toHaveURL('/')
})

test('nobody learns whether a number is known here', async ({ page, mailbox }) => {
  const words = async () => (await page.locator('main').innerText()).replaceAll(/\d{2}:\d{2}:\d{2}|\d{3}\*+\d{4}|\d+/g, '…')
  await askForCode(page, '13999999999')
  const unknown = await words()
  await enterCode(page, '123456')
  await expect(page.locator('#code-error')).toContainText('4')
  await askForCode(page, '13800000006')
  expect(await words()).toBe(unknown)
  expect(await mailbox.letters('13999999999')).toEqual([])
})

test('a colleague needs the password and the authenticator, and its digits work once', async ({ page }) => {
  const staff = await someone(page, 'staff', '郭强')
  await enterPassword(page, staff.email, 'not the password')
  await expect(page.locator('#errors')).toBeVisible()
  await expect(page.locator('input[name=email]')).toHaveValue(staff.email)
  await expect(page.locator('input[name=password]')).toHaveValue('')
  await expectAccessible(page)
  await enterPassword(page, staff.email, staff.password)
  await expectAccessible(page)
  const digits = totp(staff.totp)
  await enterDigits(page, digits === '000000' ? '111111' : '000000')
  await expect(page.locator('#code-error')).toBeVisible()
  await page.goto('/desk')
  await expect(page, 'half a sign-in opens nothing').toHaveURL(/\/desk\/sign-in/)
  await enterPassword(page, staff.email, staff.password)
  await enterDigits(page, digits)
  await expect(whoIsIn(page)).toHaveText('郭强')

  await page.locator('.al-menu__open').click()
  await page.locator('form[action="/sign-out"] button').click()
  await enterPassword(page, staff.email, staff.password)
  await enterDigits(page, digits)
  await expect(page.locator('#code-error')).toBeVisible()
})

test('a new colleague sets up an authenticator and keeps recovery codes, each good once', async ({ page, database }, info) => {
  const email = `new.${info.project.name}@demo.example`
  const password = 'a long new password'
  await run(database, 'admin', 'create', '--email', email, '--name', '新同事', '--password', password)
  await enterPassword(page, email, password)
  await expect(page.locator('img.al-qr')).toBeVisible()
  await expectAccessible(page)
  await page.locator('.al-more__open').click()
  const secret = (await page.locator('code.al-reference').innerText()).replaceAll(/\s/g, '')
  await enterDigits(page, totp(secret))
  const codes = await page.locator('.al-codes li').allInnerTexts()
  expect(new Set(codes).size).toBeGreaterThanOrEqual(8)
  await expectAccessible(page)
  await page.locator('a.al-button').click()
  await expect(page).toHaveURL(/\/desk$/)

  const signOut = async () => {
    await page.locator('.al-menu__open').click()
    await page.locator('form[action="/sign-out"] button').click()
  }
  await signOut()
  await enterPassword(page, email, password)
  await enterDigits(page, codes[0])
  await expect(page).toHaveURL(/\/desk$/)
  await signOut()
  await enterPassword(page, email, password)
  await enterDigits(page, codes[0])
  await expect(page.locator('#code-error')).toBeVisible()
})

test('a session that ends while a form is filled leads back to the filled form', async ({ page, mailbox, database, javaScript }) => {
  await enterByCode(page, mailbox, '13800000004')
  const loan = await loanEndingIn(page, '6001')
  await page.goto(`${loan}/change`)
  if (javaScript) await islandsAlive(page)
  await page.locator('input[name=way][value=defer]').check()
  await page.locator('#periods').fill('2')
  await page.locator('#reason').fill('住院两个月，出院后恢复收入。🙂')
  await page.locator('#documents').setInputFiles(proof)
  await letTimePass(
    database,
    `update session set expires_at = now() - interval '1 s' where person_id in (select person_id from person where name = '赵敏')`,
  )
  await page.locator('button[value=file]').click()
  await expect(page).toHaveURL(/\/sign-in\?.*kept=1/)
  await expect(page.locator('main [role=status]')).toBeVisible()
  await expectAccessible(page)
  const before = await mailbox.newestCode('13800000004')
  await page.locator('input[name=contact]').fill('13800000004')
  await page.locator('form:has(input[name=contact]) button').click()
  await enterCode(page, await mailbox.codeAfter(before, '13800000004'))

  await expect(page).toHaveURL(`${loan}/change`)
  await expect(page.locator('#reason')).toHaveValue('住院两个月，出院后恢复收入。🙂')
  await expect(page.locator('#periods')).toHaveValue('2')
  await expect(page.locator('input[name=way][value=defer]')).toBeChecked()
  await expect(page.locator('main > .al-banner'), 'a browser gives no file back, so it is named').toContainText('停工通知.pdf')
  await expectAccessible(page)
})

test('the door of the desk says what became of a form whose session ended', async ({ page, database }) => {
  await signInAsStaff(page, 'Grace Hall')
  await page.goto('/desk/security')
  await letTimePass(
    database,
    `update session set expires_at = now() - interval '1 s' where staff_id in (select staff_id from staff where name = 'Grace Hall')`,
  )
  await page.locator('details:has(input[value=recovery]) summary').click()
  await page.locator('form:has(input[value=recovery]) input[name=code]').fill('123456')
  await page.locator('form:has(input[value=recovery]) button').click()
  await expect(page).toHaveURL(/\/desk\/sign-in\?next=.*security.*&kept=1$/)
  await expect(page.locator('main [role=status]')).toContainText('已替您保存')
  await page.goto('/desk/sign-in?next=/desk/security&lost=1')
  await expect(page.locator('main [role=status]')).toContainText('没能保存')
  await expectAccessible(page)
})

test('signing out everywhere else ends the other sessions and not this one', async ({ page, mailbox, another }) => {
  await enterByCode(page, mailbox, '13800000005')
  const elsewhere = await another()
  await enterByCode(elsewhere, mailbox, '13800000005')
  await page.goto('/security')
  await expect(page.locator('.al-list__item')).not.toHaveCount(1)
  await page.locator('form:has(input[value=others]) button').click()
  await expect(page).toHaveURL(/\/security\?done=1$/)
  await expect(page.locator('.al-list__item')).toHaveCount(1)
  await expectAccessible(page)
  await elsewhere.goto('/')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await page.goto('/')
  await expect(page).toHaveURL('/')
})

test('somebody else’s loan is not found, like one that does not exist', async ({ page, mailbox, another }) => {
  await signInAsPerson(page, mailbox, 'Emily Carter')
  const loan = await loanEndingIn(page, '2210')
  const other = await another()
  await signInAsPerson(other, mailbox, '赵敏')
  for (const path of [loan, `${loan}/schedule`, `${loan}/schedule.csv`, `${loan}/pay`, `${loan}/change`, '/desk']) {
    expect((await other.request.get(path, { maxRedirects: 0 })).status(), path).toBe(404)
  }
})
