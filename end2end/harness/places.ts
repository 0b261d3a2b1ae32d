// Every page of the portal and how a person comes to it: the list that screenshots use.

import type { Page } from '@playwright/test'

export type Who = 'nobody' | 'person' | 'staff' | 'auditor'

export interface Place {
  name: string
  who: Who
  /** An address, or the first link on another page that leads there. */
  at: string | { from: string; link: RegExp; then?: string }
}

const firstLoan = { from: '/', link: /^\/loans\/[^/]+$/ }

export const places: Place[] = [
  { name: 'sign-in', who: 'nobody', at: '/sign-in' },
  { name: 'desk-sign-in', who: 'nobody', at: '/desk/sign-in' },
  { name: 'not-found', who: 'nobody', at: '/no-such-page' },
  { name: 'demo', who: 'nobody', at: '/demo' },
  { name: 'demo-mailbox', who: 'nobody', at: '/demo/mailbox' },

  { name: 'home', who: 'person', at: '/' },
  { name: 'loan', who: 'person', at: firstLoan },
  { name: 'schedule', who: 'person', at: { ...firstLoan, then: '/schedule' } },
  { name: 'pay', who: 'person', at: { ...firstLoan, then: '/pay' } },
  { name: 'change', who: 'person', at: { ...firstLoan, then: '/change' } },
  { name: 'requests', who: 'person', at: '/requests' },
  { name: 'request', who: 'person', at: { from: '/requests', link: /^\/requests\/[^/]+$/ } },
  { name: 'financials', who: 'person', at: '/financials' },
  { name: 'financial', who: 'person', at: { from: '/financials', link: /^\/financials\/[^/]+$/ } },
  { name: 'documents', who: 'person', at: '/documents' },
  { name: 'statement', who: 'person', at: { ...firstLoan, then: '/statement' } },
  { name: 'receipts', who: 'person', at: { ...firstLoan, then: '/receipts' } },
  { name: 'messages', who: 'person', at: '/messages' },
  { name: 'preferences', who: 'person', at: '/preferences' },
  { name: 'security', who: 'person', at: '/security' },

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

/** The address of a place, or undefined when nothing there leads to it. */
export async function addressOf(page: Page, place: Place): Promise<string | undefined> {
  if (typeof place.at === 'string') return place.at
  const { from, link, then } = place.at
  await page.goto(from)
  const found = (await linksOn(page)).find((path) => link.test(path.replace(/\?.*$/, '')))
  return found === undefined ? undefined : found.replace(/\?.*$/, '') + (then ?? '')
}
