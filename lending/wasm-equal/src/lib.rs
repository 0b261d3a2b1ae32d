//! Three exports, called by `scripts/parts/wasm-equal.mjs`: room for an input, the answer, its length.

use std::cell::RefCell;

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
