// The engine by itself, beside other libraries: the loans of lending/benches/loans, laid out again and again.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { batchOf, termsOf } from './loans'
import { type Library, loanjs, numpyFinancial, principalIsWhole } from './libraries'

export const sizes = [36, 360] as const

export interface EngineMeasured {
  /** Medians of divan, schedules a second, by function and number of installments. */
  native: { installments: number; schedules: number; bare: number; json: number }[]
  replayMicroseconds: number
  fineractMicroseconds: number
  /** Schedules a second in Chromium's WebAssembly, built as the islands are. */
  browser: { installments: number; schedules: number }[]
  /** Lines a second through `afterloan engine schedule`, and how many answers do not sum up. */
  stream: { installments: number; lines: number; wrong: number; of: number }[]
  libraries: Library[]
}

const microseconds = (text: string) => {
  const [, number, unit] = /^([\d.]+) (ns|µs|ms|s)$/.exec(text) ?? []
  return Number(number) * { ns: 0.001, µs: 1, ms: 1000, s: 1_000_000 }[unit as 'ns' | 'µs' | 'ms' | 's']
}

/** The median of one of lending/benches/engine.rs, in microseconds, out of what `cargo bench` printed. */
function median(printed: string, name: string, argument?: number): number {
  const lines = printed.split('\n')
  const start = lines.findIndex((line) => new RegExp(`─ ${name}\\b`).test(line))
  const line = argument === undefined ? lines[start] : lines.slice(start).find((one) => new RegExp(`─ ${argument} `).test(one))
  const took = microseconds(line?.split('│').slice(-4)[0]?.trim() ?? '')
  if (!(took > 0)) throw new Error(`no median of ${name} ${argument ?? ''} in:\n${printed}`)
  return took
}

/** Schedules a second in a page: the median of seven rounds, without what making the terms costs. */
async function inChromium(page: Page, module: Buffer, installments: number): Promise<number> {
  return page.evaluate(
    async ({ base64, installments, loans }) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))
      const { instance } = await WebAssembly.instantiate(bytes)
      const schedules = instance.exports.schedules as (installments: number, rounds: number) => number
      const timed = (rounds: number) => {
        const start = performance.now()
        schedules(installments, rounds)
        return performance.now() - start
      }
      const rounds = Math.round(14_400 / installments)
      timed(rounds) // V8 compiles what is hot anew
      const took = Array.from({ length: 7 }, () => timed(rounds) - timed(0)).sort((a, b) => a - b)
      return Math.round((1000 * rounds * loans) / (took[3] ?? NaN))
    },
    { base64: module.toString('base64'), installments, loans: batchOf(installments).length },
  )
}

/** The program as a filter: as many different loans as make it work for seconds, its answers read and summed up. */
async function stream(binary: string, installments: number) {
  const lines = 7_200_000 / installments
  const batch = batchOf(installments)
  const input = batch.map((loan) => `${JSON.stringify({ terms: termsOf(loan) })}\n`).join('')
  const rounds = Math.round(lines / batch.length)
  const program = spawn(binary, ['engine', 'schedule'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const start = performance.now()
  const fed = (async () => {
    for (let round = 0; round < rounds; round += 1) {
      if (!program.stdin.write(input)) await once(program.stdin, 'drain')
    }
    program.stdin.end()
  })()
  // Only the first round's answers are kept to be judged: reading JSON here must not be what is measured.
  const first: Buffer[] = []
  let [answers, seconds] = [0, 0]
  for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
    if (answers < batch.length) first.push(chunk)
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) answers += 1
    seconds = (performance.now() - start) / 1000
  }
  await fed
  if (answers !== rounds * batch.length) throw new Error(`${answers} answers to ${rounds * batch.length} lines`)
  const judged = Buffer.concat(first).toString().split('\n').slice(0, batch.length)
  const wrong = judged.filter((line, i) => {
    const { rows } = JSON.parse(line) as { rows: { principal: string }[] }
    return !principalIsWhole(batch[i]?.principal ?? NaN, rows.map((row) => Number(row.principal)))
  }).length
  return { installments, lines: Math.round(answers / seconds), wrong, of: judged.length }
}

export async function timeEngine(page: Page, binary: string, printed: string, modulePath: string): Promise<EngineMeasured> {
  const [benches, module] = [readFileSync(printed, 'utf8'), readFileSync(modulePath)]
  const loans = (installments: number) => batchOf(installments).length
  const native = sizes.map((installments) => ({
    installments,
    schedules: Math.round((1e6 * loans(installments)) / median(benches, 'equal_installment', installments)),
    bare: Math.round((1e6 * loans(installments)) / median(benches, 'bare_integers', installments)),
    json: Math.round((1e6 * loans(installments)) / median(benches, 'json_schedule', installments)),
  }))
  const measured: EngineMeasured = {
    native,
    replayMicroseconds: median(benches, 'replay_36_payments_and_a_modification'),
    fineractMicroseconds: median(benches, 'replay_36_payments_by_fineract'),
    browser: [],
    stream: [],
    libraries: [],
  }
  for (const installments of sizes) {
    measured.browser.push({ installments, schedules: await inChromium(page, module, installments) })
    measured.stream.push(await stream(binary, installments))
    measured.libraries.push(loanjs(installments), await numpyFinancial(installments))
  }
  return measured
}
