//! A loan's statement of account (对账单): what was owed when a period began, everything that happened in it,
//! what is owed when it ends. Opening + charged − credited = closing, line by line.
//!
//! The balance is what the borrower owes by the contract at the end of a day: principal paid out and not repaid,
//! interest and fees whose due date has come, charges, and penalty to that day, less what was paid on them and
//! less the credit balance. Interest of the running installment is charged on its due date; until then
//! [`StatementOfAccount::accrued`] tells it beside the balance.
//!
//! Every figure is the replay's. A day is told as it was known by value date: a payment that was taken back later
//! stands on its day, and the day it was taken back charges it again.

mod day;
mod draw_up;
mod standing;

use chrono::NaiveDate;

use crate::event::Hold;
use crate::money::Money;
use crate::replay::PaymentKind;

pub use draw_up::draw_up;

/// What is owed at the end of a day, by component.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Principal paid out and not repaid, due or not.
    pub principal: Money,
    /// Interest charged and not paid; below zero when it was paid ahead of its due date.
    pub interest: Money,
    /// Fees, the same.
    pub fee: Money,
    /// Interest on overdue interest.
    pub compound: Money,
    /// Penalty interest to the day.
    pub penalty: Money,
    /// Money of the borrower's that waits for the next due date.
    pub credit_balance: Money,
    /// All but the last, less the last.
    pub balance: Money,
}

/// Where the amount of a line belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    /// Principal, with what was prepaid of it.
    pub principal: Money,
    /// Contract interest.
    pub interest: Money,
    /// Fees, with the fee for prepaying.
    pub fee: Money,
    /// Interest on overdue interest.
    pub compound: Money,
    /// Penalty interest.
    pub penalty: Money,
    /// Kept as credit balance; below zero: credit balance that was used.
    pub credit_balance: Money,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Principal was paid out.
    Disbursed,
    /// An installment fell due: its interest and fees are charged. Its principal was lent before.
    Due {
        /// Number of the row.
        n: u32,
        /// All that the installment asks for, with its principal.
        asked: Money,
    },
    /// Interest of an installment became principal on its due date.
    Capitalised {
        /// Number of the row.
        n: u32,
    },
    /// Penalty and compound interest ran up to the day, or came due when the grace days were over.
    Penalty,
    /// The fee for staying unpaid.
    LateFee,
    /// A charge.
    Charged {
        /// What for, as it was recorded.
        name: String,
    },
    /// The fee for prepaying.
    PrepaymentFee,
    /// Money came in.
    Paid {
        /// Its event.
        event_id: String,
        /// Where the money came from.
        kind: PaymentKind,
    },
    /// Credit balance paid what fell due: nothing changes in sum.
    CreditUsed,
    /// Credit balance was paid out.
    Refunded,
    /// Money that had come in (or gone out) turned out not to be.
    TakenBack {
        /// The event that was taken back.
        event_id: String,
        /// The day it had counted for.
        of: NaiveDate,
    },
    /// Part of what was owed was forgiven.
    Waived,
    /// The plan was changed: what is owed stays, when it is due does not.
    Changed {
        /// Its event.
        event_id: String,
    },
    /// The rate was changed.
    RateChanged,
    /// A clock was stopped.
    Held {
        /// Which.
        what: Hold,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// The lender gave up hope; what is owed is still owed.
    WrittenOff,
    /// Figures of earlier days came out differently, since a payment of theirs was taken back.
    WorkedOutAgain,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its day.
    pub on: NaiveDate,
    /// What it tells.
    pub what: What,
    /// What it adds to the balance.
    pub debit: Money,
    /// What it takes off the balance.
    pub credit: Money,
    /// Where the amount belongs, when that is more than its name says.
    pub parts: Option<Parts>,
    /// The balance after it.
    pub balance: Money,
}

/// The whole of it.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementOfAccount {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// At the end of the day before the first.
    pub opening: Position,
    /// In order.
    pub lines: Vec<Line>,
    /// Sum of what the lines add.
    pub debits: Money,
    /// Sum of what they take off.
    pub credits: Money,
    /// At the end of the last day.
    pub closing: Position,
    /// Interest of the running installment earned by then: not in the balance, charged on its due date.
    pub accrued: Money,
}
