//! The JSON of a change, and which levers go with which kind.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::LendingError;
use crate::money::{AnnualRate, Currency, Money};
use crate::terms::Component;

/// What a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// 展期: maturity later, or the next installments moved behind the last.
    Extension,
    /// 重组: any combination of levers.
    Restructuring,
    /// Another day of the month.
    DueDate,
    /// 补救期: days to catch up without penalty and dunning.
    Cure,
}

/// What becomes of what is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrears {
    /// It stays due.
    #[default]
    Keep,
    /// It is added to the principal and bears interest.
    Capitalise,
    /// It is spread evenly over the next installments, without interest.
    Spread,
}

/// What becomes of the interest of deferred installments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeferredInterest {
    /// It is paid as it falls due.
    #[default]
    Pay,
    /// It is added to the principal.
    Capitalise,
}

/// A change as proposed. Levers that are absent do nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its kind.
    pub kind: ChangeKind,
    /// So many installments more; what is left is levelled over all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_installments: Option<u32>,
    /// The next so many installments move behind the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defer_installments: Option<u32>,
    /// What becomes of their interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferred_interest: Option<DeferredInterest>,
    /// A new rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_rate: Option<AnnualRate>,
    /// So many installments in which nothing is paid; their interest is added to the principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holiday: Option<u32>,
    /// So many installments (after the holiday) that pay interest only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_only: Option<u32>,
    /// What becomes of what is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrears: Option<Arrears>,
    /// Over how many installments arrears are spread; default: all that are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread_over: Option<u32>,
    /// Shares (0 to 1) of what is owed and forgiven, by component: `{"penalty":"0.5"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waive: Option<BTreeMap<Component, AnnualRate>>,
    /// Principal forgiven (豁免).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forgive_principal: Option<String>,
    /// The new day of the month, 1 to 31.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_day: Option<u32>,
    /// Days of the cure period, the day of the change not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cure_days: Option<u32>,
    /// Installments due after this day change; default: the day of the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
}

impl Change {
    /// A change of a kind with no lever pulled.
    #[must_use]
    pub fn of(kind: ChangeKind) -> Change {
        Change {
            kind,
            extra_installments: None,
            defer_installments: None,
            deferred_interest: None,
            annual_rate: None,
            holiday: None,
            interest_only: None,
            arrears: None,
            spread_over: None,
            waive: None,
            forgive_principal: None,
            due_day: None,
            cure_days: None,
            from: None,
        }
    }

    /// An extension by so many installments.
    #[must_use]
    pub fn extend(extra_installments: u32) -> Change {
        Change { extra_installments: Some(extra_installments), ..Change::of(ChangeKind::Extension) }
    }

    /// An extension that moves the next installments behind the last.
    #[must_use]
    pub fn defer(defer_installments: u32, deferred_interest: DeferredInterest) -> Change {
        Change {
            defer_installments: Some(defer_installments),
            deferred_interest: Some(deferred_interest),
            ..Change::of(ChangeKind::Extension)
        }
    }

    /// Installments by which the loan ends later.
    #[must_use]
    pub fn added_installments(&self) -> u32 {
        self.extra_installments.unwrap_or(0).saturating_add(self.defer_installments.unwrap_or(0))
    }

    /// Refuses levers that do not belong to the kind, and values that cannot be.
    pub(crate) fn check(&self, currency: Currency) -> Result<(), LendingError> {
        use ChangeKind::{Cure, DueDate, Extension, Restructuring};
        let levers: [(&'static str, bool, &[ChangeKind]); 12] = [
            ("extra_installments", self.extra_installments.is_some(), &[Extension, Restructuring]),
            ("defer_installments", self.defer_installments.is_some(), &[Extension, Restructuring]),
            ("deferred_interest", self.deferred_interest.is_some(), &[Extension, Restructuring]),
            ("annual_rate", self.annual_rate.is_some(), &[Restructuring]),
            ("holiday", self.holiday.is_some(), &[Restructuring]),
            ("interest_only", self.interest_only.is_some(), &[Restructuring]),
            ("arrears", self.arrears.is_some(), &[Extension, Restructuring]),
            ("spread_over", self.spread_over.is_some(), &[Extension, Restructuring]),
            ("waive", self.waive.is_some(), &[Restructuring, Cure]),
            ("forgive_principal", self.forgive_principal.is_some(), &[Restructuring]),
            ("due_day", self.due_day.is_some(), &[DueDate, Restructuring]),
            ("cure_days", self.cure_days.is_some(), &[Cure, Restructuring]),
        ];
        if let Some((field, ..)) = levers.iter().find(|(_, pulled, kinds)| *pulled && !kinds.contains(&self.kind)) {
            return Err(refuse(field, "does not belong to this kind of change"));
        }
        if self.due_day.is_some_and(|d| d == 0 || d > 31) {
            return Err(refuse("due_day", "must be from 1 to 31"));
        }
        if self.kind == DueDate && self.due_day.is_none() {
            return Err(refuse("due_day", "a due-date change needs it"));
        }
        if self.kind == Cure && self.cure_days.is_none() {
            return Err(refuse("cure_days", "a cure period needs it"));
        }
        if self.cure_days.is_some_and(|d| d > 3660) {
            return Err(refuse("cure_days", "at most 3660"));
        }
        if self.spread_over == Some(0) {
            return Err(refuse("spread_over", "at least one installment"));
        }
        for (component, share) in self.waive.iter().flatten() {
            if *share > AnnualRate::WHOLE || *component == Component::Principal {
                return Err(refuse("waive", "shares from 0 to 1 of penalty, fee, compound or interest"));
            }
        }
        self.forgiven(currency).map(|_| ())
    }

    pub(crate) fn forgiven(&self, currency: Currency) -> Result<i64, LendingError> {
        match &self.forgive_principal {
            None => Ok(0),
            Some(text) => Money::parse_positive(text, currency)
                .map(Money::minor)
                .map_err(|reason| LendingError::Amount { field: "forgive_principal".to_owned(), reason }),
        }
    }
}

pub(crate) fn refuse(field: &'static str, reason: impl Into<String>) -> LendingError {
    LendingError::Change { field, reason: crate::error::worded(reason) }
}
