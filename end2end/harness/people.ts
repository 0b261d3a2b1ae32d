// Who can sign in to the demo lender, as its /demo page tells, and how they do it.
//
// /demo marks a borrower's person with data-person="NAME" data-contact="…" and a staff member with
// data-staff="NAME" data-email="…" data-password="…" data-totp="BASE32".

import { createHmac } from 'node:crypto'
import { type Cookie, expect, type Page } from '@playwright/test'
import type { Mailbox } from './mailbox'

type Marks = Record<string, string>

/** What /demo says of the people who can sign in. */
export async function marked(page: Page, name: 'person' | 'staff'): Promise<Marks[]> {
  await page.goto('/demo')
  const marks = await page
    .locator(`[data-${name}]`)
    .evaluateAll((elements) => elements.map((element) => ({ ...(element as HTMLElement).dataset }) as Marks))
  expect(marks.length, `people with data-${name} on /demo`).toBeGreaterThan(0)
  return marks
}

/** One of them; the first when none is named. */
export async function someone(page: Page, name: 'person' | 'staff', wanted?: string): Promise<Marks> {
  const all = await marked(page, name)
  const one = wanted === undefined ? all[0] : all.find((marks) => marks[name] === wanted)
  if (!one) throw new Error(`nobody called ${wanted} on /demo; there are ${all.map((marks) => marks[name]).join(', ')}`)
  return one
}

// Sessions that this worker has opened. Signing in is what identity.spec.ts is about; everybody else
// comes back as one does with a browser that stayed open. (And the digits of an authenticator work once.)
const opened = new Map<string, Cookie>()

/** Comes back with the session from before; false when there is none, or it has ended. */
async function comeBack(page: Page, key: string, home: string): Promise<boolean> {
  const cookie = opened.get(key)
  if (!cookie) return false
  await page.context().addCookies([cookie])
  await page.goto(home)
  return new URL(page.url()).pathname === home
}

async function remember(page: Page, key: string): Promise<void> {
  const cookie = (await page.context().cookies()).find(({ name }) => name.endsWith('session'))
  if (cookie) opened.set(key, cookie)
}

/** A borrower's person, signed in and at home. The first person when none is named. */
export async function signInAsPerson(page: Page, mailbox: Mailbox, name?: string): Promise<void> {
  const person = await someone(page, 'person', name)
  const key = `${new URL(page.url()).origin} ${person.contact}`
  if (!(await comeBack(page, key, '/'))) {
    await enterByCode(page, mailbox, person.contact)
    await remember(page, key)
  }
  await inTheLanguageOfTheBrowser(page)
}

/** A language once chosen stays with the person: what an earlier test chose ends here. */
async function inTheLanguageOfTheBrowser(page: Page): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) === 'zh-CN') return
  await page.locator('form[action="/language"] button[value="zh-CN"]').first().click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
}

/** Signs in by a code that is sent to a contact, and ends on home. */
export async function enterByCode(page: Page, mailbox: Mailbox, contact: string, typed = contact): Promise<void> {
  const before = await mailbox.newestCode(contact)
  await askForCode(page, typed)
  await page.locator('input[name=code]').fill(await mailbox.codeAfter(before, contact))
  await page.locator('form:has(input[name=code]) button').first().click()
  await expect(page).toHaveURL('/')
}

/** From the door to the page that takes the code. */
export async function askForCode(page: Page, typed: string): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[name=contact]').fill(typed)
  await page.locator('form:has(input[name=contact]) button').click()
  await expect(page.locator('input[name=code]')).toBeVisible()
}

/** A colleague, signed in and at the desk. The first one when none is named. */
export async function signInAsStaff(page: Page, name?: string): Promise<void> {
  const staff = await someone(page, 'staff', name)
  const key = `${new URL(page.url()).origin} ${staff.email}`
  if (!(await comeBack(page, key, '/desk'))) {
    await enterPassword(page, staff.email, staff.password)
    await enterDigits(page, totp(staff.totp))
    await expect(page).toHaveURL(/\/desk$/)
    await remember(page, key)
  }
  await inTheLanguageOfTheBrowser(page)
}

/** The first step of a colleague's sign-in. */
export async function enterPassword(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/desk/sign-in')
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.locator('form:has(input[name=password]) button').click()
}

/** The second step. */
export async function enterDigits(page: Page, digits: string): Promise<void> {
  await page.locator('input[name=code]').fill(digits)
  await page.locator('form:has(input[name=code]) button').first().click()
}

/** The six digits an authenticator app shows (RFC 6238: SHA-1, 30 seconds). */
export function totp(secretBase32: string, nowMs: number = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secretBase32.replaceAll('=', '')].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
