// docs/benchmarks.md: written anew by every run, except for what a person wrote below "## Notes".

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Scores } from './lighthouse'
import type { Imported } from './import'
import type { Load } from './load'
import type { Statements } from './statements'
import type { Weight } from '../harness/weight'
import type { WhatIf } from './what-if'

export interface PageMeasured {
  name: string
  weight: Weight
  load?: Load
  statements?: Statements
  scores?: Scores
}

export interface Measured {
  loans: number
  pages: PageMeasured[]
  readsPerSecond: number
  residentMegabytes: { idle: number; loaded: number }
  whatIf: WhatIf[]
  imported: Imported
}

const path = '../docs/benchmarks.md'
const kB = (bytes: number) => (bytes / 1000).toFixed(1)
const shown = (value: number | undefined, digits = 0) => (value === undefined ? '–' : value.toFixed(digits))
const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`

function table(heads: string[], rows: string[]): string {
  return [row(...heads), row(...heads.map(() => '---')), ...rows].join('\n')
}

function machine(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory} GiB`
}

export function write({ loans, pages, readsPerSecond, residentMegabytes, whatIf, imported }: Measured): void {
  const notes = existsSync(path) ? (/^## Notes[^]*/m.exec(readFileSync(path, 'utf8'))?.[0] ?? '') : ''
  const text = `# Measured

By \`make bench\`, on loopback, on the machine that also made the load. ${machine()}.

## Under load

Signed in, row-level security on, no response cache, ${loans.toLocaleString('en')} loans in the database, release build, wrk with 16
connections for 20 s. \`pgbench -S\` in the same run: ${readsPerSecond.toLocaleString('en')} reads/s. Aim: ≥ 3,000 requests/s, p99 ≤ 15 ms.

${table(
  ['page', 'requests/s', 'p50 ms', 'p99 ms', 'not 2xx', 'statements', 'of them queries', 'ms in PostgreSQL'],
  pages.map(({ name, load, statements }) =>
    row(
      name,
      shown(load?.requestsPerSecond),
      shown(load?.p50Ms, 2),
      shown(load?.p99Ms, 2),
      shown(load?.failed),
      shown(statements?.calls),
      shown(statements?.queries),
      shown(statements?.milliseconds, 2),
    ),
  ),
)}

Resident memory of the one process: ${residentMegabytes.idle} MB after the first page, ${residentMegabytes.loaded} MB after the load.

## In the browser

Bytes as they cross the network, empty cache. A page without an island loads no script file and no WebAssembly.
Aim: HTML + CSS of home ≤ 30 kB, WASM + JS ≤ 120 kB, Lighthouse (mobile) ≥ 95.

${table(
  ['page', 'HTML kB', 'CSS kB', 'JS kB', 'WASM kB', 'performance', 'accessibility', 'best practices'],
  pages.map(({ name, weight, scores }) =>
    row(
      name,
      kB(weight.html),
      kB(weight.css),
      kB(weight.script),
      kB(weight.wasm),
      shown(scores?.performance),
      shown(scores?.accessibility),
      shown(scores?.bestPractices),
    ),
  ),
)}

What-if, from a key to the new figures in Chromium (aim: under 16 ms for 360 installments):

${table(
  ['installments', 'median ms', 'worst of 60 ms'],
  whatIf.map((one) => row(one.installments, one.medianMs.toFixed(1), one.worstMs.toFixed(1))),
)}

## Import

\`afterloan import\` of ${imported.loans.toLocaleString('en')} loans with ${imported.payments.toLocaleString('en')} payments into an empty database: ${imported.seconds.toFixed(1)} s; the same
file again, which changes nothing: ${imported.againSeconds.toFixed(1)} s. Aim: under 2 minutes.

${notes}`
  writeFileSync(path, `${text.trimEnd()}\n`)
}
