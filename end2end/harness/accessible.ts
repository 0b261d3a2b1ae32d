// WCAG 2.2 AA as far as a program can judge it, in both colour schemes.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export async function expectAccessible(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) await onScriptedCopy(page, audit)
  else await audit(page)
  await expectNoSidewaysScroll(page)
}

async function audit(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
    const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`)
    expect(told, `axe on ${page.url()}, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null })
}

/** axe is a script. Where scripts are off it judges the same markup in a window where they are on. */
async function onScriptedCopy(page: Page, look: (copy: Page) => Promise<void>): Promise<void> {
  const browser = page.context().browser()
  if (!browser) throw new Error('a page of no browser')
  const markup = (await page.content()).replaceAll(/<script\b[^>]*>[^]*?<\/script>/g, '')
  const context = await browser.newContext({ ...test.info().project.use, javaScriptEnabled: true, viewport: page.viewportSize() })
  const copy = await context.newPage()
  await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: markup }))
  await copy.goto(page.url())
  await look(copy)
  await context.close()
}

/** A page never scrolls sideways; wide tables scroll inside their own box. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { inside, width } = await page.evaluate(() => ({
    inside: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  expect(inside, `width of ${page.url()}`).toBeLessThanOrEqual(width)
}
