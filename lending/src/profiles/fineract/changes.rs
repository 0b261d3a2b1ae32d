//! A declining balance with what happens to it: tranches, payments, new rates, pauses, more installments.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::accrual::{Accrual, Basis, Digits, PayoffUntil, Rest};
use super::{Cells, Loan, minor};
use crate::LendingError;
use crate::apr::bad;
use crate::calendar::Grid;
use crate::money::AnnualRate;

/// Each change lets all figures be worked out anew.
const MAX_CHANGES: usize = 2_000;

/// Something that happens after the first disbursements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Change {
    /// Money paid out.
    Disburse {
        /// Its day.
        on: NaiveDate,
        /// How much.
        amount: String,
    },
    /// Principal paid for the period due on a day.
    PayPrincipal {
        /// The period's due date.
        due: NaiveDate,
        /// The day of the payment.
        on: NaiveDate,
        /// How much.
        amount: String,
    },
    /// Interest paid for the period due on a day.
    PayInterest {
        /// The period's due date.
        due: NaiveDate,
        /// The day of the payment.
        on: NaiveDate,
        /// How much.
        amount: String,
    },
    /// A new rate, from a day on, the day included.
    Rate {
        /// The day.
        from: NaiveDate,
        /// The rate.
        annual_rate: AnnualRate,
    },
    /// No interest from one day to another, both included.
    Pause {
        /// First day.
        start: NaiveDate,
        /// Last day.
        end: NaiveDate,
    },
    /// More installments; those from a day on are levelled anew.
    Extend {
        /// The day.
        from: NaiveDate,
        /// How many.
        count: u32,
    },
}

pub(super) fn rows(loan: &Loan<'_>) -> Result<Vec<Cells>, LendingError> {
    let product = loan.product;
    let periods: Vec<_> = product.periods.iter().map(|p| (p.from, p.due)).collect();
    let mut accrual = Accrual::of(loan.basis(), &periods);
    let first = periods.first().map(|(from, _)| *from);
    for (on, amount) in &loan.tranches {
        // What came before the first period counts from its start.
        accrual.disburse(first.map_or(*on, |first| first.max(*on)), *amount)?;
    }
    if product.changes.len() > MAX_CHANGES {
        return Err(bad("changes", format!("at most {MAX_CHANGES}")));
    }
    for change in &product.changes {
        take(loan, &mut accrual, change)?;
    }
    if let Some(day) = product.overdue_until {
        accrual.run_to(day, false)?;
    }
    let mut balance = 0;
    let cells = accrual.asked()?.into_iter().zip(accrual.disbursed_by_period()).map(|(asked, paid_out)| {
        balance += paid_out - asked.principal;
        Cells { principal: asked.principal, interest: asked.interest, balance }
    });
    Ok(cells.collect())
}

fn take(loan: &Loan<'_>, accrual: &mut Accrual, change: &Change) -> Result<(), LendingError> {
    let amount = |text: &str| minor(text, loan.product.currency, "changes");
    let period = |accrual: &Accrual, due: NaiveDate| {
        let found = accrual.periods.iter().position(|p| p.due == due);
        found.ok_or_else(|| bad("changes", format!("no period is due on {due}")))
    };
    match change {
        Change::Disburse { on, amount: text } => accrual.disburse(*on, amount(text)?),
        Change::PayPrincipal { due, on, amount: text } => {
            let k = period(accrual, *due)?;
            accrual.pay_principal(k, *on, amount(text)?)
        }
        Change::PayInterest { due, on, amount: text } => {
            let k = period(accrual, *due)?;
            accrual.pay_interest(k, *on, amount(text)?)
        }
        Change::Rate { from, annual_rate } => accrual.change_rate(*from, annual_rate.as_decimal()),
        Change::Pause { start, end } => accrual.pause(*start, *end),
        Change::Extend { from, count } => {
            let added =
                loan.more_periods(&accrual.periods.iter().map(|p| (p.from, p.due)).collect::<Vec<_>>(), *count)?;
            accrual.extend(*from, &added)
        }
    }
}

impl Loan<'_> {
    fn basis(&self) -> Basis {
        let product = self.product;
        Basis {
            annual_rate: product.annual_rate.as_decimal(),
            every: product.every,
            unit: product.unit,
            by_period: product.by_period,
            days_in_month: product.days_in_month,
            days_in_year: product.days_in_year,
            year_split: product.year_split,
            whole_periods: product.by_period && !product.partial_period_interest,
            over_term: product.rate_over_term.then_some(product.installments),
            rest: Rest::Daily,
            payoff_until: PayoffUntil::Payment,
            digits: product.digits.map_or(Digits::USUAL, Digits::of),
            multiple: self.multiple,
        }
    }

    /// Periods after the last, on the grid of the loan's start.
    pub(super) fn more_periods(
        &self,
        periods: &[(NaiveDate, NaiveDate)],
        count: u32,
    ) -> Result<Vec<(NaiveDate, NaiveDate)>, LendingError> {
        let (Some((start, _)), Some((_, last))) = (periods.first(), periods.last()) else {
            return Err(bad("periods", "none"));
        };
        if periods.len() + count as usize > crate::MAX_INSTALLMENTS as usize {
            return Err(LendingError::Limit { field: "changes", limit: crate::Limit::Installments });
        }
        let grid = Grid {
            anchor: *start,
            anchor_slot: 0,
            every: self.product.every,
            unit: self.product.unit,
            day: start.day(),
        };
        let (mut from, mut added) = (*last, Vec::new());
        for k in 1..=count {
            let due = grid.date(u32::try_from(periods.len()).unwrap_or(u32::MAX).saturating_add(k))?;
            added.push((from, due));
            from = due;
        }
        Ok(added)
    }
}
