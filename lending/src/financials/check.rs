//! What a check says.

use serde::Serialize;

use super::{Line, Obstacle, Place, ReportingPeriod, Sheet};
use crate::money::Money;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// A sheet that is asked for is there with its key lines.
    SheetComplete,
    /// The period is the one asked for, or made of whole months.
    Period,
    /// The period follows the last one without a gap; figures since the year's start may include it.
    Sequence,
    /// Assets = liabilities + equity.
    Balance,
    /// A total is the sum of its parts. Opening cash + net change = closing cash is one of these.
    Total,
    /// The cash flow's closing cash = monetary funds less restricted ones, and cash equivalents.
    CashOnBalanceSheet,
    /// The cash flow's opening cash = the last period's closing cash.
    CashCarriedForward,
    /// Comparative figures of a sheet = the last period's.
    Comparative,
    /// No figure is below zero that cannot be.
    Sign,
    /// Figures are not a whole unit's factor away from the last period's.
    Unit,
}

/// How a check came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome", content = "because")]
pub enum CheckOutcome {
    /// It holds.
    Passed,
    /// It does not.
    Failed(Fault),
    /// It could not be made.
    NotTestable(Obstacle),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum Fault {
    /// Figures that must be equal differ by more than the tolerance; they stand under `figures`.
    Differs,
    /// Figures are below zero that cannot be; they stand under `figures`.
    Negative,
    /// Lines that must be there are not.
    Incomplete {
        /// Which.
        figures: Vec<Place>,
    },
    /// Not the period asked for; without one, not made of whole months.
    Period {
        /// The statement's.
        found: ReportingPeriod,
        /// The one asked for.
        expected: Option<ReportingPeriod>,
    },
    /// A gap, or an overlap that is no sum since the year's start.
    Sequence {
        /// The period before.
        previous: ReportingPeriod,
        /// This one.
        found: ReportingPeriod,
    },
    /// Most lines moved by about the same factor: figures may be in another unit than they say.
    Unit {
        /// By about how much: 10000 when 元 are read as 万元.
        factor: u32,
        /// Up, or down.
        larger: bool,
        /// Lines that moved so.
        moved: usize,
        /// Lines that were compared.
        compared: usize,
    },
}

/// Two figures that were to be equal, in units of the currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The line.
    pub line: Line,
    /// What it says.
    pub found: Money,
    /// What it should say.
    pub expected: Money,
    /// The first less the second.
    pub difference: Money,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// What was checked.
    pub check: CheckKind,
    /// The sheet it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
    /// The line it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
    /// How it came out.
    #[serde(flatten)]
    pub outcome: CheckOutcome,
    /// The figures it rests on; where many are compared, those that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Compared>,
    /// By how much they may differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Money>,
}

impl Check {
    pub(super) fn new(check: CheckKind, outcome: CheckOutcome) -> Check {
        Check { check, sheet: None, line: None, outcome, figures: Vec::new(), tolerance: None }
    }

    pub(super) fn about(self, sheet: Sheet) -> Check {
        Check { sheet: Some(sheet), ..self }
    }

    pub(super) fn of(self, line: Line) -> Check {
        Check { line: Some(line), ..self.about(line.sheet()) }
    }

    /// Whether it was made and failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        matches!(self.outcome, CheckOutcome::Failed(_))
    }
}
