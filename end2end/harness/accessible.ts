// WCAG 2.2 AA as far as a program can judge it, in both colour schemes.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
// The schemes differ in custom properties that are colours, and in nothing else: what else is wrong
// would be told twice.
const rulesAboutColour = ['color-contrast', 'link-in-text-block']

export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityFaults(page), `what stands in somebody’s way on ${page.url()}`).toEqual([])
}

/** What axe finds, and whether the page scrolls sideways, in words. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const scripted = test.info().project.use.javaScriptEnabled !== false
  // A payment's page looks again by itself, perhaps while axe is looking: its copy stands still.
  const stands = !new URL(page.url()).pathname.startsWith('/payments/')
  const found = scripted && stands ? await audit(page) : await onScriptedCopy(page, audit)
  return [...found, ...(await sidewaysScroll(page))]
}

async function audit(page: Page): Promise<string[]> {
  const told: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // Our pages have no frames: what axe does for theirs takes longer than the judging.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const { violations } = await (colorScheme === 'light' ? axe.withTags(rules) : axe.withRules(rulesAboutColour)).analyze()
    told.push(...violations.map(({ id, help, nodes }) => `${colorScheme}: ${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`))
  }
  await page.emulateMedia({ colorScheme: null })
  return told
}

/** axe is a script. Where scripts are off it judges the same markup in another window. */
async function onScriptedCopy<T>(page: Page, look: (copy: Page) => Promise<T>): Promise<T> {
  const browser = page.context().browser()
  if (!browser) throw new Error('a page of no browser')
  const markup = (await page.content()).replaceAll(/<script\b[^>]*>[^]*?<\/script>/g, '')
  const context = await browser.newContext({ ...test.info().project.use, javaScriptEnabled: true, viewport: page.viewportSize() })
  const copy = await context.newPage()
  await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: markup }))
  await copy.goto(page.url())
  const seen = await look(copy)
  await context.close()
  return seen
}

/** A page never scrolls sideways; wide tables scroll inside their own box. */
async function sidewaysScroll(page: Page): Promise<string[]> {
  const { inside, width } = await page.evaluate(() => ({
    inside: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  return inside > width ? [`scrolls sideways: ${inside} px of content in ${width}`] : []
}
