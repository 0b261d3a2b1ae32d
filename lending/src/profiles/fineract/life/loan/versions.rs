//! The schedules a loan has had.

use super::super::plan::{Installment, Plan};
use super::events::Told;
use crate::LendingError;
use crate::allocation::Amounts;
use crate::replay::ScheduleVersion;
use crate::schedule::Row;
use crate::terms::Terms;
use crate::{Limit, MAX_VERSIONS};

/// Versions as they come about: one for each event that changed what the installments ask for.
pub(super) struct Versions<'a> {
    terms: &'a Terms,
    told: &'a Told<'a>,
    pub all: Vec<ScheduleVersion>,
}

impl<'a> Versions<'a> {
    pub fn new(terms: &'a Terms, told: &'a Told<'a>) -> Versions<'a> {
        Versions { terms, told, all: Vec::new() }
    }

    /// Writes down the schedule after the nth event of the life, or as the loan began, if it is another one.
    pub fn note(&mut self, plan: &Plan<'_>, after: Option<usize>) -> Result<(), LendingError> {
        let rows = rows(self.terms, plan)?;
        let Some(index) = after else {
            // Until something happens, all that is paid out is the first schedule.
            let version = ScheduleVersion { version: 1, from: self.terms.disbursed_on(), reason_event: None, rows };
            self.all = vec![version];
            return Ok(());
        };
        if self.all.last().is_some_and(|last| last.rows == rows) {
            return Ok(());
        }
        let version = u32::try_from(self.all.len()).unwrap_or(u32::MAX).saturating_add(1);
        if version > MAX_VERSIONS {
            return Err(LendingError::Limit { field: "events", limit: Limit::Versions });
        }
        let event = self.told.sources.get(index).copied().flatten();
        let from = event.map(|event| event.on).or_else(|| self.told.paid_out_on(index));
        let from = from.unwrap_or(self.terms.disbursed_on());
        self.all.push(ScheduleVersion { version, from, reason_event: event.map(|e| e.id.clone()), rows });
        Ok(())
    }

    /// The version in force, as it is now.
    pub fn renew(&mut self, plan: &Plan<'_>) -> Result<(), LendingError> {
        if let Some(last) = self.all.last_mut() {
            last.rows = rows(self.terms, plan)?;
        }
        Ok(())
    }

    /// The version that last changed each row of the one in force.
    pub fn of_rows(&self) -> Vec<u32> {
        let rows = self.all.last().map_or(&[][..], |last| &last.rows);
        let of = |(k, row): (usize, &Row)| {
            let unchanged = self.all.iter().rev().take_while(|version| version.rows.get(k) == Some(row)).last();
            unchanged.map_or(1, |version| version.version)
        };
        rows.iter().enumerate().map(of).collect()
    }
}

/// What an installment has besides its own interest and fees.
pub(super) fn charged(installment: &Installment) -> Result<Amounts, LendingError> {
    let own = Amounts {
        principal: installment.principal,
        interest: installment.interest,
        fee: installment.fee,
        ..Amounts::default()
    };
    Ok(installment.asked()?.minus(&own))
}

fn rows(terms: &Terms, plan: &Plan<'_>) -> Result<Vec<Row>, LendingError> {
    let mut rows = Vec::with_capacity(plan.installments.len());
    for line in super::lines::lines(terms, plan)? {
        let (line, installment) = line;
        let charged = charged(installment)?.total()?;
        let row = Row::of(&line, terms)?;
        let with = |money: crate::money::Money| terms.money(money.minor().saturating_add(charged));
        rows.push(Row { fee: with(row.fee), total: with(row.total), ..row });
    }
    Ok(rows)
}
