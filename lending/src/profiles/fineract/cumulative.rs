//! Cumulative loans: one periodic rate, or by the day a level installment at that rate and interest for the real days;
//! flat interest on the gross amount, shared evenly; the last row takes what rounding left. A year has 365 days also
//! when it is a leap year.

use chrono::NaiveDate;

use super::{Cells, Loan, Product, ROUNDING, Repayment, minor, to_multiple};
use crate::LendingError;
use crate::apr::bad;
use crate::day_count::actual;
use crate::exact::{Exact, Steps, add, level_installment, sub};
use crate::terms::Grace;

/// No date matters to the periodic rate: any year that is not a leap year.
const YEAR: i32 = 2025;

pub(super) fn rows(loan: &Loan<'_>) -> Result<Vec<Cells>, LendingError> {
    let product = loan.product;
    let count = product.installments;
    if loan.flat() && product.grace.interest_free > 0 {
        return Err(bad("grace", "interest-free installments of a flat cumulative loan are not known"));
    }
    let lent = loan.tranches.iter().try_fold(0, |sum, (_, amount)| add(sum, *amount))?;
    if loan.tranches.len() > 1 {
        return in_tranches(loan, lent);
    }
    let repaying = count - product.grace.principal;
    let rate = product.annual_rate.exact().times(loan.period(YEAR)?)?;
    let flat = if loan.flat() { Some(flat_interest(loan, rate)?) } else { None };
    let share = Exact::new(i128::from(lent), i128::from(repaying));
    // A currency used in multiples only: every amount is one, interest too.
    let unit = match &product.currency_multiple {
        Some(text) => minor(text, product.currency, "currency_multiple")?,
        None => 1,
    };
    let part = to_multiple(share, unit)?;
    let level = match (product.repayment, flat) {
        (Repayment::EqualInstallment, _) => {
            let owed = Exact::of(lent).times(Exact::ONE.plus(rate)?)?;
            let later = Steps::Equal { factor: rate, count: repaying - 1 };
            Some(level_installment(owed, &later, loan.multiple, ROUNDING)?)
        }
        // With a multiple principal and interest are rounded together.
        (Repayment::Flat, Some(interest)) if loan.multiple > 1 => {
            let each = interest.times(Exact::new(1, i128::from(count)))?;
            Some(to_multiple(share.plus(each)?, loan.multiple)?)
        }
        _ => None,
    };
    let (mut balance, mut deferred, mut charged) = (lent, 0, 0);
    let mut cells = Vec::with_capacity(count as usize);
    for k in 0..count {
        let last = k + 1 == count;
        let mut interest = match flat {
            Some(all) if last => sub(to_multiple(all, unit)?, charged)?,
            Some(all) => to_multiple(all.times(Exact::new(1, i128::from(count)))?, unit)?,
            None if k < product.grace.interest_free => 0,
            None => {
                let factor = match product.periods.get(k as usize) {
                    Some(period) if by_day(product) => year_part(product, period.from, period.due)?,
                    _ => rate,
                };
                to_multiple(Exact::of(balance).times(factor)?, unit)?
            }
        };
        charged = add(charged, interest)?;
        let principal = match level {
            _ if last => balance,
            _ if k < product.grace.principal => 0,
            Some(level) => sub(level, interest)?.clamp(0, balance),
            None => part.min(balance),
        };
        if k < product.grace.interest && !last {
            deferred = add(deferred, std::mem::take(&mut interest))?;
        } else {
            interest = add(interest, std::mem::take(&mut deferred))?;
        }
        balance -= principal;
        cells.push(Cells { principal, interest, balance });
    }
    Ok(cells)
}

/// A loan that was paid out on several days.
fn in_tranches(loan: &Loan<'_>, lent: i64) -> Result<Vec<Cells>, LendingError> {
    let product = loan.product;
    let dated = product.periods.len() == product.installments as usize;
    if !dated || product.currency_multiple.is_some() || product.grace != Grace::default() {
        return Err(bad("disbursements", "tranches of such a cumulative loan are not known"));
    }
    let rate = product.annual_rate.exact().times(loan.period(YEAR)?)?;
    match product.repayment {
        Repayment::Flat if loan.multiple == 1 => flat_in_tranches(loan, lent, rate),
        Repayment::EqualInstallment => level_in_tranches(loan, lent, rate),
        _ => Err(bad("disbursements", "tranches of such a cumulative loan are not known")),
    }
}

/// Flat interest on all that was paid out is shared evenly, also with installments that were due before a tranche.
/// Principal is an even share of what was paid out by an installment's due date; the last one takes what is left.
fn flat_in_tranches(loan: &Loan<'_>, lent: i64, rate: Exact) -> Result<Vec<Cells>, LendingError> {
    let periods = &loan.product.periods;
    let count = i64::from(loan.product.installments);
    let all = flat_interest(loan, rate)?;
    let each = all.times(Exact::new(1, i128::from(count)))?.round(ROUNDING)?;
    let last_interest = sub(all.round(ROUNDING)?, each * (count - 1))?;
    let (mut balance, last) = (lent, periods.len() - 1);
    let rows = periods.iter().enumerate().map(|(k, period)| {
        let so_far = loan.tranches.iter().filter(|(on, _)| *on <= period.due).map(|(_, amount)| amount).sum::<i64>();
        let share = Exact::new(i128::from(so_far), i128::from(count)).round(ROUNDING)?;
        let principal = if k == last { balance } else { share.min(balance) };
        balance -= principal;
        Ok(Cells { principal, interest: if k == last { last_interest } else { each }, balance })
    });
    rows.collect()
}

/// The installment is level on all that was paid out, from the first row on, also in rows that were due before a
/// tranche; interest is on what is out. A tranche on a due date counts after it.
fn level_in_tranches(loan: &Loan<'_>, lent: i64, rate: Exact) -> Result<Vec<Cells>, LendingError> {
    let (product, count) = (loan.product, loan.product.installments);
    let owed = Exact::of(lent).times(Exact::ONE.plus(rate)?)?;
    let level = level_installment(owed, &Steps::Equal { factor: rate, count: count - 1 }, loan.multiple, ROUNDING)?;
    let mut tranches = loan.tranches.iter().peekable();
    let (mut out, mut left) = (0, lent);
    let last = product.periods.len() - 1;
    let rows = product.periods.iter().enumerate().map(|(k, period)| {
        while let Some((_, amount)) = tranches.next_if(|(on, _)| *on < period.due) {
            out = add(out, *amount)?;
        }
        let factor = if by_day(product) { year_part(product, period.from, period.due)? } else { rate };
        let interest = Exact::of(out.max(0)).times(factor)?.round(ROUNDING)?;
        let principal = if k == last { left } else { sub(level, interest)?.clamp(0, left) };
        (out, left) = (sub(out, principal)?, left - principal);
        Ok(Cells { principal, interest, balance: out })
    });
    rows.collect()
}

/// Whether interest counts the days there are.
fn by_day(product: &Product) -> bool {
    !product.by_period && product.days_in_month.is_none()
}

/// Interest on 1 for the days from one to another.
fn year_part(product: &Product, from: NaiveDate, due: NaiveDate) -> Result<Exact, LendingError> {
    let year = i128::from(product.days_in_year.unwrap_or(365));
    product.annual_rate.exact().times(Exact::new(i128::from(actual(from, due)), year))
}

/// All interest of a flat loan, exact: over its real days, or as many periods as it has.
fn flat_interest(loan: &Loan<'_>, rate: Exact) -> Result<Exact, LendingError> {
    let product = loan.product;
    let gross = Exact::of(loan.gross);
    let ends: Option<(NaiveDate, NaiveDate)> =
        product.periods.first().zip(product.periods.last()).map(|(a, z)| (a.from, z.due));
    match ends {
        Some((from, due)) if by_day(product) => gross.times(year_part(product, from, due)?),
        _ => gross.times(rate)?.times(Exact::of(i64::from(product.installments))),
    }
}
