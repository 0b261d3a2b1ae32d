//! How an event gets into a loan: the one road, taken by payments, approved changes and imports alike.
//!
//! Event, projection and ledger are written in the caller's transaction, on a locked loan.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{
    event::{Event, EventKind},
    ledger,
    money::Money,
    prepayment::{Payoff, payoff},
    replay::{LoanStatus, State, replay},
    terms::Terms,
};
use sqlx::PgConnection;

use super::store;
use crate::{
    Error, Result,
    ids::{BorrowerId, EntryId, LoanId},
};

/// A loan as the contract and the events tell it.
#[derive(Clone, Debug)]
pub struct Loan {
    pub borrower_id: BorrowerId,
    pub loan_id: LoanId,
    pub number: String,
    pub product: String,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub terms: Terms,
    pub events: Vec<Event>,
}

impl Loan {
    /// The loan's state on a day.
    ///
    /// # Errors
    /// When terms and events contradict each other.
    pub fn state(&self, on: NaiveDate) -> Result<State> {
        Ok(replay(&self.terms, &self.events, on)?)
    }

    /// What settles the loan on the day of its `state`; none when nothing is owed, or a tranche is still to come.
    ///
    /// # Errors
    /// When terms and events contradict each other.
    pub fn payoff(&self, state: &State) -> Result<Option<Payoff>> {
        let has_one = state.status == LoanStatus::Active && self.terms.is_paid_out(state.as_of);
        Ok(if has_one { Some(payoff(&self.terms, &self.events, state.as_of)?) } else { None })
    }

    /// How many events there are: what a preview or a proposal was made against.
    #[must_use]
    pub fn version(&self) -> i32 {
        i32::try_from(self.events.len()).unwrap_or(i32::MAX)
    }
}

/// A loan whose row is locked until the transaction ends; only such a loan takes events.
pub struct LockedLoan(Loan);

impl std::ops::Deref for LockedLoan {
    type Target = Loan;

    fn deref(&self) -> &Loan {
        &self.0
    }
}

/// What is to be recorded.
pub struct NewEvent {
    pub id: String,
    pub on: NaiveDate,
    pub kind: EventKind,
}

/// Locks a loan the actor may see.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn lock(conn: &mut PgConnection, borrower_id: BorrowerId, loan_id: LoanId) -> Result<LockedLoan> {
    store::lock_loan(conn, borrower_id, loan_id).await?;
    store::find_loan(conn, borrower_id, loan_id).await?.map(LockedLoan).ok_or(Error::NotFound)
}

/// Reads a loan the actor may see.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(conn: &mut PgConnection, borrower_id: BorrowerId, loan_id: LoanId) -> Result<Loan> {
    store::find_loan(conn, borrower_id, loan_id).await?.ok_or(Error::NotFound)
}

/// Records one event: appends it, replays the loan to `today`, rewrites the projection and posts the
/// ledger entries that the new history asks for and the ledger does not hold yet.
///
/// # Errors
/// When the engine refuses the history (nothing is written then) or the database does.
pub async fn record(
    conn: &mut PgConnection,
    loan: &mut LockedLoan,
    new: NewEvent,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<State> {
    let seq = u32::try_from(loan.0.events.len()).map_err(|_| Error::Fault("too many events".to_owned()))? + 1;
    let event = Event { seq, id: new.id, on: new.on, kind: new.kind };
    loan.0.events.push(event.clone());
    let state = match replay(&loan.0.terms, &loan.0.events, today) {
        Ok(state) => state,
        Err(refused) => {
            loan.0.events.pop();
            return Err(refused.into());
        }
    };
    store::insert_event(conn, &loan.0, &event, now).await?;
    store::write_projection(conn, &loan.0, &state).await?;
    post_ledger(conn, &loan.0, &state, now).await?;
    Ok(state)
}

/// Writes a loan's rows as they are on `today`, when nothing but time has moved it, and posts what follows from that.
///
/// # Errors
/// When the database refuses or the stored history contradicts itself.
pub async fn carry_forward(
    conn: &mut PgConnection,
    loan: &LockedLoan,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    let state = loan.state(today)?;
    store::write_projection(conn, loan, &state).await?;
    post_ledger(conn, loan, &state, now).await
}

/// Posts what the replayed history wants and the ledger lacks. A backdated event may change how an
/// earlier payment was split, or make an earlier posting vanish: the difference is posted, what was
/// posted stays.
async fn post_ledger(conn: &mut PgConnection, loan: &Loan, state: &State, now: DateTime<Utc>) -> Result<()> {
    let posted = store::list_posted(conn, loan).await?;
    let mut wanted = ledger::entries(state)?;
    for gone in posted
        .iter()
        .filter(|p| wanted.iter().all(|w| w.event_id != p.event_id))
        .map(|p| p.event_id.clone())
        .collect::<std::collections::BTreeSet<_>>()
    {
        wanted.push(ledger::Entry { event_id: gone, on: state.as_of, lines: Vec::new() });
    }
    for wanted in wanted {
        let already: Vec<(ledger::Account, Money)> =
            posted.iter().filter(|p| p.event_id == wanted.event_id).map(|p| (p.account, p.net_debit)).collect();
        if let Some(entry) = ledger::adjustment(&already, &wanted)? {
            store::insert_entry(conn, loan, EntryId::fresh(), &entry, now).await?;
        }
    }
    Ok(())
}
