// docs/benchmarks.md: written anew by every run, except for what a person wrote below "## Notes".

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { EngineMeasured } from './engine'
import type { Scores } from './lighthouse'
import type { Imported } from './import'
import { connections, type Load, rounds, seconds } from './load'
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
  engine: EngineMeasured
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

const count = (value: number) => value.toLocaleString('en')

/** The engine by itself, beside what else there is. */
function engineSection({ native, replayMicroseconds, fineractMicroseconds, browser, stream, libraries }: EngineMeasured): string {
  const at = <T extends { installments: number }>(all: T[], installments: number): T => {
    const found = all.find((one) => one.installments === installments)
    if (!found) throw new Error(`nothing measured at ${installments}`)
    return found
  }
  const sums = (wrong: number, of: number) => `${wrong} of ${of}`
  const rows = native.flatMap(({ installments, schedules, bare, json }) => {
    const [wasm, filter] = [at(browser, installments), at(stream, installments)]
    const other = (name: string, perSecond: number, wrong: string) =>
      row(name, installments, count(perSecond), (perSecond / schedules).toFixed(2), wrong)
    return [
      other('engine, native', schedules, sums(filter.wrong, filter.of)),
      other('engine, WebAssembly in Chromium, built as the islands are', wasm.schedules, 'the same'),
      other('engine, a line of JSON to a line of JSON', json, 'the same'),
      other('`afterloan engine schedule`, a stream', filter.lines, 'the same'),
      other('bare loop of integers, no dates, installment given', bare, '–'),
      ...libraries
        .filter((library) => library.installments === installments)
        .map((library) => other(library.name, library.schedules, sums(library.wrong, library.of))),
    ]
  })
  return `## The engine

One core, equal installments, 64 different loans over and over; medians (\`cargo bench -p lending\`, and the same loans elsewhere).
Aim: ≥ 500,000/s at 36 and ≥ 50,000/s at 360 installments, ≥ 20,000 lines/s at 36, WebAssembly at most 3 times slower.
A schedule does not sum up when the principal of its rows, in whole cents, is not what was lent.

${table(['what', 'installments', 'schedules/s', 'beside the engine', 'do not sum up'], rows)}

Replay of 36 payments with a modification: ${replayMicroseconds.toFixed(1)} µs (aim: 60 µs).
Replay of 36 payments by Fineract's conventions, interest following them: ${(fineractMicroseconds / 1000).toFixed(1)} ms.
`
}

export function write({ loans, pages, readsPerSecond, residentMegabytes, whatIf, imported, engine }: Measured): void {
  const notes = existsSync(path) ? (/^## Notes[^]*/m.exec(readFileSync(path, 'utf8'))?.[0] ?? '') : ''
  const text = `# Measured

By \`make bench\`, on loopback, on the machine that also made the load. ${machine()}.

## Under load

Signed in, row-level security on, no response cache, ${count(loans)} loans in the database, release build, wrk with ${connections}
connections, the middle of ${rounds} rounds of ${seconds} s. \`pgbench -S\` in the same run: ${count(readsPerSecond)} reads/s. Aim: ≥ 3,000
requests/s, p99 ≤ 15 ms, on a machine whose \`pgbench -S\` reads 50,000/s: 60 requests for 1,000 reads.

${table(
  ['page', 'requests/s', 'for 1,000 reads', 'p50 ms', 'p99 ms', 'not 2xx', 'statements', 'of them queries', 'ms in PostgreSQL'],
  pages.map(({ name, load, statements }) =>
    row(
      name,
      shown(load?.requestsPerSecond),
      shown(load && (1000 * load.requestsPerSecond) / readsPerSecond),
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
Aim: HTML + CSS of home ≤ 30 kB, WASM + JS ≤ 130 kB, Lighthouse (mobile) ≥ 95.

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

\`afterloan import\` of ${count(imported.loans)} loans with ${count(imported.payments)} payments into an empty database: ${imported.seconds.toFixed(1)} s; the same
file again, which changes nothing: ${imported.againSeconds.toFixed(1)} s. Aim: under 2 minutes.

${engineSection(engine)}
${notes}`
  writeFileSync(path, `${text.trimEnd()}\n`)
}
