//! What a replay answers with.

use chrono::NaiveDate;
use serde::Serialize;

use crate::event::Hold;
use crate::money::Money;
use crate::schedule::Row;

/// Amounts by component.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Components {
    /// Principal.
    pub principal: Money,
    /// Contract interest.
    pub interest: Money,
    /// Fees and charges.
    pub fee: Money,
    /// Interest on overdue interest (复利).
    pub compound: Money,
    /// Penalty interest.
    pub penalty: Money,
    /// All of them.
    pub total: Money,
}

/// How a loan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LoanStatus {
    /// Something is still owed.
    Active,
    /// Everything is paid (结清).
    Settled,
    /// The lender gave up; what is owed is still owed.
    WrittenOff,
}

/// How an installment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    /// Paid in full by its due date.
    Paid,
    /// Paid in full after it.
    PaidLate,
    /// Not due yet, something is paid.
    PartlyPaid,
    /// Due today.
    Due,
    /// Its due date has passed and something is owed.
    Late,
    /// Not due yet.
    Upcoming,
    /// What was owed on it was moved to other installments by a change of the plan.
    Moved,
}

/// One installment as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateRow {
    /// Number, from 1.
    pub n: u32,
    /// First day of its period.
    pub from: NaiveDate,
    /// Due date.
    pub due_on: NaiveDate,
    /// Calendar days of the period.
    pub days: u32,
    /// Principal it asks for.
    pub principal: Money,
    /// Interest it asks for.
    pub interest: Money,
    /// Fees and charges it asks for.
    pub fee: Money,
    /// The three together (without penalty).
    pub total: Money,
    /// Principal left after it, if all goes by the plan.
    pub balance: Money,
    /// Interest that its due date adds to the principal instead of asking for it.
    pub capitalised: Money,
    /// What was paid on it.
    pub paid: Components,
    /// What was forgiven of it.
    pub waived: Components,
    /// Penalty interest to the day of the state, or till it was paid.
    pub penalty: Money,
    /// Compound interest, the same.
    pub compound: Money,
    /// What is still owed on it.
    pub remaining: Components,
    /// How it stands.
    pub status: RowStatus,
    /// The day nothing was left to pay.
    pub paid_on: Option<NaiveDate>,
    /// The version of the schedule that last changed it.
    pub version: u32,
}

impl StateRow {
    /// The row as a schedule shows it.
    #[must_use]
    pub fn row(&self) -> Row {
        Row {
            n: self.n,
            from: self.from,
            due_on: self.due_on,
            days: self.days,
            principal: self.principal,
            interest: self.interest,
            fee: self.fee,
            total: self.total,
            balance: self.balance,
        }
    }
}

/// What besides payments moved money between accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingKind {
    /// Principal was paid out.
    Disbursed,
    /// Interest, fees or penalty became principal.
    Capitalised,
    /// Principal was forgiven.
    Forgiven,
    /// What is left of the principal was given up.
    WrittenOff,
    /// Money paid in advance counts for something else since the plan changed; negative: no longer for this.
    Reclassified,
}

/// A booking that is no payment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Booking {
    /// Unique within the loan; begins with the id of the event behind it, where there is one.
    pub key: String,
    /// Value date.
    pub on: NaiveDate,
    /// What it is.
    pub kind: BookingKind,
    /// Amounts by component.
    pub amounts: Components,
}

/// The installment to pay next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextDue {
    /// Number of the row.
    pub n: u32,
    /// Its due date.
    pub due_on: NaiveDate,
    /// What is still owed on it.
    pub amount: Money,
    /// The same less the credit balance: what the borrower has to bring.
    pub to_pay: Money,
}

/// What a payment paid of one installment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Number of the row.
    pub n: u32,
    /// Penalty interest.
    pub penalty: Money,
    /// Fees.
    pub fee: Money,
    /// Compound interest.
    pub compound: Money,
    /// Contract interest.
    pub interest: Money,
    /// Principal.
    pub principal: Money,
}

/// What kind of event the money came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// An ordinary payment.
    Payment,
    /// A prepayment.
    Prepayment,
    /// Goodwill of the lender.
    Credit,
    /// Credit balance used on a due date.
    CreditUsed,
    /// Credit balance paid back.
    Refund,
}

/// How one payment was split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaymentSplit {
    /// Id of the event (for used credit: of the payment it came from).
    #[serde(rename = "id")]
    pub event_id: String,
    /// Where the money came from.
    pub kind: PaymentKind,
    /// Value date.
    pub on: NaiveDate,
    /// The whole amount.
    pub amount: Money,
    /// What went to which installment.
    #[serde(rename = "split")]
    pub parts: Vec<Part>,
    /// Principal paid before it was due (prepayments only; in no installment).
    pub prepaid: Money,
    /// Fee for prepaying.
    pub prepayment_fee: Money,
    /// What became credit balance; negative: credit balance that was used.
    pub credit: Money,
    /// It turned out not to be; nothing was split.
    pub reversed: bool,
}

/// A version of the schedule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScheduleVersion {
    /// Number, from 1.
    pub version: u32,
    /// In force from this day.
    pub from: NaiveDate,
    /// The event that made it; none for the first.
    pub reason_event: Option<String>,
    /// All rows as of that version.
    pub rows: Vec<Row>,
}

/// The loan as it stands on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct State {
    /// The day.
    pub as_of: NaiveDate,
    /// How the loan stands.
    pub status: LoanStatus,
    /// The day it was settled or written off.
    pub closed_on: Option<NaiveDate>,
    /// All installments.
    pub rows: Vec<StateRow>,
    /// Owed in all: all unpaid principal; interest of due installments and what has accrued of the running
    /// one; fees of due installments and charges; penalty to the day.
    pub outstanding: Components,
    /// Owed of installments whose due date has passed.
    pub overdue: Components,
    /// Days since the due date of the oldest installment not paid in full.
    pub days_past_due: u32,
    /// Its bucket.
    pub bucket: String,
    /// Money that waits for the next due date.
    pub credit_balance: Money,
    /// The oldest unpaid installment that is not late.
    pub next_due: Option<NextDue>,
    /// To be paid today to be late with nothing: overdue with penalty, and what is due today.
    pub due_now: Money,
    /// What tomorrow adds to penalty and compound interest.
    pub penalty_per_day: Money,
    /// Every payment and how it was split, in order of value date.
    pub payments: Vec<PaymentSplit>,
    /// What besides payments moved money between accounts.
    pub bookings: Vec<Booking>,
    /// Every version of the schedule.
    pub versions: Vec<ScheduleVersion>,
    /// The last due date.
    pub final_due_on: NaiveDate,
    /// Paid so far, with prepaid principal.
    pub paid_so_far: Components,
    /// Interest, fees and penalty over the whole life: paid, owed and still to come by the plan.
    pub total_cost: Money,
    /// Principal written off, forgiven or given up.
    pub written_off: Money,
    /// What is on hold on that day.
    pub holds: Vec<Hold>,
    /// The nominal annual rate in force.
    pub annual_rate: crate::money::AnnualRate,
    /// The installment in force, for methods that keep one.
    pub installment: Option<Money>,
}
