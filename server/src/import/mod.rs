//! Bringing a lender's portfolio in: borrowers, persons, loans with terms, past payments.
//!
//! All or nothing per file; every bad line is named; the same file twice changes nothing.

mod csv_file;
mod json_lines;
mod line;
mod portfolio;
mod store;
mod write;

pub use line::{Line, LineProblem};
pub use portfolio::{NewBorrower, NewLoan, NewPerson, Portfolio};
pub use write::{Refused, Summary, write};

use std::path::Path;

/// Reads a file by its ending and checks every line.
///
/// # Errors
/// All problems of the file, in the order of its lines.
pub fn read(path: &Path, currency: lending::money::Currency) -> Result<Portfolio, Vec<LineProblem>> {
    let text =
        std::fs::read_to_string(path).map_err(|e| vec![LineProblem::of_file(&format!("{}: {e}", path.display()))])?;
    let lines = match path.extension().and_then(|e| e.to_str()) {
        Some("csv") => csv_file::lines(&text),
        Some("jsonl" | "ndjson") => json_lines::lines(&text),
        _ => {
            return Err(vec![LineProblem::of_file("the file's name must end in .csv, .jsonl or .ndjson")]);
        }
    };
    Portfolio::collect(lines, currency)
}
