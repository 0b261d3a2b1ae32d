//! Runs a command of the engine. With `AFTERLOAN_RECORDED`, input and answer are added to that file: they are what
//! scripts/check-wasm-equal compares with the browser's engine.

use std::fs::OpenOptions;
use std::io::Write;

pub fn run(command: &str, line: &str) -> String {
    let answer = lending::wire::run(command, line);
    if let Some(path) = std::env::var_os("AFTERLOAN_RECORDED") {
        let file = OpenOptions::new().create(true).append(true).open(path);
        // In one piece: tests write at the same time.
        let record = format!("{command}\t{line}\t{answer}\n");
        file.and_then(|mut file| file.write_all(record.as_bytes())).expect("the record can be written");
    }
    answer
}
