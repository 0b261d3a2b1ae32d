// The house stands: pages come, in the right language, light, accessible and guarded.

import { expectAccessible } from './harness/accessible'
import { expect, test } from './harness/test'
import { expectLight } from './harness/weight'

test('the door is open and accessible', async ({ page }) => {
  await page.goto('/sign-in')
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(page.locator('input[name=contact]')).toBeVisible()
  await expectAccessible(page)
})

test('a page without an island loads no script file and no WebAssembly', async ({ page }) => {
  await expectLight(page, '/sign-in')
})

test('home sends a stranger to the door', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('the language is switched and remembered', async ({ page }) => {
  await page.goto('/sign-in')
  await page.locator('form[action="/language"] button[value=en]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.goto('/sign-in')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('an address that does not exist is said to be so', async ({ page }) => {
  const answer = await page.goto('/no-such-page')
  expect(answer?.status()).toBe(404)
  await expect(page.locator('h1')).toBeVisible()
  await expectAccessible(page)
})

test('pages forbid what they do not need', async ({ page }) => {
  const answer = await page.goto('/sign-in')
  const headers = answer?.headers() ?? {}
  expect(headers['content-security-policy']).toMatch(/default-src 'none'|default-src 'self'/)
  expect(headers['content-security-policy']).not.toContain("'unsafe-inline'")
  expect(headers['referrer-policy']).toBe('same-origin')
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('assets may be kept for ever, pages not at all', async ({ page, request }) => {
  const answer = await page.goto('/sign-in')
  expect(answer?.headers()['cache-control']).toContain('no-store')
  const sheet = await page.locator('link[rel=stylesheet]').first().getAttribute('href')
  const css = await request.get(sheet ?? '', { headers: { 'accept-encoding': 'br' } })
  expect(css.headers()['cache-control']).toContain('immutable')
  expect(css.headers()['content-encoding']).toBe('br')
})

test('the portal says that it lives and that it is ready', async ({ request, portal }) => {
  expect((await request.get('/health/live')).ok()).toBe(true)
  expect((await request.get('/health/ready')).ok()).toBe(true)
  expect(await (await request.get(portal.metricsUrl + '/metrics')).text()).toContain('# TYPE')
})
