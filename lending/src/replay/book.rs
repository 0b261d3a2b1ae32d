//! The working state of a replay: the plan, and beside each line what was paid on it.

use std::collections::VecDeque;

use chrono::NaiveDate;

use super::late::Clock;
use super::state::{PaymentKind, ScheduleVersion};
use crate::allocation::Amounts;
use crate::event::Hold;
use crate::exact::add;
use crate::schedule::{Plan, Row};
use crate::terms::Terms;
use crate::{LendingError, Limit, MAX_VERSIONS};

/// What stands beside a line of the plan.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tally {
    pub paid: Amounts,
    pub waived: Amounts,
    /// Moved elsewhere by a modification (capitalised, spread, re-aged).
    pub moved: Amounts,
    /// Added to the line: charges, late fees, arrears spread over it.
    pub extra: Amounts,
    pub clock: Clock,
    pub late_fee_done: bool,
    pub paid_on: Option<NaiveDate>,
    pub version: u32,
}

impl Tally {
    pub fn at(due_on: NaiveDate, version: u32) -> Tally {
        Tally {
            paid: Amounts::default(),
            waived: Amounts::default(),
            moved: Amounts::default(),
            extra: Amounts::default(),
            clock: Clock::at(due_on),
            late_fee_done: false,
            paid_on: None,
            version,
        }
    }
}

/// A payment and its split, in minor units.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    pub event_id: String,
    pub kind: PaymentKind,
    pub on: NaiveDate,
    pub amount: i64,
    pub parts: Vec<(u32, Amounts)>,
    pub prepaid: i64,
    pub prepayment_fee: i64,
    pub credit: i64,
    pub reversed: bool,
}

/// A loan while its events are applied.
#[derive(Debug, Clone)]
pub(crate) struct Book<'t> {
    pub terms: &'t Terms,
    pub plan: Plan<'t>,
    pub tallies: Vec<Tally>,
    pub splits: Vec<Split>,
    /// Credit balance by the event it came from, oldest first.
    pub credit: VecDeque<(String, i64)>,
    pub versions: Vec<ScheduleVersion>,
    pub holds: Vec<(NaiveDate, NaiveDate, Hold)>,
    pub today: NaiveDate,
    /// The last day something was paid, and days past due on its morning.
    pub standing: (NaiveDate, u32),
    /// Lines before this one are paid in full.
    pub first_open: usize,
    /// Principal repaid before it was due, forgiven, or given up.
    pub prepaid: i64,
    pub prepayment_fees: i64,
    pub forgiven: i64,
    /// Forgiven amounts of each event, for the ledger.
    pub waivers: Vec<(String, NaiveDate, Amounts)>,
    /// Arrears that became principal, for the ledger.
    pub capitalised: Vec<(String, NaiveDate, Amounts)>,
    /// Money paid in advance that counts for something else now: (event, day, change by component).
    pub reclassified: Vec<(String, NaiveDate, Amounts)>,
    /// Events that set a rate.
    pub rate_events: Vec<(String, crate::money::AnnualRate)>,
    pub written_off: Option<(String, NaiveDate)>,
    pub settled_on: Option<NaiveDate>,
    /// Where other conventions kept it.
    #[cfg(feature = "profiles")]
    pub told: Option<super::Told>,
}

impl<'t> Book<'t> {
    pub fn open(terms: &'t Terms) -> Result<Book<'t>, LendingError> {
        let plan = Plan::start(terms)?;
        let tallies = plan.lines.iter().map(|l| Tally::at(l.span.due_on, 1)).collect();
        let mut book = Book::with(terms, plan, tallies);
        book.record_version(terms.disbursed_on(), None)?;
        Ok(book)
    }

    /// A loan that was lived by other conventions.
    #[cfg(feature = "profiles")]
    pub fn as_told(terms: &'t Terms, plan: Plan<'t>, tallies: Vec<Tally>, told: super::Told) -> Book<'t> {
        Book { told: Some(told), ..Book::with(terms, plan, tallies) }
    }

    fn with(terms: &'t Terms, plan: Plan<'t>, tallies: Vec<Tally>) -> Book<'t> {
        Book {
            terms,
            tallies,
            plan,
            splits: Vec::new(),
            credit: VecDeque::new(),
            versions: Vec::new(),
            holds: Vec::new(),
            today: terms.disbursed_on(),
            standing: (terms.disbursed_on(), 0),
            first_open: 0,
            prepaid: 0,
            prepayment_fees: 0,
            forgiven: 0,
            waivers: Vec::new(),
            capitalised: Vec::new(),
            reclassified: Vec::new(),
            rate_events: Vec::new(),
            written_off: None,
            settled_on: None,
            #[cfg(feature = "profiles")]
            told: None,
        }
    }

    /// What a line asks for, with penalty to `on`.
    pub fn asked(&self, index: usize, on: NaiveDate) -> Result<Amounts, LendingError> {
        let line = &self.plan.lines[index];
        let mut asked = self.tallies[index].extra;
        asked.principal = add(asked.principal, line.principal)?;
        asked.interest = add(asked.interest, line.interest)?;
        asked.fee = add(asked.fee, line.fee)?;
        let (penalty, compound) = self.penalty(index, on)?;
        asked.penalty = add(asked.penalty, penalty)?;
        asked.compound = add(asked.compound, compound)?;
        Ok(asked)
    }

    /// What is still owed on a line; its penalty must have been brought up to `on`.
    pub fn remaining(&self, index: usize, on: NaiveDate) -> Result<Amounts, LendingError> {
        let tally = &self.tallies[index];
        Ok(self.asked(index, on)?.less(&tally.paid).less(&tally.waived).less(&tally.moved))
    }

    /// Writes down that a line is paid in full, or that it is open again.
    pub fn mark_if_settled(&mut self, index: usize, on: NaiveDate) -> Result<(), LendingError> {
        // A line that asks for nothing is done when its due date comes, not before.
        let waits = self.plan.lines[index].span.due_on > on && self.asked(index, on)?.is_zero();
        let settled = !waits && self.remaining(index, on)?.is_zero();
        let tally = &mut self.tallies[index];
        match (settled, tally.paid_on) {
            (true, None) => tally.paid_on = Some(on),
            (false, Some(_)) => tally.paid_on = None,
            _ => {}
        }
        Ok(())
    }

    /// Moves `first_open` past lines that owe nothing.
    pub fn skip_settled(&mut self) {
        while self.tallies.get(self.first_open).is_some_and(|t| t.paid_on.is_some()) {
            self.first_open += 1;
        }
    }

    /// Takes up the plan's new lines from `index` on and keeps the new schedule as a version.
    ///
    /// Lines that vanished give what was paid on them back as credit.
    pub fn adopt(&mut self, index: usize, on: NaiveDate, event_id: &str) -> Result<(), LendingError> {
        let version = u32::try_from(self.versions.len()).unwrap_or(u32::MAX).saturating_add(1);
        let gone: Vec<Tally> = self.tallies.drain(self.plan.lines.len().min(self.tallies.len())..).collect();
        for i in index..self.plan.lines.len() {
            let due_on = self.plan.lines[i].span.due_on;
            match self.tallies.get_mut(i) {
                Some(tally) => {
                    tally.version = version;
                    tally.clock = Clock::at(due_on);
                }
                None => self.tallies.push(Tally::at(due_on, version)),
            }
        }
        for tally in gone {
            let back = tally.paid.total()?;
            if back > 0 {
                self.reclassified.push((event_id.to_owned(), on, Amounts::default().minus(&tally.paid)));
                self.credit.push_back((event_id.to_owned(), back));
            }
            if let Some(last) = self.tallies.last_mut() {
                last.extra = last.extra.plus(&tally.extra)?;
            }
        }
        for i in index..self.tallies.len() {
            self.rebalance(i, on, event_id)?;
        }
        self.first_open = self.first_open.min(index);
        self.skip_settled();
        // A change of the plan on the same day sets the standing anew.
        self.standing = (self.terms.disbursed_on(), 0);
        self.record_version(on, Some(event_id))
    }

    /// A line that now asks for less interest than was paid on it turns the difference into principal; what
    /// it cannot take at all becomes credit.
    fn rebalance(&mut self, index: usize, on: NaiveDate, event_id: &str) -> Result<(), LendingError> {
        if self.tallies[index].paid.is_zero() {
            return self.mark_if_settled(index, on);
        }
        let asked = self.asked(index, on)?;
        let tally = &mut self.tallies[index];
        let before = tally.paid;
        let mut spare = 0_i64;
        for c in Amounts::COMPONENTS {
            let open = asked.get(c).saturating_sub(tally.waived.get(c)).saturating_sub(tally.moved.get(c)).max(0);
            let over = tally.paid.get(c) - open.min(tally.paid.get(c));
            *tally.paid.slot(c) -= over;
            spare = add(spare, over)?;
        }
        for c in [crate::terms::Component::Interest, crate::terms::Component::Principal] {
            let part = (asked.get(c) - tally.waived.get(c) - tally.moved.get(c) - tally.paid.get(c)).clamp(0, spare);
            *tally.paid.slot(c) += part;
            spare -= part;
        }
        let change = tally.paid.minus(&before);
        if !change.is_zero() {
            self.reclassified.push((event_id.to_owned(), on, change));
        }
        if spare > 0 {
            self.credit.push_back((event_id.to_owned(), spare));
        }
        self.mark_if_settled(index, on)
    }

    /// Keeps the schedule as it stands now.
    fn record_version(&mut self, from: NaiveDate, reason: Option<&str>) -> Result<(), LendingError> {
        let version = u32::try_from(self.versions.len()).unwrap_or(u32::MAX).saturating_add(1);
        if version > MAX_VERSIONS {
            return Err(LendingError::Limit { field: "events", limit: Limit::Versions });
        }
        let rows = (0..self.plan.lines.len()).map(|i| self.version_row(i));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        self.versions.push(ScheduleVersion { version, from, reason_event: reason.map(str::to_owned), rows });
        Ok(())
    }

    /// A row with what was added to it and less what was moved off it.
    fn version_row(&self, index: usize) -> Result<Row, LendingError> {
        let (line, tally) = (&self.plan.lines[index], &self.tallies[index]);
        let plan = Amounts { principal: line.principal, interest: line.interest, fee: line.fee, ..Amounts::default() };
        let asked = plan.plus(&tally.extra)?.less(&tally.moved);
        let fee = add(add(asked.fee, asked.penalty)?, asked.compound)?;
        Ok(Row {
            principal: self.terms.money(asked.principal),
            interest: self.terms.money(asked.interest),
            fee: self.terms.money(fee),
            total: self.terms.money(asked.total()?),
            ..Row::of(line, self.terms)?
        })
    }

    /// Whether a hold of that kind covers a day.
    pub fn held(&self, day: NaiveDate, what: Hold) -> bool {
        self.holds.iter().any(|(from, to, kind)| *kind == what && *from <= day && day <= *to)
    }
}
