// The machine's own Chromium, kept from looking up anything outside this machine.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

function installed(): string {
  const named = process.env.CHROME_PATH
  if (named) return named
  for (const path of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) {
    if (existsSync(path)) return path
  }
  return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
}

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
]

/** Launch options for Playwright; root may not use Chromium's own sandbox. */
export const chromium = {
  executablePath: installed(),
  args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet,
}
