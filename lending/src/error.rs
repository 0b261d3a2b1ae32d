//! One error type for the engine. Each variant names the rule that was broken, with the figures a person
//! needs to put it right; [`LendingError::code`] is stable and goes over the wire.

use chrono::NaiveDate;
use thiserror::Error;

use crate::money::MoneyError;

/// The words of a reason. The browser is told only whether something can be done; its build leaves the words
/// out, and with them everything that would write their figures.
macro_rules! reason {
    ($($words:tt)*) => {
        if cfg!(feature = "reasons") { format!($($words)*) } else { String::new() }
    };
}

/// A stated limit of the engine that an input went past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`crate::MAX_INSTALLMENTS`].
    Installments,
    /// [`crate::MAX_EVENTS`].
    Events,
    /// [`crate::MAX_VERSIONS`].
    Versions,
    /// [`crate::financials::MAX_COVENANTS`].
    #[cfg(feature = "financials")]
    Covenants,
    /// Dates lie in [`crate::YEARS`].
    Dates,
    /// Figures fit 64-bit minor units; only absurd rates over centuries reach it.
    Figures,
}

impl Limit {
    fn describe(self) -> &'static str {
        match self {
            Limit::Installments => "at most 1200 installments",
            Limit::Events => "at most 20000 events",
            Limit::Versions => "at most 500 schedule versions",
            #[cfg(feature = "financials")]
            Limit::Covenants => "at most 100 covenants",
            Limit::Dates => "dates from 1900-01-01 to 2200-12-31",
            Limit::Figures => "figures below 9.2e18 minor units",
        }
    }
}

/// Why the engine refuses an input. It never answers with a wrong number instead.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LendingError {
    /// An amount or a rate cannot be read.
    #[error("{field}: {reason}")]
    Amount {
        /// Name of the field.
        field: String,
        /// What is wrong with it.
        reason: MoneyError,
    },
    /// JSON of the wrong shape: an unknown or missing field, an unknown word, a wrong type.
    #[error("{field}: {reason}")]
    Input {
        /// Name of the field, empty when the text is not JSON at all.
        field: String,
        /// What was expected.
        reason: String,
    },
    /// Fields that contradict each other.
    #[error("{field}: {reason}")]
    Contradiction {
        /// The field to change.
        field: &'static str,
        /// What it contradicts, with the figures.
        reason: String,
    },
    /// Beyond a stated limit.
    #[error("{field}: beyond the limit of {}", limit.describe())]
    Limit {
        /// The field that goes beyond it.
        field: &'static str,
        /// The limit.
        limit: Limit,
    },
    /// An installment that never repays: its interest is larger than itself.
    #[error("installment {n}: interest {interest} is not covered by the installment {installment}")]
    NegativeAmortisation {
        /// Number of the row.
        n: u32,
        /// Its interest.
        interest: String,
        /// The fixed installment.
        installment: String,
    },
    /// An event that cannot be, given the terms or the events before it.
    #[error("event {id}: {reason}")]
    Event {
        /// The event's id.
        id: String,
        /// Why not.
        reason: String,
    },
    /// A change that cannot be applied to the loan as it stands.
    #[error("{field}: {reason}")]
    Change {
        /// Field of the change.
        field: &'static str,
        /// Why not.
        reason: String,
    },
    /// A date before the loan exists.
    #[error("{on} is before the disbursement on {disbursed_on}")]
    BeforeDisbursement {
        /// The date asked for.
        on: NaiveDate,
        /// When the loan begins.
        disbursed_on: NaiveDate,
    },
    /// Two currencies met.
    #[error("amounts in {0} and {1} cannot be combined")]
    CurrencyMismatch(&'static str, &'static str),
    /// No row of that number.
    #[error("there is no installment {0}")]
    NoSuchInstallment(u32),
}

impl LendingError {
    /// A stable word for machines: it is part of the JSON interface.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            LendingError::Amount { reason, .. } => reason.code(),
            LendingError::Input { .. } => "bad_input",
            LendingError::Contradiction { .. } => "contradiction",
            LendingError::Limit { .. } => "limit",
            LendingError::NegativeAmortisation { .. } => "negative_amortisation",
            LendingError::Event { .. } => "bad_event",
            LendingError::Change { .. } => "bad_change",
            LendingError::BeforeDisbursement { .. } => "before_disbursement",
            LendingError::CurrencyMismatch(..) => "currency_mismatch",
            LendingError::NoSuchInstallment(_) => "no_such_installment",
        }
    }

    /// The input field to put right, where one is to blame.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            LendingError::Amount { field, .. } | LendingError::Input { field, .. } if !field.is_empty() => Some(field),
            LendingError::Contradiction { field, .. }
            | LendingError::Limit { field, .. }
            | LendingError::Change { field, .. } => Some(field),
            LendingError::NegativeAmortisation { .. } => Some("fixed_installment"),
            LendingError::Event { .. } => Some("events"),
            LendingError::BeforeDisbursement { .. } => Some("on"),
            LendingError::NoSuchInstallment(_) => Some("n"),
            _ => None,
        }
    }

    pub(crate) fn overflow(field: &'static str) -> Self {
        LendingError::Limit { field, limit: Limit::Figures }
    }

    pub(crate) fn date(field: &'static str) -> Self {
        LendingError::Limit { field, limit: Limit::Dates }
    }

    pub(crate) fn contradiction(field: &'static str, reason: impl Into<String>) -> Self {
        LendingError::Contradiction { field, reason: worded(reason) }
    }

    /// Reads the field's name out of serde's message, so that a person sees which field is wrong.
    pub(crate) fn from_json(error: &serde_json::Error, fallback: &str) -> Self {
        let reason = error.to_string();
        let named = reason.split('`').nth(1).filter(|_| reason.contains("field `"));
        LendingError::Input { field: named.unwrap_or(fallback).to_owned(), reason }
    }
}

/// A reason, or no words at all ([`reason!`]).
pub(crate) fn worded(reason: impl Into<String>) -> String {
    if cfg!(feature = "reasons") { reason.into() } else { String::new() }
}
