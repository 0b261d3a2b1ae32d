//! What happens to a loan, in the order it was recorded.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::PaymentType;
use crate::money::AnnualRate;
use crate::terms::Unit;

/// What happened, in the order it was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum LifeEvent {
    /// The calendar moved to a day.
    BusinessDate {
        /// The day.
        on: NaiveDate,
    },
    /// The daily run.
    CloseOfBusiness,
    /// Money paid out.
    Disbursement {
        /// Value date.
        on: NaiveDate,
        /// How much.
        amount: String,
    },
    /// Money that came in; without an amount, all that is owed.
    Payment {
        /// What it is.
        #[serde(rename = "type")]
        payment: PaymentType,
        /// Value date.
        on: NaiveDate,
        /// How much.
        #[serde(default)]
        amount: Option<String>,
    },
    /// The nth payment by the borrower of a day never was.
    Undo {
        /// Its value date.
        on: NaiveDate,
        /// Which of that day, from 1; the last one when there are fewer.
        nth: u32,
    },
    /// Credit balance paid back.
    Refund {
        /// Value date.
        on: NaiveDate,
        /// How much.
        amount: String,
    },
    /// A fee or a penalty.
    Charge {
        /// When it falls due.
        due_on: NaiveDate,
        /// How much.
        amount: String,
        /// A penalty, not a fee.
        penalty: bool,
    },
    /// The installment due on one day falls due on another, and the later ones with it.
    MoveDueDate {
        /// Its due date.
        from: NaiveDate,
        /// The new one.
        to: NaiveDate,
    },
    /// More installments; what is left is levelled from the one due on a day.
    ExtraInstallments {
        /// The due date.
        from: NaiveDate,
        /// How many.
        count: u32,
    },
    /// Installments without principal are put in before the one due on a day.
    PrincipalGrace {
        /// The due date.
        from: NaiveDate,
        /// How many.
        count: u32,
    },
    /// Overdue principal is spread evenly over the installments to come.
    ReAmortise,
    /// All open principal goes to new installments.
    ReAge {
        /// Their first due date.
        from: NaiveDate,
        /// How many.
        count: u32,
        /// Every so many units.
        every: u32,
        /// The unit of `every`.
        unit: Unit,
    },
    /// A new rate.
    RateChange {
        /// From this day, the day included.
        from: NaiveDate,
        /// The annual rate.
        annual_rate: AnnualRate,
    },
    /// No interest for some days.
    InterestPause {
        /// First day.
        start: NaiveDate,
        /// Last day.
        end: NaiveDate,
    },
    /// Delinquency stands still from one day to another.
    PauseDelinquency {
        /// First day.
        start: NaiveDate,
        /// Last day.
        end: NaiveDate,
    },
    /// The pause ends on a day.
    ResumeDelinquency {
        /// The day.
        start: NaiveDate,
    },
}
