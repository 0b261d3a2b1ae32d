//! The engine's JSON interface: one line in, one line out. `afterloan engine …`, the REST API and the
//! browser's islands all call [`run`], so three callers see one result.

mod commands;

use serde_json::{Value, json};

use crate::LendingError;

/// The commands, in the order of `docs/engine.md`.
pub const COMMANDS: &[&str] = commands::NAMES;

/// Longest line that is read, in bytes.
const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// Runs one command on one line of JSON. Never panics; a bad input yields
/// `{"error":{"code":…,"field":…,"message":…}}`.
///
/// ```
/// let answer = lending::wire::run("days", r#"{"day_count":"ACT/360","from":"2026-01-01","to":"2026-01-31"}"#);
/// assert_eq!(answer, r#"{"days":30,"fraction":"0.083333333333333"}"#);
/// ```
#[must_use]
pub fn run(command: &str, line: &str) -> String {
    let answer = if line.len() > LONGEST_LINE {
        Err(LendingError::Input { field: String::new(), reason: format!("a line has at most {LONGEST_LINE} bytes") })
    } else {
        commands::answer(command, line)
    };
    match answer {
        Ok(text) => text,
        Err(error) => error_json(&error).to_string(),
    }
}

/// Whether an answer of [`run`] is an error.
#[must_use]
pub fn is_error(answer: &str) -> bool {
    answer.starts_with("{\"error\":")
}

/// An error as the interface writes it.
#[must_use]
pub fn error_json(error: &LendingError) -> Value {
    json!({"error": {"code": error.code(), "field": error.field(), "message": error.to_string()}})
}
