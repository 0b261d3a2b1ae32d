// Every journey can run four times: on a phone and on a desk, with the islands and with JavaScript off.
// What would only say the same again is left out, and here is why. `make test` chooses among them (scripts/test).

import { defineConfig, devices } from '@playwright/test'
import { chromium } from './harness/browser'

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1200, height: 900 } }
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } }
const withoutScript = { javaScriptEnabled: false }
// The crawl looks at markup, which is the same with and without JavaScript.
const crawl = /crawl\.spec\.ts/
// Which letters leave on which day does not depend on a reader's screen: once with scripts, once without.
const reminders = /reminders\.spec\.ts/

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  globalSetup: './harness/prepare.ts',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // No test is about speed: on a busy machine a page with axe in two schemes takes its time.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: chromium,
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'desktop', use: desktop },
    { name: 'phone', testIgnore: reminders, use: phone },
    { name: 'desktop-no-script', testIgnore: [crawl, reminders], use: { ...desktop, ...withoutScript } },
    { name: 'phone-no-script', testIgnore: crawl, use: { ...phone, ...withoutScript } },
  ],
})
