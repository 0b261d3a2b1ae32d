// Financial statements: what is due, sending a file, what comes back and why.

import type { Page } from '@playwright/test'
import { expectAccessible } from './harness/accessible'
import { islandsAlive } from './harness/islands'
import { emptyPaper, paper, type Paper, pictureNamedPaper } from './harness/papers'
import { signInAsPerson, signInAsStaff } from './harness/people'
import { expect, test } from './harness/test'

async function send(page: Page, file: Paper): Promise<void> {
  await page.locator('#file').setInputFiles(file)
  await page.locator('form:has(#file) button').click()
}

/** A line that takes as long as a phone's on the road. */
async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  })
}

test('a statement is sent, comes back with a reason, is sent again and accepted', async ({ page, mailbox, another, javaScript, watch }) => {
  test.setTimeout(240_000)
  watch.expect(/^422 from \/financials\//) // a script sends the file, so a refusal is no page
  await signInAsPerson(page, mailbox, '王建国')
  await page.goto('/financials')
  await expectAccessible(page)
  const line = page.locator('section[aria-labelledby=to-send] a.al-list__link').last()
  await expect(line).toContainText(/\d{4}年\d+月\d+日前提交|已过 \d+ 天/)
  const address = (await line.getAttribute('href')) ?? ''
  await line.click()
  if (javaScript) await islandsAlive(page)
  await expectAccessible(page)

  await test.step('a file that is not what it says, and an empty one, are refused by the field', async () => {
    await send(page, pictureNamedPaper())
    await expect(page.locator('#file-error')).toContainText('PNG')
    await expectAccessible(page)
    await send(page, emptyPaper())
    await expect(page.locator('#file-error')).toBeVisible()
    await expect(page.locator('#file-error')).not.toContainText('PNG')
    await page.goto(address)
    await expect(page.locator('.al-paper')).toHaveCount(0)
  })

  await test.step('progress is shown while it is on its way', async () => {
    if (javaScript) {
      await islandsAlive(page)
      await slowDown(page, 100_000)
    }
    await page.locator('#file').setInputFiles(paper('2026年第三季度利润表.pdf', 150_000))
    const button = page.locator('form:has(#file) button')
    if (javaScript) {
      await button.click({ noWaitAfter: true })
      await expect(page.locator('progress')).toBeVisible()
      await expect(button).toBeDisabled()
    } else {
      await button.click()
    }
    await expect(page).toHaveURL(`${address}?sent=1`)
    await expect(page.locator('.al-head .al-seal--wait')).toBeVisible()
    await expect(page.locator('.al-paper')).toContainText('2026年第三季度利润表.pdf')
    await expectAccessible(page)
  })

  const desk = await another()
  await signInAsStaff(desk, '李娜')
  const review = async () => {
    await desk.goto('/desk/financials')
    await desk.locator('tr', { hasText: '江岸精密机械有限公司' }).locator('a[href^="/desk/financials/"]').first().click()
    await expect(desk.locator('.al-paper').first()).toBeVisible()
  }
  await review()
  await expectAccessible(desk)
  const file = await desk.request.get((await desk.locator('.al-paper a').first().getAttribute('href')) ?? '')
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await desk.locator('.al-decide__open').click()
  await desk.locator('button[value=return]').click()
  await expect(desk.locator('#reason-error')).toBeVisible()
  await desk.locator('#reason').fill('少了第二页，请补全后再交。')
  await desk.locator('button[value=return]').click()
  await expect(desk).toHaveURL(/\/desk\/financials\?done=return$/)

  await page.goto(address)
  await expect(page.locator('.al-note--late')).toContainText('少了第二页，请补全后再交。')
  await expectAccessible(page)
  if (javaScript) await islandsAlive(page)
  await send(page, paper('第三季度利润表（完整）.pdf'))
  await expect(page).toHaveURL(`${address}?sent=1`)
  await expect(page.locator('.al-paper')).toHaveCount(2)

  await review()
  await desk.locator('button[value=accept]').click()
  await expect(desk).toHaveURL(/\/desk\/financials\?done=accept$/)
  await expectAccessible(desk)
  await page.goto(address)
  await expect(page.locator('.al-note--good')).toBeVisible()
  await expect(page.locator('#file')).toHaveCount(0)
  await page.goto('/financials')
  await expect(page.locator('section[aria-labelledby=accepted]').locator(`a[href="${address}"]`)).toBeVisible()
})
