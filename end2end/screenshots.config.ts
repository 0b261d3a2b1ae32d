// `make screenshots`: a picture of every page, phone and desktop, in both languages.

import { defineConfig } from '@playwright/test'
import tests from './playwright.config'

const scriptedOnly = tests.projects?.filter(({ name }) => name === 'desktop' || name === 'phone')

export default defineConfig({
  ...tests,
  testMatch: 'screenshots.ts',
  workers: 1,
  timeout: 300_000,
  reporter: 'list',
  use: { ...tests.use, deviceScaleFactor: 1, trace: 'off', screenshot: 'off' },
  projects: scriptedOnly?.map(({ name, use }) => ({ name, use: { ...use, deviceScaleFactor: 1 } })),
})
