// When the islands of a page have come to life.

import type { Page } from '@playwright/test'

/** Waits for the islands; returns at once on a page without one. Not for tests without JavaScript. */
export async function islandsAlive(page: Page): Promise<void> {
  if ((await page.locator('leptos-island').count()) === 0) return
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.wasm')))
  await page.waitForLoadState('networkidle')
  // Leptos gives islands their life in one go after the module has come, in idle time.
  await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => requestAnimationFrame(() => resolve()))))
}
