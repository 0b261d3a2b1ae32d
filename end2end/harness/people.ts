// Who can sign in to the demo lender, as its /demo page tells, and how they do it.
//
// /demo marks a borrower's person with data-person="NAME" data-contact="…" and a staff member with
// data-staff="NAME" data-email="…" data-password="…" data-totp="BASE32".

import { createHmac } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import type { Mailbox } from './mailbox'

type Marks = Record<string, string>

async function marked(page: Page, name: 'person' | 'staff'): Promise<Marks[]> {
  await page.goto('/demo')
  const marks = await page
    .locator(`[data-${name}]`)
    .evaluateAll((elements) => elements.map((element) => ({ ...(element as HTMLElement).dataset }) as Marks))
  expect(marks.length, `people with data-${name} on /demo`).toBeGreaterThan(0)
  return marks
}

function chosen(all: Marks[], name: 'person' | 'staff', wanted?: string): Marks {
  const one = wanted === undefined ? all[0] : all.find((marks) => marks[name] === wanted)
  if (!one) throw new Error(`nobody called ${wanted} on /demo; there are ${all.map((marks) => marks[name]).join(', ')}`)
  return one
}

/** Signs a borrower's person in by one-time code and ends on home. The first person when none is named. */
export async function signInAsPerson(page: Page, mailbox: Mailbox, name?: string): Promise<void> {
  const person = chosen(await marked(page, 'person'), 'person', name)
  await page.goto('/sign-in')
  await page.locator('input[name=contact]').fill(person.contact)
  await page.locator('form:has(input[name=contact]) button').click()
  await expect(page.locator('input[name=code]')).toBeVisible()
  await page.locator('input[name=code]').fill(await mailbox.codeFor(person.contact))
  await page.locator('form:has(input[name=code]) button').first().click()
  await expect(page).toHaveURL('/')
}

/** Signs a staff member in with password and authenticator and ends at the desk. */
export async function signInAsStaff(page: Page, name?: string): Promise<void> {
  const staff = chosen(await marked(page, 'staff'), 'staff', name)
  await page.goto('/desk/sign-in')
  await page.locator('input[name=email]').fill(staff.email)
  await page.locator('input[name=password]').fill(staff.password)
  await page.locator('form:has(input[name=password]) button').click()
  await page.locator('input[name=code]').fill(totp(staff.totp))
  await page.locator('form:has(input[name=code]) button').first().click()
  await expect(page).toHaveURL(/\/desk$/)
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
