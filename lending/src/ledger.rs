//! Double entry from a replayed loan: what each event should have posted.
//!
//! Income is booked when it is paid (cash basis). The database's ledger is append-only: when a
//! backdated event changes how an earlier payment was split, [`adjustment`] gives the entry that takes
//! what was posted to what is wanted; what was posted stays.

use chrono::NaiveDate;

use crate::LendingError;
use crate::exact::add;
use crate::money::Money;
use crate::replay::{Booking, BookingKind, PaymentKind, PaymentSplit, State};

macro_rules! accounts {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// An account of the loan's ledger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Account { $($(#[$doc])* $name),* }

        impl Account {
            /// All accounts.
            pub const ALL: &'static [Account] = &[$(Account::$name),*];

            /// The word in the database.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Account::$name => $code),* }
            }

            /// Reads [`Account::code`].
            #[must_use]
            pub fn parse(code: &str) -> Option<Account> {
                match code { $($code => Some(Account::$name),)* _ => None }
            }
        }
    };
}

accounts! {
    /// Principal lent and not paid back: its balance is the replayed outstanding principal.
    LoanPrincipal = "loan_principal",
    /// Money at the bank or on its way from a provider.
    Clearing = "clearing",
    /// Contract interest received.
    InterestIncome = "interest_income",
    /// Fees received.
    FeeIncome = "fee_income",
    /// Penalty and compound interest received.
    PenaltyIncome = "penalty_income",
    /// What borrowers paid too much: owed to them.
    BorrowerCredit = "borrower_credit",
    /// Given by the lender: goodwill, principal forgiven or written off.
    LossAndGoodwill = "loss_and_goodwill",
}

/// One side of an entry. Exactly one of the two amounts is above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Which account.
    pub account: Account,
    /// To its debit.
    pub debit: Money,
    /// To its credit.
    pub credit: Money,
}

/// What one event posts. Debits equal credits; an event that turned out not to be posts nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The event (or the part of it) that it belongs to.
    pub event_id: String,
    /// Value date.
    pub on: NaiveDate,
    /// Its lines, by account.
    pub lines: Vec<Line>,
}

/// Collects net debits by account.
struct Lines(Vec<(Account, i64)>);

impl Lines {
    fn put(&mut self, account: Account, net_debit: i64) -> Result<(), LendingError> {
        match self.0.iter_mut().find(|(a, _)| *a == account) {
            Some((_, sum)) => *sum = add(*sum, net_debit)?,
            None => self.0.push((account, net_debit)),
        }
        Ok(())
    }

    fn into_entry(mut self, event_id: String, on: NaiveDate, like: Money) -> Entry {
        self.0.sort_unstable();
        let side = |minor: i64| Money::of_minor(minor.max(0), like.currency());
        let lines = self
            .0
            .into_iter()
            .filter(|(_, net)| *net != 0)
            .map(|(account, net)| Line { account, debit: side(net), credit: side(net.saturating_neg()) })
            .collect();
        Entry { event_id, on, lines }
    }
}

/// All entries that the loan's history wants, in order of their value dates, one for each id.
///
/// # Errors
/// [`LendingError::Limit`] when figures do not fit.
pub fn entries(state: &State) -> Result<Vec<Entry>, LendingError> {
    let mut all: Vec<Entry> = Vec::with_capacity(state.payments.len() + state.bookings.len());
    for booking in &state.bookings {
        all.push(of_booking(booking)?);
    }
    for split in &state.payments {
        let entry = of_payment(split)?;
        match all.iter_mut().find(|e| e.event_id == entry.event_id) {
            Some(known) => *known = merged(known, &entry, split.amount)?,
            None => all.push(entry),
        }
    }
    all.sort_by_key(|e| e.on);
    Ok(all)
}

fn merged(known: &Entry, more: &Entry, like: Money) -> Result<Entry, LendingError> {
    let mut lines = Lines(Vec::new());
    for line in known.lines.iter().chain(&more.lines) {
        lines.put(line.account, line.debit.minor())?;
        lines.put(line.account, line.credit.minor().saturating_neg())?;
    }
    Ok(lines.into_entry(known.event_id.clone(), known.on, like))
}

fn of_booking(booking: &Booking) -> Result<Entry, LendingError> {
    let amounts = &booking.amounts;
    let mut lines = Lines(Vec::new());
    let mut to = |debit: Account, credit: Account, money: Money| {
        lines.put(debit, money.minor())?;
        lines.put(credit, money.minor().saturating_neg())
    };
    match booking.kind {
        BookingKind::Disbursed => to(Account::LoanPrincipal, Account::Clearing, amounts.principal)?,
        BookingKind::Forgiven | BookingKind::WrittenOff => {
            to(Account::LossAndGoodwill, Account::LoanPrincipal, amounts.principal)?
        }
        BookingKind::Capitalised | BookingKind::Reclassified => {
            // Capitalised income is earned against principal; what was reclassified is owed back as credit.
            let capitalised = booking.kind == BookingKind::Capitalised;
            let against = if capitalised { Account::LoanPrincipal } else { Account::BorrowerCredit };
            to(against, Account::InterestIncome, amounts.interest)?;
            to(against, Account::FeeIncome, amounts.fee)?;
            to(against, Account::PenaltyIncome, amounts.penalty)?;
            to(against, Account::PenaltyIncome, amounts.compound)?;
            if !capitalised {
                to(against, Account::LoanPrincipal, amounts.principal)?;
            }
        }
    }
    Ok(lines.into_entry(booking.key.clone(), booking.on, amounts.total))
}

fn of_payment(split: &PaymentSplit) -> Result<Entry, LendingError> {
    let mut lines = Lines(Vec::new());
    let (from, id) = match split.kind {
        PaymentKind::Payment | PaymentKind::Prepayment => (Account::Clearing, split.event_id.clone()),
        PaymentKind::Credit => (Account::LossAndGoodwill, split.event_id.clone()),
        PaymentKind::CreditUsed => (Account::BorrowerCredit, format!("{}/used/{}", split.event_id, split.on)),
        PaymentKind::Refund => (Account::Clearing, split.event_id.clone()),
    };
    if split.reversed {
        return Ok(lines.into_entry(id, split.on, split.amount));
    }
    if split.kind == PaymentKind::Refund {
        // What was paid back beyond the credit balance is charged to the borrower: it lowers fees received until then.
        let used = split.credit.minor().saturating_neg();
        lines.put(Account::BorrowerCredit, used)?;
        lines.put(Account::FeeIncome, add(split.amount.minor(), used.saturating_neg())?)?;
        lines.put(from, split.amount.minor().saturating_neg())?;
        return Ok(lines.into_entry(id, split.on, split.amount));
    }
    let mut to = |account, money: Money| {
        lines.put(account, money.minor().saturating_neg())?;
        lines.put(from, money.minor())
    };
    for part in &split.parts {
        to(Account::LoanPrincipal, part.principal)?;
        to(Account::InterestIncome, part.interest)?;
        to(Account::FeeIncome, part.fee)?;
        to(Account::PenaltyIncome, part.penalty)?;
        to(Account::PenaltyIncome, part.compound)?;
    }
    to(Account::LoanPrincipal, split.prepaid)?;
    to(Account::FeeIncome, split.prepayment_fee)?;
    if split.kind != PaymentKind::CreditUsed {
        to(Account::BorrowerCredit, split.credit)?;
    }
    Ok(lines.into_entry(id, split.on, split.amount))
}

/// The entry that takes what was posted for an event (net debits by account) to what is wanted; none when
/// they agree.
///
/// # Errors
/// [`LendingError::Limit`] when figures do not fit.
pub fn adjustment(already: &[(Account, Money)], wanted: &Entry) -> Result<Option<Entry>, LendingError> {
    let mut lines = Lines(Vec::new());
    for line in &wanted.lines {
        lines.put(line.account, line.debit.minor())?;
        lines.put(line.account, line.credit.minor().saturating_neg())?;
    }
    for (account, net_debit) in already {
        lines.put(*account, net_debit.minor().saturating_neg())?;
    }
    let like = wanted.lines.first().map(|l| l.debit).or_else(|| already.first().map(|(_, m)| *m));
    let Some(like) = like else { return Ok(None) };
    let entry = lines.into_entry(wanted.event_id.clone(), wanted.on, like);
    Ok((!entry.lines.is_empty()).then_some(entry))
}
