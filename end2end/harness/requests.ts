// The steps of a request that more than one journey takes.

import { expect, type Page, test } from '@playwright/test'
import { islandsAlive } from './islands'
import { type Paper, paper } from './papers'

export interface Wish {
  installments: number
  reason: string
  proof?: Paper
}

const scripted = () => test.info().project.use.javaScriptEnabled !== false

/** Fills the form that asks for an extension and stops before sending it. */
export async function fillExtension(page: Page, loan: string, wish: Wish): Promise<void> {
  await page.goto(`${loan}/change`)
  if (scripted()) await islandsAlive(page)
  await page.locator('input[name=way][value=extend]').check()
  await page.locator('#periods').fill(String(wish.installments))
  if (!scripted()) await page.locator('button[name=act][value=work_out]').click()
  await page.locator('#reason').fill(wish.reason)
  if (wish.proof) await page.locator('#documents').setInputFiles(wish.proof)
}

/** Asks for an extension and answers with the address of the request. */
export async function askForExtension(page: Page, loan: string, wish: Wish): Promise<string> {
  await fillExtension(page, loan, wish)
  await page.locator('button[name=act][value=file]').click()
  await expect(page).toHaveURL(/\/requests\/req_[^/?]+$/)
  return new URL(page.url()).pathname
}

export const proof = paper('停工通知.pdf')

/** Opens the way to decide that needs some words, writes them and sends. */
export async function decideWith(page: Page, act: 'ask' | 'reject' | 'send_back', field: string, words: string): Promise<void> {
  const way = page.locator('details.al-decide__way').filter({ has: page.locator(`button[value=${act}]`) })
  await way.locator('summary').click()
  await way.locator(`textarea[name=${field}]`).fill(words)
  await way.locator(`button[value=${act}]`).click()
}
