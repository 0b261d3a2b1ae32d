// `make bench`: measures the release build and writes docs/benchmarks.md.

import { defineConfig, devices } from '@playwright/test'
import { chromium } from './harness/browser'

export default defineConfig({
  testDir: 'bench',
  testMatch: 'measure.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60 * 60_000,
  reporter: 'list',
  use: { ...devices['Pixel 7'], locale: 'zh-CN', timezoneId: 'Asia/Shanghai', launchOptions: chromium },
})
