// How a borrower comes to a loan.

import { expect, type Page } from '@playwright/test'

/** The address of the loan whose number ends so, from the list on home. */
export async function loanEndingIn(page: Page, tail: string): Promise<string> {
  await page.goto('/')
  const link = page.locator('a.al-list__link[href^="/loans/"]', { hasText: tail }).first()
  await expect(link, `a loan that ends in ${tail}`).toBeVisible()
  return (await link.getAttribute('href')) ?? ''
}

export interface PlanRow {
  n: number
  dueOn: string
  total: number
  principal: number
  interest: number
  fee: number
  penalty: number
  paid: number
  balance: number
}

/** The plan as its CSV file has it; amounts in cents. */
export async function planOf(page: Page, loan: string): Promise<PlanRow[]> {
  const answer = await page.request.get(`${loan}/schedule.csv`)
  expect(answer.headers()['content-type']).toContain('text/csv')
  const text = (await answer.body()).toString('utf8')
  expect(text.charCodeAt(0), 'the mark by which spreadsheets know UTF-8').toBe(0xfeff)
  const [, ...lines] = text.trim().split(/\r?\n/)
  return lines.map((line) => {
    const [n, dueOn, ...amounts] = line.split(',')
    const [total, principal, interest, fee, penalty, paid, balance] = amounts.map(cents)
    return { n: Number(n), dueOn, total, principal, interest, fee, penalty, paid, balance }
  })
}

/** `1,234.50` and `¥1,234.50` as 123450. */
export function cents(text: string): number {
  const plain = text.replaceAll(/[^\d.−-]/g, '').replace('−', '-')
  expect(plain, `the amount ${text}`).toMatch(/^-?\d+(\.\d{1,2})?$/)
  return Math.round(Number(plain) * 100)
}

export const sum = (rows: PlanRow[], of: (row: PlanRow) => number): number => rows.reduce((all, row) => all + of(row), 0)
