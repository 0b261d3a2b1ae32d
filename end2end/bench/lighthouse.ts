// Lighthouse's mobile preset, signed in.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from '../harness/browser'

export interface Scores {
  performance: number
  accessibility: number
  bestPractices: number
}

/** The medians of three runs, as Lighthouse's authors advise. */
export async function scoresOf(url: string, cookie: string): Promise<Scores> {
  const runs: Scores[] = []
  for (let run = 0; run < 3; run += 1) runs.push(await scoresPatiently(url, cookie))
  const median = (of: (scores: Scores) => number) => runs.map(of).sort((a, b) => a - b)[1] ?? NaN
  return {
    performance: median((scores) => scores.performance),
    accessibility: median((scores) => scores.accessibility),
    bestPractices: median((scores) => scores.bestPractices),
  }
}

/** Lighthouse now and then loses the beginning of its own trace; it says so and asks to be run again. */
async function scoresPatiently(url: string, cookie: string): Promise<Scores> {
  for (let left = 3; ; left -= 1) {
    try {
      return await scoresOnce(url, cookie)
    } catch (reason) {
      if (left === 0 || !String(reason).includes('NO_NAVSTART')) throw reason
    }
  }
}

async function scoresOnce(url: string, cookie: string): Promise<Scores> {
  const folder = mkdtempSync(join(tmpdir(), 'afterloan-lighthouse-'))
  const [headers, report] = [join(folder, 'headers.json'), join(folder, 'report.json')]
  writeFileSync(headers, JSON.stringify({ Cookie: cookie }))
  await promisify(execFile)(
    'node_modules/.bin/lighthouse',
    [
      url,
      '--quiet',
      '--output=json',
      `--output-path=${report}`,
      `--extra-headers=${headers}`,
      '--only-categories=performance,accessibility,best-practices',
      `--chrome-flags=--headless=new ${chromium.args.join(' ')}`,
    ],
    { env: { ...process.env, CHROME_PATH: chromium.executablePath }, maxBuffer: 1 << 26 },
  )
  const { categories } = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  const score = (name: string) => Math.round(categories[name].score * 100)
  return { performance: score('performance'), accessibility: score('accessibility'), bestPractices: score('best-practices') }
}
