//! The loans that are measured: one batch, the same natively, in WebAssembly and in other libraries.

/// Loans of one batch: different ones, so that no figure is worked out twice in a row.
pub const LOANS: u32 = 64;

/// Terms of the `i`th loan of a batch. `end2end/bench/engine.ts` gives the same ones to other libraries.
pub fn terms_json(i: u32, installments: u32) -> String {
    let (yuan, rate) = (10_000 + 1_237 * i, 3_000 + 70 * i);
    format!(
        r#"{{"principal":"{yuan}.00","annual_rate":"0.{rate:05}","method":"equal_installment","installments":{installments},"disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}}"#
    )
}
