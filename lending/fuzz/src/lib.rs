//! What every fuzz target and the seeded stand-in in `tests/any_json` do with an input: run one command on
//! it and look at the answer. A panic, an overflow (the builds for tests and fuzzing check them) or an
//! answer that is neither a result nor a named error ends the run.

use serde_json::Value;

/// Codes of errors that name the field to put right. The others concern the loan as a whole.
const NAMED: [&str; 6] =
    ["limit", "contradiction", "bad_event", "bad_change", "before_disbursement", "no_such_installment"];

/// Runs a command on a line and judges the answer, which it hands back.
///
/// # Panics
/// When the engine breaks its word: that is what the caller is looking for.
pub fn run(command: &str, line: &str) -> String {
    let answer = lending::wire::run(command, line);
    let read: Value = serde_json::from_str(&answer).expect("an answer is JSON");
    assert_eq!(lending::wire::is_error(&answer), read.get("error").is_some(), "{answer}");
    if let Some(error) = read.get("error") {
        let (code, message) = (error["code"].as_str().unwrap_or(""), error["message"].as_str().unwrap_or(""));
        assert!(!code.is_empty() && !message.is_empty(), "an error without a name: {answer}");
        assert!(!NAMED.contains(&code) || error["field"].is_string(), "an error without a field: {answer}");
    }
    assert_eq!(answer, lending::wire::run(command, line), "the same input has one answer");
    answer
}

/// The first byte chooses the command, the rest is the line.
pub fn run_bytes(bytes: &[u8]) {
    if let Some((first, line)) = bytes.split_first()
        && let Ok(line) = std::str::from_utf8(line)
    {
        let commands = lending::wire::COMMANDS;
        run(commands[usize::from(*first) % commands.len()], line);
    }
}
