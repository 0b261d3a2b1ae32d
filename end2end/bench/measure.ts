// One run of everything that docs/benchmarks.md reports.

import { readFileSync } from 'node:fs'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { create, model } from '../harness/database'
import { Mailbox } from '../harness/mailbox'
import { signInAsPerson } from '../harness/people'
import { linksOn } from '../harness/places'
import { migrate, run, serve } from '../harness/portal'
import { weigh } from '../harness/weight'
import { timeEngine } from './engine'
import { timeImport } from './import'
import { scoresOf } from './lighthouse'
import { load, readsPerSecond } from './load'
import { type Measured, write } from './report'
import { enable, jobsDone, statementsOf } from './statements'
import { timeWhatIf } from './what-if'

const loans = 10_000

const residentMegabytes = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000)

const cookieOf = async (context: BrowserContext, url: string) =>
  (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ')

interface Loan {
  path: string
  installments: number
}

/** The loans of whoever is signed in, with the number of rows on their schedule pages. */
async function loansOf(page: Page): Promise<Loan[]> {
  await page.goto('/')
  const found: Loan[] = []
  for (const path of (await linksOn(page)).filter((link) => /^\/loans\/[^/]+$/.test(link))) {
    await page.goto(`${path}/schedule`)
    found.push({ path, installments: await page.locator('table tbody tr').count() })
  }
  return found
}

const nearest = (all: Loan[], installments: number): Loan => {
  const [first] = all.toSorted((a, b) => Math.abs(a.installments - installments) - Math.abs(b.installments - installments))
  if (!first) throw new Error('the person signed in has no loan')
  return first
}

const given = (name: string) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set; start this with scripts/bench`)
  return value
}

test('measure', async ({ browser, page: blank }) => {
  const engine = await timeEngine(blank, given('AFTERLOAN_BINARY'), given('AFTERLOAN_BENCHES'), given('AFTERLOAN_ENGINE_MODULE'))
  console.log(JSON.stringify(engine))
  const imported = await timeImport(loans)
  const database = await create(model)
  await migrate(database)
  await run(database, 'demo', '--loans', String(loans), '--seed', '7', '--as-of', new Date().toISOString().slice(0, 10))
  const superUrl = new URL(process.env.DATABASE_SUPER_URL ?? '')
  superUrl.pathname = `/${database.name}`
  await enable(superUrl.href)
  const portal = await serve(database)

  const context = await browser.newContext({ baseURL: portal.url })
  const page = await context.newPage()
  await signInAsPerson(page, new Mailbox(await context.newPage()), 'Emily Carter')
  const cookie = await cookieOf(context, portal.url)
  const all = await loansOf(page)
  const schedule = nearest(all, 36)
  const paths = [
    { name: 'home', path: '/' },
    { name: `schedule, ${schedule.installments} rows`, path: `${schedule.path}/schedule` },
    { name: 'pay', path: `${schedule.path}/pay` },
  ]

  console.log(JSON.stringify(imported))
  const idle = residentMegabytes(portal.pid)
  const measured: Measured = { loans, pages: [], readsPerSecond: 0, residentMegabytes: { idle, loaded: 0 }, whatIf: [], imported, engine }
  // Emily Carter has a loan of 36 installments, 赵敏 one of 360.
  for (const [name, installments] of [['Emily Carter', 36], ['赵敏', 360]] as const) {
    const theirs = await browser.newContext({ baseURL: portal.url })
    const opened = await theirs.newPage()
    await signInAsPerson(opened, new Mailbox(await theirs.newPage()), name)
    const loan = nearest(await loansOf(opened), installments)
    measured.whatIf.push(await timeWhatIf(opened, `${loan.path}/change`, loan.installments))
    await theirs.close()
  }
  console.log(JSON.stringify(measured.whatIf))
  await jobsDone(superUrl.href)
  for (const { name, path } of paths) {
    const url = portal.url + path
    measured.pages.push({
      name,
      weight: await weigh(page, path),
      statements: await statementsOf(superUrl.href, url, cookie),
      load: await load(url, cookie),
      scores: await scoresOf(url, cookie),
    })
    console.log(JSON.stringify(measured.pages.at(-1)))
  }
  measured.residentMegabytes.loaded = residentMegabytes(portal.pid)
  await portal.stop()
  measured.readsPerSecond = await readsPerSecond(database.ownerUrl)
  write(measured)
  expect(measured.pages.flatMap(({ load }) => load?.failed ?? [])).toEqual(measured.pages.map(() => 0))
})
