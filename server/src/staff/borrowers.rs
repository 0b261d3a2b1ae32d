//! Borrowers as colleagues find and see them.

use std::str::FromStr;

use chrono::NaiveDate;
use lending::money::{Currency, Money};
use serde_json::json;

use super::store;
use crate::{
    Actor, Error, Portal, Result, audit,
    identity::SignedInStaff,
    ids::{BorrowerId, LoanId, NotAnId},
    requests::{
        queue::READERS,
        view::{self, RequestRow},
    },
};

/// Rows of a page.
const PAGE: usize = 25;

/// The row after which the next page begins: borrowers stand in the order they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(pub BorrowerId);

impl FromStr for Mark {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.parse().map(Self)
    }
}

/// A borrower in a list.
#[derive(Clone, Debug)]
pub struct BorrowerRow {
    pub borrower_id: BorrowerId,
    pub name: String,
    pub is_company: bool,
    pub loans: i64,
    /// The due date of the oldest installment that is not paid.
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub open_requests: i64,
}

#[derive(Clone, Debug)]
pub struct Found {
    pub rows: Vec<BorrowerRow>,
    pub next: Option<BorrowerId>,
    pub today: NaiveDate,
}

/// Somebody who acts for a borrower. Contacts are masked: who must call looks them up elsewhere.
#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    pub role: String,
    pub contacts: Vec<String>,
}

/// A loan of the borrower, as its projection tells.
#[derive(Clone, Debug)]
pub struct LoanRow {
    pub loan_id: LoanId,
    pub number: String,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub status: String,
    pub outstanding: Money,
    pub next_due_on: Option<NaiveDate>,
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub final_due_on: NaiveDate,
    pub schedule_version: i32,
}

/// Everything about one borrower.
#[derive(Clone, Debug)]
pub struct Overview {
    pub borrower_id: BorrowerId,
    pub name: String,
    pub is_company: bool,
    pub members: Vec<Member>,
    pub loans: Vec<LoanRow>,
    pub requests: Vec<RequestRow>,
    pub today: NaiveDate,
}

/// Days since the oldest unpaid installment fell due; zero when nothing is late.
#[must_use]
pub fn days_late(oldest_unpaid_due_on: Option<NaiveDate>, today: NaiveDate) -> i64 {
    oldest_unpaid_due_on.map_or(0, |due| (today - due).num_days().max(0))
}

/// Finds borrowers by a part of their name, a loan's number, or the end of a phone number.
///
/// # Errors
/// [`Error::Forbidden`] for roles that see no loan.
pub async fn search(portal: &Portal, staff: &SignedInStaff, text: &str, after: Option<Mark>) -> Result<Found> {
    let actor = staff.actor();
    actor.must_be(READERS)?;
    let text: String = text.trim().chars().take(100).collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // Fewer digits than four would find half the country.
    let phone = (digits.len() >= 4 && digits.len() + 4 >= text.len()).then_some(digits);
    let mut tx = portal.read(&actor).await?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = store::list_borrowers(&mut tx, &text, phone.as_deref(), after.map(|m| m.0), limit).await?;
    let next = if rows.len() > PAGE {
        rows.truncate(PAGE);
        rows.last().map(|row| row.borrower_id)
    } else {
        None
    };
    Ok(Found { rows, next, today: portal.clock.today() })
}

/// One borrower. That a colleague looked is kept.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Forbidden`] for roles that see no loan.
pub async fn find(portal: &Portal, staff: &SignedInStaff, borrower_id: BorrowerId) -> Result<Overview> {
    let actor = staff.actor();
    actor.must_be(READERS)?;
    let mut tx = portal.begin(&actor).await?;
    let (name, kind) = store::find_borrower(&mut tx, borrower_id).await?.ok_or(Error::NotFound)?;
    let members = store::list_members(&mut tx, borrower_id).await?;
    let loans = store::list_loans(&mut tx, borrower_id).await?;
    let requests = view::list_for_desk(&mut tx, borrower_id).await?;
    let line = audit::Line {
        actor: &Actor::from(&actor),
        at: portal.clock.now(),
        borrower_id: Some(borrower_id),
        action: "borrower.look",
        subject: "borrower",
        subject_id: Some(borrower_id.0),
        detail: json!({}),
    };
    audit::record(&mut tx, line).await?;
    tx.commit().await?;
    Ok(Overview {
        borrower_id,
        name,
        is_company: kind == "company",
        members,
        loans,
        requests,
        today: portal.clock.today(),
    })
}

/// A contact with its middle hidden: enough to recognise, too little to use.
pub(super) fn masked(contact: &str) -> String {
    let (name, domain) = contact.split_once('@').map_or((contact, None), |(n, d)| (n, Some(d)));
    let chars: Vec<char> = name.chars().collect();
    let (front, back) = if domain.is_some() { (1, 0) } else { (chars.len().saturating_sub(8).max(1), 4) };
    let shown: String = chars.iter().take(front.min(chars.len())).collect();
    let end: String = chars.iter().skip(chars.len().saturating_sub(back).max(front)).collect();
    domain.map_or_else(|| format!("{shown}****{end}"), |domain| format!("{shown}****{end}@{domain}"))
}

pub(super) fn money(amount: rust_decimal::Decimal, currency: &str) -> Result<Money> {
    Currency::parse(currency.trim())
        .and_then(|currency| Money::from_decimal(amount, currency).ok())
        .ok_or_else(|| Error::Fault("a projected amount does not parse".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_contact_is_recognised_but_not_given_away() {
        assert_eq!(masked("+8613800000001"), "+86138****0001");
        assert_eq!(masked("wang@example.com"), "w****@example.com");
        assert_eq!(masked(""), "****");
        assert_eq!(masked("1"), "1****");
    }
}
