// Every journey runs twice: at a desk with the islands, and on a phone with JavaScript off. What islands
// change runs on a phone with them too. A desk without JavaScript would say the same a fourth time.

import { defineConfig, devices } from '@playwright/test'
import { chromium } from './harness/browser'

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1200, height: 900 } }
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } }
const withoutScript = { javaScriptEnabled: false }
// The crawl looks at markup, which is the same with and without JavaScript. On a phone its longer language is enough.
const crawl = /crawl\.spec\.ts/
const withIslandsOnPhones = /(crawl|islands|payments|smoke)\.spec\.ts/

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
    { name: 'phone', testMatch: withIslandsOnPhones, grepInvert: /whole in zh-CN/, use: phone },
    { name: 'phone-no-script', testIgnore: crawl, use: { ...phone, ...withoutScript } },
  ],
})
