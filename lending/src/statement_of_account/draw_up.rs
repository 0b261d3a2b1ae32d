//! From one day on which something happens to the next.

use chrono::{Days, NaiveDate};

use super::day::Day;
use super::standing::{Standing, accrued};
use super::{Line, StatementOfAccount};
use crate::LendingError;
use crate::event::Event;
use crate::money::Money;
use crate::replay::{Book, Walk};
use crate::terms::Terms;

/// The statement of `from` to `to`, both included.
///
/// # Errors
/// A period that ends before it begins, and what [`crate::replay::replay`] refuses.
pub fn draw_up(
    terms: &Terms,
    events: &[Event],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<StatementOfAccount, LendingError> {
    crate::calendar::within_years(from, "from")?;
    crate::calendar::within_years(to, "to")?;
    if to < from {
        return Err(LendingError::contradiction("to", format!("{to} is before {from}")));
    }
    if to < terms.disbursed_on() {
        return nothing_yet(terms, from, to);
    }
    // What the loan's own limits refuse is refused before a walk through its life.
    crate::replay::book(terms, events, to)?;
    let mut walk = Walk::start(terms, events)?;
    let mut standing = Standing::default();
    let mut day = terms.disbursed_on();
    if from > day {
        let before = from.pred_opt().unwrap_or(from);
        let book = walk.at(before)?;
        standing = Standing::of(&book, before)?;
        day = next(terms, &walk, &book, before, to);
    }
    let opening = standing.position(terms)?;
    let mut lines: Vec<Line> = Vec::new();
    loop {
        let book = walk.at(day)?;
        let told = Day { terms, events: walk.events_of(day), book: &book, on: day, before: &standing };
        standing = told.tell(&mut lines)?;
        if day >= to {
            return Ok(StatementOfAccount {
                from,
                to,
                opening,
                debits: sum(terms, lines.iter().map(|l| l.debit))?,
                credits: sum(terms, lines.iter().map(|l| l.credit))?,
                closing: standing.position(terms)?,
                accrued: accrued(&book, to)?,
                lines,
            });
        }
        day = next(terms, &walk, &book, day, to);
    }
}

fn sum(terms: &Terms, amounts: impl Iterator<Item = Money>) -> Result<Money, LendingError> {
    Money::sum(amounts, terms.currency())
}

fn nothing_yet(terms: &Terms, from: NaiveDate, to: NaiveDate) -> Result<StatementOfAccount, LendingError> {
    let nothing = Standing::default().position(terms)?;
    let zero = Money::zero(terms.currency());
    let (opening, closing) = (nothing, nothing);
    Ok(StatementOfAccount { from, to, opening, lines: Vec::new(), debits: zero, credits: zero, closing, accrued: zero })
}

/// The next day on which something happens; the last day at the latest.
fn next(terms: &Terms, walk: &Walk<'_>, book: &Book<'_>, day: NaiveDate, to: NaiveDate) -> NaiveDate {
    let current = book.plan.current(day);
    let due = book.plan.lines.get(current).map(|line| line.span.due_on);
    let tranche = terms.tranches.iter().map(|(on, _)| *on).filter(|on| *on > day).min();
    // Late fees have a day of their own.
    let late_fee = terms.late_fee.as_ref().and_then(|rule| {
        let waiting = (0..current).filter(|i| {
            let tally = &book.tallies[*i];
            tally.paid_on.is_none() && !tally.late_fee_done
        });
        waiting
            .filter_map(|i| book.plan.lines[i].span.due_on.checked_add_days(Days::new(u64::from(rule.after_days) + 1)))
            .filter(|on| *on > day)
            .min()
    });
    [due, tranche, late_fee, walk.next_event(day)].into_iter().flatten().min().map_or(to, |on| on.min(to))
}
