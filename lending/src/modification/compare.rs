//! Before and after a change, row by row, with what it costs and hashes that bind a decision to what it saw.

use chrono::NaiveDate;
use serde::Serialize;

use super::Change;
use crate::LendingError;
use crate::canonical::{self, Text, Write};
use crate::event::{self, Event, EventKind};
use crate::exact::{add, sub};
use crate::money::Money;
use crate::replay::{Standing, StateRow, standing};
use crate::schedule::Row;
use crate::terms::Terms;

/// A plan as it stands on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// All rows.
    pub rows: Vec<Row>,
    /// Rows on which something is owed, with what is owed (penalty and compound interest count as fee).
    pub remaining: Vec<Row>,
    /// The last due date.
    pub final_due_on: NaiveDate,
    /// Interest still to be paid.
    pub interest_to_pay: Money,
    /// The largest installment still to come.
    pub largest_installment: Money,
    /// The next installment.
    pub next_installment: Option<Money>,
    /// Everything still to be paid.
    pub total_to_pay: Money,
    /// Owed of installments whose due date has passed.
    pub overdue: Money,
}

/// A due date before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowChange {
    /// The due date.
    pub due_on: NaiveDate,
    /// What was to be paid.
    pub was: Option<Money>,
    /// What is to be paid now.
    pub becomes: Option<Money>,
    /// By how much more (or less).
    pub difference: Money,
}

/// A change compared with the plan in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The plan in force.
    pub before: Plan,
    /// The plan after the change.
    pub after: Plan,
    /// Due dates of either, in order.
    pub rows: Vec<RowChange>,
    /// How much more (or less) interest, fees and penalty cost over the whole life.
    pub cost_difference: Money,
    /// By how many days the loan ends later (negative: earlier).
    pub days_longer: i64,
    /// SHA-256 of terms, events, day and change, in canonical JSON.
    pub input_hash: String,
    /// SHA-256 of everything above, in canonical JSON.
    pub result_hash: String,
}

/// Id of the proposed change in the replay behind a comparison.
const PROPOSAL_ID: &str = "proposal";

/// What a change does to a loan on a day. Applying the same change as an event gives the same plan.
///
/// # Errors
/// As [`crate::replay::replay`]; a change that cannot be applied, with the field that stands in the way.
pub fn compare(terms: &Terms, events: &[Event], on: NaiveDate, change: &Change) -> Result<Comparison, LendingError> {
    change.check(terms.currency())?;
    let before = standing(terms, events, on)?;
    let mut with = events.to_vec();
    let kind = EventKind::Modification { change: Box::new(change.clone()) };
    with.push(Event { seq: u32::MAX, id: PROPOSAL_ID.to_owned(), on, kind });
    let after = standing(terms, &with, on)?;
    let cost_difference = terms.money(sub(after.total_cost, before.total_cost)?);
    let days_longer = crate::day_count::actual(before.final_due_on, after.final_due_on);
    let (before, after) = (Plan::of(&before, terms)?, Plan::of(&after, terms)?);
    let rows = row_changes(&before.remaining, &after.remaining)?;
    let input = Input { terms, events: event::in_order(events.iter()), on, change };
    let mut comparison = Comparison {
        before,
        after,
        rows,
        cost_difference,
        days_longer,
        input_hash: canonical::hash(&input),
        result_hash: String::new(),
    };
    comparison.result_hash = canonical::hash(&comparison);
    Ok(comparison)
}

/// What a comparison was made of.
struct Input<'a> {
    terms: &'a Terms,
    events: Vec<&'a Event>,
    on: NaiveDate,
    change: &'a Change,
}

impl Write for Input<'_> {
    fn write(&self, text: &mut Text) {
        text.plain("{");
        text.key("change");
        self.change.write(text);
        text.key("events");
        self.events.write(text);
        text.key("on");
        self.on.write(text);
        text.key("terms");
        self.terms.json().write(text);
        text.plain("}");
    }
}

impl Plan {
    fn of(state: &Standing, terms: &Terms) -> Result<Plan, LendingError> {
        let owed: Vec<&StateRow> = state.rows.iter().filter(|r| !r.remaining.total.is_zero()).collect();
        let remaining = owed.iter().map(|r| remaining_row(r, terms)).collect::<Result<Vec<_>, _>>()?;
        let to_come = remaining.iter().filter(|r| r.due_on >= state.as_of);
        let sum = |part: fn(&Row) -> Money| Money::sum(remaining.iter().map(part), terms.currency());
        Ok(Plan {
            rows: state.rows.iter().map(StateRow::row).collect(),
            final_due_on: state.final_due_on,
            interest_to_pay: sum(|r| r.interest)?,
            largest_installment: terms.money(to_come.map(|r| r.total.minor()).max().unwrap_or(0)),
            next_installment: state.next_due.as_ref().map(|d| d.amount),
            total_to_pay: sum(|r| r.total)?,
            overdue: terms.money(state.overdue.total()?),
            remaining,
        })
    }
}

fn remaining_row(row: &StateRow, terms: &Terms) -> Result<Row, LendingError> {
    let late = add(row.remaining.penalty.minor(), row.remaining.compound.minor())?;
    Ok(Row {
        principal: row.remaining.principal,
        interest: row.remaining.interest,
        fee: terms.money(add(row.remaining.fee.minor(), late)?),
        total: row.remaining.total,
        ..row.row()
    })
}

/// Two plans due date by due date: what was to be paid, what becomes of it, the difference.
///
/// # Errors
/// [`LendingError::Limit`] when figures do not fit.
pub fn row_changes(before: &[Row], after: &[Row]) -> Result<Vec<RowChange>, LendingError> {
    let mut dates: Vec<(NaiveDate, Option<Money>, Option<Money>)> = Vec::with_capacity(before.len().max(after.len()));
    let added = |sum: Option<Money>, row: &Row| -> Result<Option<Money>, LendingError> {
        let sum = sum.map_or(0, Money::minor);
        Ok(Some(Money::of_minor(add(sum, row.total.minor())?, row.total.currency())))
    };
    for row in before {
        let was = &mut at(&mut dates, row.due_on).1;
        *was = added(*was, row)?;
    }
    for row in after {
        let becomes = &mut at(&mut dates, row.due_on).2;
        *becomes = added(*becomes, row)?;
    }
    let mut changes = Vec::with_capacity(dates.len());
    for (due_on, was, becomes) in dates {
        let Some(currency) = was.or(becomes).map(Money::currency) else {
            continue;
        };
        let minor = |money: Option<Money>| money.map_or(0, Money::minor);
        let difference = Money::of_minor(sub(minor(becomes), minor(was))?, currency);
        changes.push(RowChange { due_on, was, becomes, difference });
    }
    Ok(changes)
}

/// The entry of a date; dates stay in order.
fn at(
    dates: &mut Vec<(NaiveDate, Option<Money>, Option<Money>)>,
    on: NaiveDate,
) -> &mut (NaiveDate, Option<Money>, Option<Money>) {
    let place = dates.partition_point(|entry| entry.0 < on);
    if dates.get(place).is_none_or(|entry| entry.0 != on) {
        dates.insert(place, (on, None, None));
    }
    &mut dates[place]
}
