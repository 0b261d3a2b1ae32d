// Other libraries over the same loans: how fast, and how many of their schedules do not sum up to what was lent.

import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { batchOf } from './loans'

export interface Library {
  name: string
  installments: number
  schedules: number
  /** Of so many loans, those whose rows' principal, in whole cents, is not the principal lent. */
  wrong: number
  of: number
}

type LoanJs = (amount: number, installments: number, percent: number, kind: 'annuity') => { installments: { capital: number }[] }

export const principalIsWhole = (lent: number, parts: number[]) =>
  parts.reduce((sum, part) => sum + Math.round(part * 100), 0) === lent * 100

export function loanjs(installments: number): Library {
  const { Loan } = createRequire(import.meta.url)('loanjs') as { Loan: LoanJs }
  const batch = batchOf(installments)
  const layOut = () => batch.map(({ principal, rate }) => Loan(principal, installments, rate / 1000, 'annuity'))
  const rounds = Math.round(14_400 / installments)
  const took = Array.from({ length: 8 }, () => {
    const start = performance.now()
    for (let round = 0; round < rounds; round += 1) layOut()
    return performance.now() - start
  })
  // The first round is V8's, compiling; then the median.
  const median = took.slice(1).sort((a, b) => a - b)[3] ?? NaN
  const wrong = layOut().filter((loan, i) => !principalIsWhole(batch[i]?.principal ?? NaN, loan.installments.map((row) => row.capital)))
  return {
    name: 'loanjs (npm)',
    installments,
    schedules: Math.round((1000 * rounds * batch.length) / median),
    wrong: wrong.length,
    of: batch.length,
  }
}

export async function numpyFinancial(installments: number): Promise<Library> {
  const python = process.env.AFTERLOAN_BENCH_PYTHON ?? 'python3'
  const input = JSON.stringify(batchOf(installments))
  const { stdout } = await promisify(execFile)(python, ['bench/numpy_loans.py', input])
  const { schedules, wrong, of } = JSON.parse(stdout) as Pick<Library, 'schedules' | 'wrong' | 'of'>
  return { name: 'numpy-financial (PyPI)', installments, schedules: Math.round(schedules), wrong, of }
}
