//! What the contract fixes: amounts, rate, method, dates, and the rules for being late and for paying.
//!
//! `Terms` is read from and written to exactly the JSON of `docs/engine.md`. Reading validates: terms that
//! contradict themselves are refused with the reason, so everything behind this door can trust them.

mod json;
mod late;
mod method;
mod paying;
mod validate;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use json::TermsJson;
pub use late::{FeeAmount, LateFee, PenaltyBase, PenaltyKind, PenaltyTerms};
pub use method::{Fee, FeeKind, FeeWhen, Grace, InterestBy, LevelBy, Method, Period, Rounding, Row, Tranche, Unit};
pub use paying::{Across, AllocationTerms, Component, Future, OrderItem, PrepaymentFee, PrepaymentTerms, Then, Timing};

use crate::LendingError;
use crate::calendar::{BusinessDay, Calendar, Grid};
use crate::day_count::DayCount;
use crate::money::{AnnualRate, Currency, Money};

/// The terms of one loan. Built by deserialising [`TermsJson`]; always valid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "TermsJson", into = "TermsJson")]
pub struct Terms {
    pub(crate) json: TermsJson,
    pub(crate) principal: Money,
    pub(crate) multiple: i64,
    pub(crate) fixed_installment: Option<i64>,
    pub(crate) tranches: Vec<(NaiveDate, i64)>,
    pub(crate) rows: Vec<(NaiveDate, i64)>,
    pub(crate) down_payment: Option<AnnualRate>,
    pub(crate) fees: Vec<validate::FeeRule>,
    pub(crate) penalty_rate: AnnualRate,
    pub(crate) penalty_cap: Option<AnnualRate>,
    pub(crate) late_fee: Option<validate::LateFeeRule>,
    pub(crate) prepayment_fee: Option<AnnualRate>,
    pub(crate) calendar: Calendar,
}

impl Terms {
    /// Reads the terms of a new loan from JSON text.
    ///
    /// # Errors
    /// [`crate::LendingError`] with the field that is wrong and why; also when the schedule that they mean cannot be
    /// laid out, and what [`Terms::as_new`] refuses.
    ///
    /// An installment that does not cover its interest is refused (negative amortisation): the balance would grow.
    ///
    /// ```
    /// let refused = lending::terms::Terms::parse(r#"{"principal":"1200.00","annual_rate":"0.12",
    ///   "method":"equal_installment","installments":12,"fixed_installment":"12.00",
    ///   "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}"#).unwrap_err();
    /// assert_eq!(refused.code(), "negative_amortisation");
    /// ```
    pub fn parse(text: &str) -> Result<Terms, LendingError> {
        #[cfg(feature = "profiles")]
        if text.contains("\"profile\"") {
            return Terms::read(serde_json::from_str(text).map_err(|e| LendingError::from_json(&e, "terms"))?);
        }
        let json: TermsJson = serde_json::from_str(text).map_err(|e| LendingError::from_json(&e, "terms"))?;
        Terms::try_from(json)?.as_new()
    }

    /// Reads the terms of a new loan, which may name a profile ([`crate::profiles::named`]).
    ///
    /// # Errors
    /// As [`Terms::parse`]; a profile that there is not.
    #[cfg(feature = "profiles")]
    pub fn read(mut terms: serde_json::Value) -> Result<Terms, LendingError> {
        crate::profiles::named::spell_out(&mut terms)?;
        let json: TermsJson = serde_json::from_value(terms).map_err(|e| LendingError::from_json(&e, "terms"))?;
        Terms::try_from(json)?.as_new()
    }

    /// The terms as they are written in JSON.
    #[must_use]
    pub fn json(&self) -> &TermsJson {
        &self.json
    }

    /// The principal of the first disbursement.
    #[must_use]
    pub fn principal(&self) -> Money {
        self.principal
    }

    /// The currency every amount of the loan is in.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.json.currency
    }

    /// The nominal annual rate at the start.
    #[must_use]
    pub fn annual_rate(&self) -> AnnualRate {
        self.json.annual_rate
    }

    /// The repayment method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.json.method
    }

    /// Installments agreed at the start.
    #[must_use]
    pub fn installments(&self) -> u32 {
        self.json.installments
    }

    /// The day the principal was paid out: interest starts with it.
    #[must_use]
    pub fn disbursed_on(&self) -> NaiveDate {
        self.json.disbursed_on
    }

    /// Whether the engine's own conventions compute the loan, on the server as in a borrower's browser; otherwise
    /// another system's do, which only the server has ([`crate::profiles`]).
    #[must_use]
    pub fn is_standard(&self) -> bool {
        #[cfg(feature = "profiles")]
        return self.json.conventions.is_none();
        #[cfg(not(feature = "profiles"))]
        true
    }

    /// What a prepayment can do to the installments to come.
    #[must_use]
    pub fn prepayment_choices(&self) -> &'static [Then] {
        if self.is_standard() { &[Then::ReduceTerm, Then::ReduceInstallment] } else { &[Then::ReduceTerm] }
    }

    /// Whether every tranche that the contract names is paid out by the end of `on`. Before, a loan has no payoff.
    #[must_use]
    pub fn is_paid_out(&self, on: NaiveDate) -> bool {
        self.tranches.iter().all(|(day, _)| *day <= on)
    }

    /// The first due date, before any business-day rule.
    #[must_use]
    pub fn first_due_on(&self) -> NaiveDate {
        self.json.first_due_on
    }

    /// Whether interest goes by period or by day.
    #[must_use]
    pub fn interest_by(&self) -> InterestBy {
        self.json.interest
    }

    /// The day count of contract interest (used when interest goes by day).
    #[must_use]
    pub fn day_count(&self) -> DayCount {
        self.json.day_count
    }

    /// Repayment every so many of [`Terms::unit`].
    #[must_use]
    pub fn every(&self) -> u32 {
        self.json.every
    }

    /// The unit of the repayment period.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.json.unit
    }

    /// How being late is charged.
    #[must_use]
    pub fn penalty(&self) -> &PenaltyTerms {
        &self.json.penalty
    }

    /// How payments are split.
    #[must_use]
    pub fn allocation(&self) -> &AllocationTerms {
        &self.json.allocation
    }

    /// How prepayments are taken.
    #[must_use]
    pub fn prepayment(&self) -> &PrepaymentTerms {
        &self.json.prepayment
    }

    /// How the level installment is rounded.
    pub(crate) fn level_rounding(&self) -> Rounding {
        self.json.installment_rounding.unwrap_or(self.json.rounding)
    }

    pub(crate) fn money(&self, minor: i64) -> Money {
        Money::of_minor(minor, self.json.currency)
    }

    pub(crate) fn grid(&self) -> Grid {
        use chrono::Datelike;
        let first = self.json.first_due_on;
        Grid {
            anchor: first,
            anchor_slot: 1,
            day: self.json.due_day.unwrap_or(first.day()),
            every: self.json.every,
            unit: self.json.unit,
        }
    }

    /// A due date after the business-day rule.
    pub(crate) fn rolled(&self, due: NaiveDate) -> Result<NaiveDate, LendingError> {
        match self.json.business_day {
            BusinessDay::None => Ok(due),
            rule => self.calendar.roll(due, rule),
        }
    }
}
