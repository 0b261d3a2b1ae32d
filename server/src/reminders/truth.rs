//! Is it still true? Looked at in the transaction in which a message is claimed, and computed afresh:
//! what was planned this morning may have been paid at noon.

use chrono::NaiveDate;
use lending::{
    event::Hold,
    money::{Currency, Money},
    replay::{LoanStatus, RowStatus},
};
use sqlx::PgConnection;

use super::{
    hours,
    store::{self, Due},
};
use crate::{
    Error, Portal, Result,
    ids::{LoanId, PaymentId},
    loans::record,
};

/// Before, on or after the day something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timing {
    Before,
    OnTheDay,
    After,
}

/// What a message says.
#[derive(Clone, Debug)]
pub(super) enum Facts {
    Installment {
        timing: Timing,
        loan_id: LoanId,
        loan_number: String,
        n: u32,
        due_on: NaiveDate,
        /// The receiver's today.
        today: NaiveDate,
        /// Still to be paid of this installment.
        amount: Money,
        /// Everything overdue on this loan, with penalty.
        overdue: Money,
        penalty_per_day: Money,
    },
    Statement {
        timing: Timing,
        kind: String,
        period_to: NaiveDate,
        due_on: NaiveDate,
        today: NaiveDate,
    },
    StatementAccepted {
        kind: String,
        period_to: NaiveDate,
    },
    StatementReturned {
        kind: String,
        period_to: NaiveDate,
    },
    Payment {
        loan_number: String,
        amount: Money,
        on: NaiveDate,
        /// The loan, when this was the payment that ended it.
        paid_off: Option<LoanId>,
    },
    PaymentReversed {
        loan_number: String,
        amount: Money,
    },
    Request {
        rule: String,
        number: String,
    },
}

/// What became of the reason for a message.
pub(super) enum Truth {
    Holds(Facts),
    /// It does not hold any more; why, in a word the ledger keeps.
    Gone(&'static str),
}

pub(super) async fn look(portal: &Portal, conn: &mut PgConnection, due: &Due) -> Result<Truth> {
    let theirs = portal.clock.now().with_timezone(&hours::zone(&due.time_zone, portal.clock.zone())).date_naive();
    let today = Today { business: portal.clock.today(), theirs };
    match (due.subject.as_str(), due.days_after_due) {
        ("installment", Some(days)) => installment(conn, due, timing(days), today).await,
        ("statement", days) => statement(conn, due, days.map(timing), today).await,
        ("payment", _) => payment(portal, conn, due).await,
        ("request", _) => request(conn, due).await,
        (subject, _) => Err(Error::Fault(format!("nobody knows what a message about {subject:?} says"))),
    }
}

/// The lender's day decides what is late; the receiver's is the one a message speaks of.
#[derive(Clone, Copy)]
struct Today {
    business: NaiveDate,
    theirs: NaiveDate,
}

fn timing(days_after_due: i32) -> Timing {
    match days_after_due {
        ..0 => Timing::Before,
        0 => Timing::OnTheDay,
        1.. => Timing::After,
    }
}

/// Why a day is the wrong one for a message about `due_on`.
fn wrong_day(timing: Timing, due_on: NaiveDate, today: NaiveDate) -> Option<&'static str> {
    match timing {
        Timing::Before => (today >= due_on).then_some("too_late"),
        Timing::OnTheDay => (today > due_on).then_some("too_late"),
        Timing::After => (today <= due_on).then_some("not_late"),
    }
}

async fn installment(conn: &mut PgConnection, due: &Due, timing: Timing, today: Today) -> Result<Truth> {
    let loan_id = LoanId(due.subject_id);
    let loan = record::find(conn, due.borrower_id, loan_id).await?;
    let state = loan.state(today.business)?;
    match state.status {
        LoanStatus::Active => {}
        LoanStatus::Settled => return Ok(Truth::Gone("paid")),
        LoanStatus::WrittenOff => return Ok(Truth::Gone("written_off")),
    }
    let row = state.rows.iter().find(|row| i32::try_from(row.n) == Ok(due.subject_n));
    let Some(row) = row.filter(|row| i32::try_from(row.version) == Ok(due.subject_version)) else {
        return Ok(Truth::Gone("plan_changed"));
    };
    if matches!(row.status, RowStatus::Paid | RowStatus::PaidLate) || !row.remaining.total.is_positive() {
        return Ok(Truth::Gone("paid"));
    }
    if let Some(why) = wrong_day(timing, row.due_on, today.business) {
        return Ok(Truth::Gone(why));
    }
    if timing == Timing::After && state.holds.contains(&Hold::Dunning) {
        return Ok(Truth::Gone("on_hold"));
    }
    Ok(Truth::Holds(Facts::Installment {
        timing,
        loan_id,
        n: row.n,
        due_on: row.due_on,
        today: today.theirs,
        amount: row.remaining.total,
        overdue: state.due_now,
        penalty_per_day: state.penalty_per_day,
        loan_number: loan.number,
    }))
}

async fn statement(conn: &mut PgConnection, due: &Due, timing: Option<Timing>, today: Today) -> Result<Truth> {
    let Some(row) = store::find_statement(conn, due.borrower_id, due.subject_id).await? else {
        return Ok(Truth::Gone("plan_changed"));
    };
    let (kind, period_to, due_on) = (row.kind, row.period_to, row.due_on);
    Ok(match (timing, due.rule.as_str(), row.status.as_str()) {
        (Some(timing), _, "due" | "returned") => match wrong_day(timing, due_on, today.business) {
            Some(why) => Truth::Gone(why),
            None => Truth::Holds(Facts::Statement { timing, kind, period_to, due_on, today: today.theirs }),
        },
        (Some(_), ..) => Truth::Gone("statement_sent"),
        (None, "statement_accepted", "accepted") => Truth::Holds(Facts::StatementAccepted { kind, period_to }),
        (None, "statement_returned", "returned") => Truth::Holds(Facts::StatementReturned { kind, period_to }),
        (None, ..) => Truth::Gone("superseded"),
    })
}

async fn payment(portal: &Portal, conn: &mut PgConnection, due: &Due) -> Result<Truth> {
    let row = store::find_payment(conn, due.borrower_id, due.subject_id).await?.ok_or(Error::NotFound)?;
    let currency = Currency::parse(row.currency.trim())
        .ok_or_else(|| Error::Fault(format!("no currency is {:?}", row.currency)))?;
    let amount = Money::from_decimal(row.amount, currency)
        .map_err(|e| Error::Fault(format!("a payment of {}: {e}", row.amount)))?;
    let (loan_id, loan_number) = (LoanId(row.loan_id), row.loan_number);
    Ok(match (due.rule.as_str(), row.status.as_str(), row.settled_at) {
        ("payment_reversed", "reversed", _) => Truth::Holds(Facts::PaymentReversed { loan_number, amount }),
        ("payment_received", "posted", Some(at)) => {
            let paid_off = paid_off(portal, conn, due, loan_id).await?.then_some(loan_id);
            Truth::Holds(Facts::Payment { loan_number, amount, on: portal.clock.day_of(at), paid_off })
        }
        _ => Truth::Gone("not_posted"),
    })
}

/// Whether a payment was the last of a loan that is paid off.
async fn paid_off(portal: &Portal, conn: &mut PgConnection, due: &Due, loan_id: LoanId) -> Result<bool> {
    let state = record::find(conn, due.borrower_id, loan_id).await?.state(portal.clock.today())?;
    let last = state.payments.iter().rfind(|payment| !payment.reversed);
    let this = PaymentId(due.subject_id).to_string();
    Ok(state.status == LoanStatus::Settled && last.is_some_and(|payment| payment.event_id == this))
}

async fn request(conn: &mut PgConnection, due: &Due) -> Result<Truth> {
    let row = store::find_request(conn, due.borrower_id, due.subject_id).await?.ok_or(Error::NotFound)?;
    if due.rule == "request_question" && row.status != "more_information" {
        return Ok(Truth::Gone("superseded"));
    }
    Ok(Truth::Holds(Facts::Request { rule: due.rule.clone(), number: row.number }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_for_its_side_of_the_due_date_only() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let due = day("2026-12-05");
        for (when, today, why) in [
            (Timing::Before, "2026-12-02", None),
            (Timing::Before, "2026-12-04", None),
            (Timing::Before, "2026-12-05", Some("too_late")),
            (Timing::OnTheDay, "2026-12-04", None), // the person's day begins before the lender's
            (Timing::OnTheDay, "2026-12-05", None),
            (Timing::OnTheDay, "2026-12-06", Some("too_late")),
            (Timing::After, "2026-12-05", Some("not_late")),
            (Timing::After, "2026-12-06", None),
        ] {
            assert_eq!(wrong_day(when, due, day(today)), why, "{when:?} {today}");
        }
    }
}
