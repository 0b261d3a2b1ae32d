// `afterloan import` of a portfolio with a year of payments, into an empty database.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, drop, named } from '../harness/database'
import { migrate, run } from '../harness/portal'

export interface Imported {
  loans: number
  payments: number
  seconds: number
  /** The same file once more: everything is there already. */
  againSeconds: number
}

const months = 12
const day = (month: number) => new Date(Date.UTC(2025, 10 + month, 15)).toISOString().slice(0, 10)

/** A person each with a loan of 36 equal installments, of which a year's are paid. */
function lines(n: number): object[] {
  const [reference, number, principal, rate] = [`B-${n}`, `LN${n}`, 20_000 + (n % 400) * 250, 0.0435 + (n % 40) / 1000]
  const installment = ((principal * rate) / 12 / (1 - (1 + rate / 12) ** -36)).toFixed(2)
  const terms = { principal: String(principal), annual_rate: rate.toFixed(4), method: 'equal_installment', installments: 36 }
  const payment = (k: number) => ({ id: `core-${n}-${k}`, kind: 'payment', on: day(k), amount: installment })
  return [
    { record: 'borrower', reference, type: 'person', name: `借款人 ${n}` },
    { record: 'person', reference: `P-${n}`, name: `借款人 ${n}`, phone: `139${String(n).padStart(8, '0')}`, borrowers: [reference] },
    { record: 'loan', number, borrower: reference, product: 'consumer', terms: { ...terms, disbursed_on: day(0), first_due_on: day(1) } },
    ...Array.from({ length: months }, (_, k) => ({ record: 'event', loan: number, event: payment(k + 1) })),
  ]
}

export async function timeImport(loans: number): Promise<Imported> {
  const database = await create(named('end2end_import'))
  await migrate(database)
  const folder = mkdtempSync(join(tmpdir(), 'afterloan-import-'))
  const file = join(folder, 'portfolio.jsonl')
  const all = Array.from({ length: loans }, (_, n) => lines(n)).flat()
  writeFileSync(file, all.map((line) => `${JSON.stringify(line)}\n`).join(''))
  process.env.AFTERLOAN_SECRET ??= 'of the bench alone: thirty-two and more'
  const timed = async () => {
    const start = performance.now()
    await run(database, 'import', file)
    return (performance.now() - start) / 1000
  }
  const imported = { loans, payments: loans * months, seconds: await timed(), againSeconds: await timed() }
  rmSync(folder, { recursive: true })
  await drop(database)
  return imported
}
