//! A portfolio into the database, in one transaction.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{LineProblem, Portfolio, portfolio::parse_event, store};
use crate::{
    Actor, Error, Portal, Result, audit,
    ids::{BorrowerId, LoanId, PersonId},
    loans::{Loan, NewEvent, bulk, record},
};

/// What a file added; nothing at all the second time.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub borrowers: usize,
    pub persons: usize,
    pub loans: usize,
    pub events: usize,
}

/// Why a portfolio was not written: its lines, or a fault.
#[derive(Debug)]
pub enum Refused {
    Lines(Vec<LineProblem>),
    Fault(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

/// Writes what is not there yet. All or nothing.
///
/// # Errors
/// Lines that contradict what is in the database, or a fault.
pub async fn write(portal: &Portal, portfolio: &Portfolio) -> std::result::Result<Summary, Refused> {
    let (today, now) = (portal.clock.today(), portal.clock.now());
    let mut tx = portal.begin(Actor::System).await?;
    let summary = write_in(&mut tx, portal, portfolio, today, now).await?;
    let line = audit::Line {
        actor: &Actor::System,
        at: now,
        borrower_id: None,
        action: "import",
        subject: "portfolio",
        subject_id: None,
        detail: json!({"borrowers": summary.borrowers, "persons": summary.persons, "loans": summary.loans, "events": summary.events}),
    };
    audit::record(&mut tx, line).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(summary)
}

async fn write_in(
    tx: &mut PgConnection,
    portal: &Portal,
    portfolio: &Portfolio,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> std::result::Result<Summary, Refused> {
    let mut summary = Summary { borrowers: store::insert_borrowers(tx, portfolio).await?, ..Summary::default() };
    let borrowers: HashMap<String, BorrowerId> = store::list_borrowers(tx).await?;
    let mut problems = Vec::new();
    for person in portfolio.persons.values() {
        for reference in person.borrowers.iter().filter(|r| !borrowers.contains_key(*r)) {
            problems.push(LineProblem {
                line: person.line,
                field: "borrowers".to_owned(),
                reason: format!("there is no borrower {reference:?}"),
            });
        }
    }
    let products = store::list_products(tx).await?;
    for loan in portfolio.loans.values() {
        if !borrowers.contains_key(&loan.borrower) {
            problems.push(LineProblem {
                line: loan.line,
                field: "borrower".to_owned(),
                reason: format!("there is no borrower {:?}", loan.borrower),
            });
        }
        if !products.contains(&loan.product) {
            problems.push(LineProblem {
                line: loan.line,
                field: "product".to_owned(),
                reason: format!("{:?} is none of {}", loan.product, products.join(", ")),
            });
        }
    }
    if !problems.is_empty() {
        return Err(Refused::Lines(problems));
    }
    summary.persons = write_persons(tx, portal, portfolio, &borrowers).await?;
    let (loans, known) = open_loans(tx, portfolio, &borrowers).await?;
    summary.loans = loans.len();
    summary.events = loans.iter().map(|l| l.events.len()).sum();
    bulk::open(tx, &loans, today, now).await?;
    summary.events += add_events(tx, portfolio, &known, today, now).await?;
    Ok(summary)
}

async fn write_persons(
    tx: &mut PgConnection,
    portal: &Portal,
    portfolio: &Portfolio,
    borrowers: &HashMap<String, BorrowerId>,
) -> std::result::Result<usize, Refused> {
    let known = store::list_persons(tx).await?;
    let mut problems = Vec::new();
    let mut added = 0;
    for person in portfolio.persons.values() {
        let id = match known.get(&person.reference) {
            Some(id) => *id,
            None => {
                let id = PersonId::fresh();
                store::insert_person(tx, id, person).await?;
                added += 1;
                for contact in [&person.phone, &person.email].into_iter().flatten() {
                    let holder = store::insert_contact(tx, id, contact, &contact.hash(&portal.keys)).await?;
                    if holder != id {
                        problems.push(LineProblem {
                            line: person.line,
                            field: contact.kind().to_owned(),
                            reason: "is another person's: each signs in with a number or address of their own"
                                .to_owned(),
                        });
                    }
                }
                id
            }
        };
        for borrower in person.borrowers.iter().filter_map(|r| borrowers.get(r)) {
            store::insert_membership(tx, *borrower, id).await?;
        }
    }
    if problems.is_empty() { Ok(added) } else { Err(Refused::Lines(problems)) }
}

type Known = HashMap<String, (BorrowerId, LoanId)>;

/// The loans of the file that are not there yet, and where all others are.
async fn open_loans(
    tx: &mut PgConnection,
    portfolio: &Portfolio,
    borrowers: &HashMap<String, BorrowerId>,
) -> Result<(Vec<Loan>, Known)> {
    let known = store::list_loans(tx).await?;
    let loans = portfolio
        .loans
        .values()
        .filter(|loan| !known.contains_key(&loan.number))
        .filter_map(|loan| {
            Some(Loan {
                borrower_id: *borrowers.get(&loan.borrower)?,
                loan_id: LoanId(Uuid::now_v7()),
                number: loan.number.clone(),
                product: loan.product.clone(),
                product_name_zh: String::new(),
                product_name_en: String::new(),
                terms: loan.terms.clone(),
                events: loan.events.clone(),
            })
        })
        .collect();
    Ok((loans, known))
}

/// Events of loans that were there before, those that are new.
async fn add_events(
    tx: &mut PgConnection,
    portfolio: &Portfolio,
    known: &Known,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> std::result::Result<usize, Refused> {
    let mut wanted: Vec<(String, Vec<(usize, serde_json::Value)>)> =
        portfolio.later_events.iter().map(|(number, events)| (number.clone(), events.clone())).collect();
    for loan in portfolio.loans.values().filter(|l| known.contains_key(&l.number)) {
        wanted.push((loan.number.clone(), loan.events.iter().map(|e| (loan.line, e.to_json())).collect()));
    }
    let mut problems = Vec::new();
    let mut added = 0;
    for (number, events) in wanted {
        let Some((borrower_id, loan_id)) = known.get(&number).copied() else {
            problems.extend(events.iter().map(|(line, _)| LineProblem {
                line: *line,
                field: "loan".to_owned(),
                reason: format!("there is no loan {number:?}"),
            }));
            continue;
        };
        let mut loan = record::lock(tx, borrower_id, loan_id).await?;
        for (line, mut event) in events {
            let parsed = parse_event(&mut event, loan.events.len() + 1, loan.terms.currency());
            let done = match parsed {
                Ok(event) if loan.events.iter().any(|e| e.id == event.id) => continue,
                Ok(event) => {
                    record::record(tx, &mut loan, NewEvent { id: event.id, on: event.on, kind: event.kind }, today, now)
                        .await
                }
                Err(reason) => Err(Error::Fault(reason)),
            };
            match done {
                Ok(_) => added += 1,
                Err(Error::Lending(e)) => problems.push(LineProblem {
                    line,
                    field: e.field().unwrap_or("").to_owned(),
                    reason: e.to_string(),
                }),
                Err(Error::Fault(reason)) => problems.push(LineProblem { line, field: String::new(), reason }),
                Err(other) => return Err(other.into()),
            }
        }
    }
    if problems.is_empty() { Ok(added) } else { Err(Refused::Lines(problems)) }
}
