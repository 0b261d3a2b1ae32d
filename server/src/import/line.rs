//! One line of a file, whichever form it came in.

use serde::Deserialize;
use serde_json::Value;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// From 1; 0 is the file itself.
    pub line: usize,
    pub field: String,
    pub reason: String,
}

impl LineProblem {
    #[must_use]
    pub fn of_file(reason: &str) -> Self {
        Self { line: 0, field: String::new(), reason: reason.to_owned() }
    }
}

impl std::fmt::Display for LineProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.field.as_str()) {
            (0, _) => write!(f, "{}", self.reason),
            (line, "") => write!(f, "line {line}: {}", self.reason),
            (line, field) => write!(f, "line {line}, {field}: {}", self.reason),
        }
    }
}

/// A record as it stands in the file. Unknown fields are refused by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    Borrower {
        reference: String,
        #[serde(rename = "type")]
        kind: String,
        name: String,
    },
    Person {
        reference: String,
        name: String,
        #[serde(default)]
        phone: Option<String>,
        #[serde(default)]
        email: Option<String>,
        #[serde(default)]
        language: Option<String>,
        /// References of the borrowers this person acts for.
        borrowers: Vec<String>,
    },
    Loan {
        number: String,
        borrower: String,
        product: String,
        /// `lending`'s terms (docs/engine.md).
        terms: Value,
    },
    Event {
        loan: String,
        /// `lending`'s event (docs/engine.md) without `seq`.
        event: Value,
    },
}

/// A line with its number, or what is wrong with it.
pub type Read = (usize, Result<Line, LineProblem>);
