// Every page of the portal and how a person comes to it: the list that screenshots use.

import { expect, type Page } from '@playwright/test'
import { askForCode, enterPassword, someone } from './people'

export type Who = 'nobody' | 'person' | 'settled' | 'staff' | 'auditor'

export interface Place {
  name: string
  who: Who
  /** An address, the first link on another page that leads there, or what one does to come there. */
  at: string | { from: string; link: RegExp; then?: string } | ((page: Page) => Promise<void>)
}

const firstLoan = { from: '/', link: /^\/loans\/[^/]+$/ }

export const places: Place[] = [
  { name: 'sign-in', who: 'nobody', at: '/sign-in' },
  { name: 'sign-in-code', who: 'nobody', at: async (page) => askForCode(page, (await someone(page, 'person')).contact) },
  { name: 'desk-sign-in', who: 'nobody', at: '/desk/sign-in' },
  { name: 'desk-sign-in-second', who: 'nobody', at: toSecondFactor },
  { name: 'not-found', who: 'nobody', at: '/no-such-page' },
  { name: 'demo', who: 'nobody', at: '/demo' },
  { name: 'demo-mailbox', who: 'nobody', at: '/demo/mailbox' },

  { name: 'home', who: 'person', at: '/' },
  { name: 'loan', who: 'person', at: firstLoan },
  { name: 'schedule', who: 'person', at: { ...firstLoan, then: '/schedule' } },
  { name: 'pay', who: 'person', at: { ...firstLoan, then: '/pay' } },
  { name: 'pay-preview', who: 'person', at: toPreview },
  { name: 'provider', who: 'person', at: toProvider },
  { name: 'payment-waiting', who: 'person', at: toWaiting },
  { name: 'payment-cancel', who: 'person', at: toCancel },
  { name: 'receipt', who: 'person', at: { from: '/documents', link: /^\/payments\/[^/]+$/ } },
  { name: 'change', who: 'person', at: { ...firstLoan, then: '/change' } },
  { name: 'requests', who: 'person', at: '/requests' },
  { name: 'request', who: 'person', at: { from: '/requests', link: /^\/requests\/[^/]+$/ } },
  { name: 'financials', who: 'person', at: '/financials' },
  { name: 'financial', who: 'person', at: { from: '/financials', link: /^\/financials\/[^/]+$/ } },
  { name: 'documents', who: 'person', at: '/documents' },
  { name: 'statement', who: 'person', at: { ...firstLoan, then: '/statement' } },
  { name: 'receipts', who: 'person', at: { ...firstLoan, then: '/receipts' } },
  { name: 'messages', who: 'person', at: '/messages' },
  { name: 'act-for', who: 'person', at: '/act-for' },
  { name: 'preferences', who: 'person', at: '/preferences' },
  { name: 'security', who: 'person', at: '/security' },

  { name: 'loan-settled', who: 'settled', at: firstLoan },
  { name: 'settlement', who: 'settled', at: { ...firstLoan, then: '/settlement' } },

  { name: 'desk', who: 'staff', at: '/desk' },
  { name: 'desk-request', who: 'staff', at: { from: '/desk', link: /^\/desk\/requests\/[^/]+$/ } },
  { name: 'desk-financials', who: 'staff', at: '/desk/financials' },
  { name: 'desk-financial', who: 'staff', at: { from: '/desk/financials', link: /^\/desk\/financials\/[^/]+$/ } },
  { name: 'desk-borrowers', who: 'staff', at: '/desk/borrowers' },
  { name: 'desk-borrower', who: 'staff', at: { from: '/desk/borrowers', link: /^\/desk\/borrowers\/[^/]+$/ } },
  { name: 'desk-messages', who: 'staff', at: '/desk/messages' },
  { name: 'desk-security', who: 'staff', at: '/desk/security' },

  { name: 'desk-audit', who: 'auditor', at: '/desk/audit' },
]

/** The paths of all links to pages on the page being shown. */
export async function linksOn(page: Page): Promise<string[]> {
  const links = await page.locator('a[href^="/"]:not([download]):not([href*="/files/"])').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
  return [...new Set(links.map((href) => href.replace(/#.*$/, '')))]
}

async function toSecondFactor(page: Page): Promise<void> {
  const { email, password } = await someone(page, 'staff')
  await enterPassword(page, email, password)
  await expect(page.locator('input[name=code]')).toBeVisible()
}

async function toPreview(page: Page): Promise<void> {
  await page.goto(`${await addressOf(page, firstLoan)}/pay`)
  await page.locator('form:has(input[name=choice]) button').click()
  await expect(page.locator('input[name=seen]').first()).toBeAttached()
}

/** To the provider's page; a payment that is under way already is gone on with, as its borrower would. */
async function toProvider(page: Page): Promise<void> {
  await toPreview(page)
  const underWay = page.locator('main a[href^="/payments/"]')
  if (await underWay.count()) {
    await underWay.first().click()
    await page.locator('button[value=continue]').click()
  } else {
    await page.locator('form:has(input[name=seen]) button').click()
  }
  await expect(page.locator('button[value=pay]')).toBeVisible()
}

/** The page of a payment that is under way. */
async function toWaiting(page: Page): Promise<void> {
  await page.goto(`${await addressOf(page, firstLoan)}/pay`)
  await page.locator('main a[href^="/payments/"]').first().click()
  await expect(page.locator('button[value=continue]')).toBeVisible()
}

async function toCancel(page: Page): Promise<void> {
  await toWaiting(page)
  await page.locator('a[href$="?cancel=1"]').click()
  await expect(page.locator('button[value=cancel]')).toBeVisible()
}

/** Goes to a place; false when nothing leads to it. */
export async function goTo(page: Page, { at }: Place): Promise<boolean> {
  if (typeof at === 'function') {
    await at(page)
    return true
  }
  const address = await addressOf(page, at)
  if (address !== undefined) await page.goto(address)
  return address !== undefined
}

async function addressOf(page: Page, at: Exclude<Place['at'], (page: Page) => unknown>): Promise<string | undefined> {
  if (typeof at === 'string') return at
  const { from, link, then } = at
  await page.goto(from)
  const found = (await linksOn(page)).find((path) => link.test(path.replace(/\?.*$/, '')))
  return found === undefined ? undefined : found.replace(/\?.*$/, '') + (then ?? '')
}
