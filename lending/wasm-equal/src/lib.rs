//! Called by `scripts/parts/wasm-equal.mjs`: room for an input, the answer, its length. And by
//! `end2end/bench/engine.ts`: the batch of loans of `lending/benches`, over and over.

#[path = "../../benches/loans/mod.rs"]
mod loans;

use std::cell::RefCell;

use lending::{schedule, terms::Terms};

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes room for `command`, a tab and a line of JSON, and says where it lies.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(length, 0);
        input.as_mut_ptr()
    })
}

/// Runs what was written into the room and says where the answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> *const u8 {
    let answer = INPUT.with_borrow(|input| {
        let text = std::str::from_utf8(input).unwrap_or("");
        let (command, line) = text.split_once('\t').unwrap_or(("", ""));
        lending::wire::run(command, line)
    });
    ANSWER.with_borrow_mut(|kept| {
        *kept = answer;
        kept.as_ptr()
    })
}

/// Bytes of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    ANSWER.with_borrow(String::len)
}

/// Lays out the schedules of the batch `rounds` times and says how many rows that were.
#[unsafe(no_mangle)]
pub extern "C" fn schedules(installments: u32, rounds: u32) -> usize {
    let batch: Vec<Terms> =
        (0..loans::LOANS).filter_map(|i| Terms::parse(&loans::terms_json(i, installments)).ok()).collect();
    let rows = |terms: &Terms| schedule::build(std::hint::black_box(terms)).map_or(0, |s| s.rows.len());
    (0..rounds).map(|_| batch.iter().map(rows).sum::<usize>()).sum()
}
