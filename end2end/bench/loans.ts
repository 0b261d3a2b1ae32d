// The loans of lending/benches/loans/mod.rs, for what is not Rust.

export interface Loan {
  /** In units of the currency, whole. */
  principal: number
  /** Hundred-thousandths a year. */
  rate: number
  installments: number
}

export const batchOf = (installments: number): Loan[] =>
  Array.from({ length: 64 }, (_, i) => ({ principal: 10_000 + 1_237 * i, rate: 3_000 + 70 * i, installments }))

export const termsOf = ({ principal, rate, installments }: Loan) => ({
  principal: `${principal}.00`,
  annual_rate: `0.${String(rate).padStart(5, '0')}`,
  method: 'equal_installment',
  installments,
  disbursed_on: '2026-01-15',
  first_due_on: '2026-02-15',
})
