//! Where a figure stands, and why something could not be worked out.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Line, Sheet};
use crate::language::Language;

/// Which statement, and which column of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The statement that is judged.
    Statement,
    /// Its comparative column.
    Comparative,
    /// The statement before it.
    Previous,
}

/// A line of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Whose.
    pub of: Of,
    /// Sheet.
    pub sheet: Sheet,
    /// Line.
    pub line: Line,
    /// The line's caption on the form.
    pub caption: &'static str,
}

impl Place {
    pub(super) fn new(of: Of, line: Line) -> Place {
        Place { of, sheet: line.sheet(), line, caption: line.caption(Language::Chinese) }
    }
}

/// Why a check could not be made, a ratio not be worked out, a covenant not be tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Obstacle {
    /// Figures are not there.
    Missing {
        /// Which.
        figures: Vec<Place>,
    },
    /// There is no statement before this one.
    NoPrevious,
    /// The statement has no comparative column.
    NoComparative,
    /// The two have no day in common: what ends on one day is to be compared with what is of another.
    PeriodsDoNotMeet {
        /// The last day of what was to be compared with.
        ends_on: NaiveDate,
        /// The day the figure is of, or begins on.
        expected_on: NaiveDate,
    },
    /// Too few lines with a figure in both statements to say something.
    TooFewLines {
        /// Lines that both have.
        found: usize,
        /// Lines it takes.
        needed: usize,
    },
    /// The ratio's denominator is nothing.
    DenominatorZero,
    /// The ratio's denominator is below zero: its value would say the opposite of what it means.
    DenominatorNegative,
}
