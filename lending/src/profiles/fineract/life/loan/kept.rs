//! A loan that was lived up to a day, as the engine's book.

use chrono::NaiveDate;

use super::super::plan::Installment;
use super::super::replay::{Booked, Paid};
use super::events::Told;
use super::lines::lines;
use super::lived::Lived;
use super::payoff;
use super::splits::{credit, splits};
use super::versions::{Versions, charged};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::event::Hold;
use crate::exact::{add, sub};
use crate::replay::{Book, Settlement, Tally, Told as Figures};
use crate::schedule::{Line, Plan};
use crate::terms::Terms;

/// The book on a day.
pub(super) fn book<'t>(
    terms: &'t Terms,
    told: &Told<'_>,
    lived: Lived<'_>,
    as_of: NaiveDate,
) -> Result<Book<'t>, LendingError> {
    let Lived { booked, last, versions, short } = &lived;
    let laid = lines(terms, &booked.plan)?;
    let ids: Vec<u32> = laid.iter().map(|(_, installment)| installment.id).collect();
    let row_of = |id: u32| ids.iter().position(|known| *known == id).map_or(1, |k| u32::try_from(k + 1).unwrap_or(1));
    let figures = figures(&laid, booked, payoff::settles_on(last, as_of)?, as_of)?;
    let tallies = tallies(&laid, booked, versions, as_of)?;
    let mut plan = Plan::told(terms, laid.into_iter().map(|(line, _)| line).collect())?;
    for (_, from, rate) in &told.rates {
        // The core charges it from the eve.
        plan.rates.set(from.pred_opt().unwrap_or(*from), *rate);
    }
    for (from, to, _) in told.holds.iter().filter(|(_, _, what)| *what == Hold::Interest) {
        plan.rates.suspend(from.pred_opt().unwrap_or(*from), *to);
    }
    let mut book = Book::as_told(terms, plan, tallies, figures);
    book.rate_events = told.rates.iter().map(|(id, _, rate)| ((*id).to_owned(), *rate)).collect();
    (book.versions, book.holds) = (versions.all.clone(), told.holds.clone());
    (book.written_off, book.today) = (told.written_off.clone(), as_of);
    book.splits = splits(told, booked, short, row_of)?;
    book.credit = credit(told, booked)?.into();
    book.skip_settled();
    Ok(book)
}

/// What stands beside each line.
fn tallies(
    laid: &[(Line, &Installment)],
    booked: &Booked<'_>,
    versions: &Versions<'_>,
    as_of: NaiveDate,
) -> Result<Vec<Tally>, LendingError> {
    let open = laid.iter().try_fold(0, |sum, (_, installment)| add(sum, installment.open()?))?;
    let done = booked.paid.iter().map(|paid| paid.on).max().filter(|_| open == 0);
    let mut tallies = Vec::with_capacity(laid.len());
    for ((line, installment), version) in laid.iter().zip(versions.of_rows()) {
        let due_on = line.span.due_on;
        let to_it = |paid: &&Paid| paid.parts.iter().any(|(id, _)| *id == installment.id);
        let paid_on = match (installment.open()? > 0, installment.asked()?.is_zero()) {
            (true, _) => None,
            (false, false) => booked.paid.iter().chain(&booked.used).filter(to_it).map(|p| p.on).max().or(Some(due_on)),
            // What asks for nothing is done with its due date, or with the loan.
            (false, true) => done.map(|on| on.min(due_on)).or_else(|| Some(due_on).filter(|due_on| *due_on <= as_of)),
        };
        let (paid, extra) = (installment.paid, charged(installment)?);
        tallies.push(Tally { paid, extra, paid_on, ..Tally::at(due_on, version) });
    }
    Ok(tallies)
}

/// What the core says of the day.
fn figures(
    laid: &[(Line, &Installment)],
    booked: &Booked<'_>,
    settles: Amounts,
    as_of: NaiveDate,
) -> Result<Figures, LendingError> {
    let due = laid.iter().filter(|(line, _)| line.span.due_on <= as_of);
    let due = due.map(|(_, installment)| Ok::<_, LendingError>(installment.asked()?.less(&installment.paid)));
    let due = due.into_iter().try_fold(Amounts::default(), |sum, open| sum.plus(&open?))?;
    let principal = due.principal.min(settles.principal);
    let early = sub(settles.principal, principal)?;
    let settlement = Settlement { owed: Amounts { principal, ..settles }, early, fee: 0, unearned: 0 };
    let follows = booked.plan.product.recalculates && booked.plan.accrual.is_some();
    let accrued = follows.then(|| settles.interest.saturating_sub(due.interest).max(0));
    Ok(Figures { settlement, accrued })
}
