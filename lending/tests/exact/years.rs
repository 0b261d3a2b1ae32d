//! When installments fall due, and how long their periods are in years.

use num_rational::Ratio;

use crate::dates::{Day, is_leap};
use crate::loan::{Interest, Loan, Roll, Unit};

pub type Years = Ratio<i128>;

/// The due date of installment `n`, counted from the first one.
pub fn due(loan: &Loan, n: usize) -> Day {
    let steps = (i64::try_from(n).expect("a count") - 1) * loan.every;
    step(loan, loan.first, steps, loan.due_day)
}

/// The same, moved off free days.
pub fn rolled(loan: &Loan, n: usize) -> Day {
    let day = due(loan, n);
    let walk = |by: i64| {
        let mut found = day;
        while !is_business_day(loan, found) {
            found = found.plus_days(by);
        }
        found
    };
    match loan.roll {
        Roll::Stay => day,
        Roll::Following => walk(1),
        Roll::Preceding => walk(-1),
        Roll::ModifiedFollowing => {
            let next = walk(1);
            if next.month == day.month { next } else { walk(-1) }
        }
    }
}

/// 1 January of the year 1 was a Monday.
fn is_business_day(loan: &Loan, day: Day) -> bool {
    loan.exceptions.get(&day).copied().unwrap_or(day.number() % 7 < 5)
}

fn step(loan: &Loan, day: Day, steps: i64, wished: i64) -> Day {
    match loan.unit {
        Unit::Day => day.plus_days(steps),
        Unit::Week => day.plus_days(steps * 7),
        Unit::Month => day.plus_months(steps, wished),
        Unit::Year => day.plus_months(steps * 12, wished),
    }
}

/// How long the part (from, day] of the period (from, to] is that ends with installment `n`. A part from a later
/// day on is what is left: parts add up to the whole.
pub fn length(loan: &Loan, n: usize, (from, to): (Day, Day), day: Day) -> Years {
    let days = i128::from(day.number() - from.number());
    match loan.interest {
        Interest::ByPeriod => {
            let whole = if n == 1 { first_period(loan) * period(loan) } else { period(loan) };
            whole * Ratio::new(days, i128::from(to.number() - from.number()))
        }
        Interest::Thirty360 => Ratio::new(thirty_360(from, day), 360),
        Interest::Actual360 => Ratio::new(days, 360),
        Interest::Actual365 => Ratio::new(days, 365),
        Interest::ActualActual => actual_actual(from, day),
    }
}

fn period(loan: &Loan) -> Years {
    let per_year = match loan.unit {
        Unit::Day => 365,
        Unit::Week => 52,
        Unit::Month => 12,
        Unit::Year => 1,
    };
    Ratio::new(i128::from(loan.every), per_year)
}

/// Whole periods counted back from the first due date, and the days before them as a share of the period
/// they lie in. From one month's last days to the next month's end is one period, whichever way one counts.
fn first_period(loan: &Loan) -> Ratio<i128> {
    let back = |periods: i64| {
        // A first due date that its month cut short stands for the day that was wished for.
        step(loan, loan.first, -periods * loan.every, loan.due_day)
    };
    if step(loan, loan.disbursed, loan.every, loan.disbursed.day) == loan.first {
        return Ratio::from_integer(1);
    }
    let mut whole = 0;
    while back(whole + 1) >= loan.disbursed {
        whole += 1;
    }
    let rest = i128::from(back(whole).number() - loan.disbursed.number());
    let of = i128::from(back(whole).number() - back(whole + 1).number());
    Ratio::from_integer(i128::from(whole)) + Ratio::new(rest, of)
}

/// ISDA 2006 section 4.16(f).
fn thirty_360(from: Day, to: Day) -> i128 {
    let d1 = if from.day == 31 { 30 } else { from.day };
    let d2 = if to.day == 31 && d1 == 30 { 30 } else { to.day };
    i128::from(360 * (to.year - from.year) + 30 * (to.month - from.month) + d2 - d1)
}

/// ISDA 2006 section 4.16(b): days in leap years over 366, the others over 365.
fn actual_actual(from: Day, to: Day) -> Years {
    let mut sum = Ratio::from_integer(0);
    for year in from.year..=to.year {
        let new_year = |year| Day { year, month: 1, day: 1 }.number();
        let days = to.number().min(new_year(year + 1)) - from.number().max(new_year(year));
        sum += Ratio::new(i128::from(days), if is_leap(year) { 366 } else { 365 });
    }
    sum
}
