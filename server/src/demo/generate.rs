//! A portfolio from a seed: the same seed gives the same portfolio.

use chrono::{Datelike, Days, Months, NaiveDate};
use lending::{money::Currency, terms::Terms};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::json;

use super::{
    cast,
    history::{self, Conduct},
    names,
};
use crate::{
    Error, Result,
    identity::contact::Contact,
    import::{NewBorrower, NewLoan, NewPerson, Portfolio},
};

/// A lender with `loans` loans as they stand on `as_of`.
///
/// # Errors
/// When a generated loan contradicts itself: a fault of ours.
pub fn generate(loans: usize, seed: u64, as_of: NaiveDate, currency: Currency) -> Result<Portfolio> {
    let mut portfolio = Portfolio::default();
    cast::add(&mut portfolio, as_of, currency)?;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut serial = 0_u32;
    while portfolio.loans.len() < loans {
        serial += 1;
        let english = rng.random_ratio(1, 5);
        let company = rng.random_ratio(2, 5);
        let borrower = add_borrower(&mut portfolio, serial, company, english, &mut rng)?;
        let several = if company && rng.random_ratio(1, 4) { 2 } else { 1 };
        for nth in 0..several {
            if portfolio.loans.len() < loans {
                add_loan(&mut portfolio, &borrower, serial, nth, company, as_of, currency, &mut rng)?;
            }
        }
    }
    Ok(portfolio)
}

fn add_borrower(
    portfolio: &mut Portfolio,
    serial: u32,
    company: bool,
    english: bool,
    rng: &mut StdRng,
) -> Result<String> {
    let reference = format!("B{serial:05}");
    let name = if company { names::company(english, rng) } else { names::person(english, rng) };
    let borrower = NewBorrower {
        reference: reference.clone(),
        kind: if company { "company" } else { "person" }.to_owned(),
        name: name.clone(),
    };
    portfolio.borrowers.insert(reference.clone(), borrower);
    let persons = if company { rng.random_range(1..=3) } else { 1 };
    for nth in 0..persons {
        let person_reference = format!("P{serial:05}-{nth}");
        let person = NewPerson {
            line: 0,
            reference: person_reference.clone(),
            name: if company { names::person(english, rng) } else { name.clone() },
            phone: Some(contact(&format!("139{:04}{:04}", serial % 10_000, 1000 + nth))?),
            email: Some(contact(&format!("p{serial}.{nth}@example.com"))?),
            language: if english { "en" } else { "zh-CN" }.to_owned(),
            borrowers: vec![reference.clone()],
        };
        portfolio.persons.insert(person_reference, person);
    }
    Ok(reference)
}

pub(super) fn contact(text: &str) -> Result<Contact> {
    Contact::parse(text)
}

/// What a kind of loan looks like: product, lengths in months, principal in thousands, rates in basis points.
struct Shape {
    product: &'static str,
    lengths: &'static [u32],
    thousands: (u32, u32),
    basis_points: (u32, u32),
    methods: &'static [&'static str],
}

const PERSONAL: Shape = Shape {
    product: "consumer",
    lengths: &[12, 24, 36, 60, 240, 360],
    thousands: (5, 80),
    basis_points: (600, 1450),
    methods: &["equal_installment", "equal_installment", "equal_principal"],
};
const BUSINESS: Shape = Shape {
    product: "micro_business",
    lengths: &[12, 12, 18, 24],
    thousands: (30, 500),
    basis_points: (435, 900),
    methods: &["equal_principal", "equal_installment", "interest_only"],
};
const EQUIPMENT: Shape = Shape {
    product: "equipment",
    lengths: &[24, 36, 48, 60],
    thousands: (80, 2000),
    basis_points: (420, 780),
    methods: &["equal_installment", "equal_principal"],
};

#[expect(clippy::too_many_arguments, reason = "a loan of a generated lender has that many dimensions")]
fn add_loan(
    portfolio: &mut Portfolio,
    borrower: &str,
    serial: u32,
    nth: u32,
    company: bool,
    as_of: NaiveDate,
    currency: Currency,
    rng: &mut StdRng,
) -> Result<()> {
    let shape = match (company, nth) {
        (false, _) => PERSONAL,
        (true, 0) => EQUIPMENT,
        (true, _) => BUSINESS,
    };
    let installments = shape.lengths.choose(rng).copied().unwrap_or(12);
    let settled = rng.random_ratio(1, 10) && installments <= 60;
    let age = if settled { installments + rng.random_range(1..6) } else { rng.random_range(1..installments.min(120)) };
    let day = as_of.with_day(rng.random_range(1..=28)).unwrap_or(as_of);
    let disbursed_on = day.checked_sub_months(Months::new(age)).unwrap_or(day);
    let first_due_on = disbursed_on.checked_add_months(Months::new(1)).unwrap_or(disbursed_on);
    let thousands = rng.random_range(shape.thousands.0..=shape.thousands.1) * if installments >= 240 { 10 } else { 1 };
    let basis_points = rng.random_range(shape.basis_points.0..=shape.basis_points.1) / 5 * 5;
    let method = shape.methods.choose(rng).copied().unwrap_or("equal_installment");
    let number = format!("LN{}{serial:05}{nth}", disbursed_on.year());
    let terms = terms(currency, thousands * 1000, basis_points, method, installments, disbursed_on, first_due_on)?;
    let conduct = if settled { Conduct::Punctual } else { conduct(rng, installments) };
    let events = history::events(&number, &terms, conduct, as_of)?;
    portfolio.loans.insert(
        number.clone(),
        NewLoan { line: 0, number, borrower: borrower.to_owned(), product: shape.product.to_owned(), terms, events },
    );
    Ok(())
}

pub(super) fn terms(
    currency: Currency,
    principal: u32,
    basis_points: u32,
    method: &str,
    installments: u32,
    disbursed_on: NaiveDate,
    first_due_on: NaiveDate,
) -> Result<Terms> {
    let rate = format!("0.{basis_points:04}");
    serde_json::from_value(json!({
        "currency": currency.code(), "principal": principal.to_string(), "annual_rate": rate, "method": method,
        "installments": installments, "disbursed_on": disbursed_on, "first_due_on": first_due_on,
    }))
    .map_err(|e| Error::Fault(format!("generated terms: {e}")))
}

/// Three in four pay on time; the late ones spread over all buckets.
fn conduct(rng: &mut StdRng, installments: u32) -> Conduct {
    match rng.random_range(0..100) {
        0..60 => Conduct::Punctual,
        60..76 => Conduct::Careless,
        76..84 if installments <= 60 => Conduct::Extended(rng.random_range(2..=installments / 3)),
        84..90 => Conduct::LateSince(rng.random_range(5..30)),
        90..94 => Conduct::LateSince(rng.random_range(31..60)),
        94..97 => Conduct::LateSince(rng.random_range(61..90)),
        97..100 => Conduct::LateSince(rng.random_range(91..200)),
        _ => Conduct::Punctual,
    }
}

/// `as_of` less some days.
pub(super) fn days_before(as_of: NaiveDate, days: u64) -> NaiveDate {
    as_of.checked_sub_days(Days::new(days)).unwrap_or(as_of)
}
