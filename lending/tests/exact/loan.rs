//! A random loan.

use std::collections::BTreeMap;

use crate::dates::{Day, month_length};
use crate::fees::Fee;
use crate::seeded::Seeded;
use crate::years;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    EqualInstallment,
    EqualPrincipal,
    Flat,
    InterestOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// How the interest of a period is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interest {
    ByPeriod,
    Thirty360,
    Actual360,
    Actual365,
    ActualActual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    HalfEven,
    HalfUp,
    HalfDown,
    Up,
    Down,
}

/// What becomes of a due date on a free day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    Stay,
    Following,
    ModifiedFollowing,
    Preceding,
}

#[derive(Debug, Clone)]
pub struct Loan {
    /// In minor units.
    pub principal: i64,
    pub decimals: u32,
    /// In millionths a year.
    pub rate: i64,
    pub method: Method,
    pub installments: usize,
    pub every: i64,
    pub unit: Unit,
    pub disbursed: Day,
    pub first: Day,
    pub due_day: i64,
    pub interest: Interest,
    pub rounding: Rounding,
    /// Of the installment, or of the part of the principal that each repays.
    pub level_rounding: Rounding,
    /// In minor units.
    pub multiple: i64,
    /// So many installments pay no principal.
    pub grace: usize,
    /// So many leave their interest to the first later one.
    pub interest_grace: usize,
    pub roll: Roll,
    /// Working days (true) and free ones against the rule of the week.
    pub exceptions: BTreeMap<Day, bool>,
    /// Paid out later, in order.
    pub tranches: Vec<(Day, i64)>,
    pub fees: Vec<Fee>,
}

const ROUNDINGS: [Rounding; 5] =
    [Rounding::HalfEven, Rounding::HalfUp, Rounding::HalfDown, Rounding::Up, Rounding::Down];

impl Loan {
    pub fn random(seeded: &mut Seeded) -> Loan {
        use Interest::{Actual360, Actual365, ActualActual, ByPeriod, Thirty360};
        let unit = *seeded.pick(&[Unit::Month, Unit::Month, Unit::Month, Unit::Week, Unit::Day, Unit::Year]);
        let longest = match (unit, seeded.below(20)) {
            (Unit::Year, _) => 30,
            (_, 0) => 360,
            _ => 60,
        };
        let installments = usize::try_from(seeded.between(1, longest)).expect("a count");
        let year = seeded.between(1990, 2040);
        let month = seeded.between(1, 12);
        // Month ends are where dates go wrong.
        let day = if seeded.once_in(4) { 31 } else { seeded.between(1, 31) };
        let disbursed = Day { year, month, day: day.min(month_length(year, month)) };
        let every = seeded.between(1, 3);
        let (mut first, mut due_day) = match unit {
            Unit::Day => (disbursed.plus_days(every), 0),
            Unit::Week => (disbursed.plus_days(every * 7), 0),
            Unit::Month => (disbursed.plus_months(every, day), day),
            Unit::Year => (disbursed.plus_months(every * 12, day), day),
        };
        if seeded.once_in(3) {
            first = disbursed.plus_days(seeded.between(1, 100));
            due_day = first.day;
        }
        let high = *seeded.pick(&[9_999, 1_000_000, 100_000_000, 10_000_000_000]);
        let decimals = *seeded.pick(&[2, 2, 2, 0]);
        let mut loan = Loan {
            principal: seeded.between(1, high),
            decimals,
            rate: *seeded.pick(&[0, 43_500, 240_000, 360_000]) + seeded.between(0, 1) * seeded.between(0, 300_000),
            method: *seeded.pick(&[
                Method::EqualInstallment,
                Method::EqualInstallment,
                Method::EqualPrincipal,
                Method::Flat,
                Method::InterestOnly,
            ]),
            installments,
            every,
            unit,
            disbursed,
            first,
            due_day,
            interest: *seeded.pick(&[ByPeriod, ByPeriod, Thirty360, Actual360, Actual365, ActualActual]),
            rounding: *seeded.pick(&ROUNDINGS),
            level_rounding: Rounding::HalfEven,
            multiple: if seeded.once_in(8) { *seeded.pick(&[5, 10, 100, 500]) } else { 1 },
            grace: if seeded.once_in(6) { seeded.below(installments.min(13)) } else { 0 },
            interest_grace: 0,
            roll: Roll::Stay,
            exceptions: BTreeMap::new(),
            tranches: Vec::new(),
            fees: Vec::new(),
        };
        loan.level_rounding = if seeded.once_in(4) { *seeded.pick(&ROUNDINGS) } else { loan.rounding };
        if seeded.once_in(6) {
            loan.interest_grace = seeded.below(installments.min(7));
        }
        // By the day, a free day would leave no day between two due dates.
        if unit != Unit::Day && seeded.once_in(4) {
            loan.random_business_days(seeded);
        }
        if seeded.once_in(4) {
            loan.random_tranches(seeded, high);
        }
        if seeded.once_in(4) {
            loan.fees = (0..=seeded.below(3)).map(|_| Fee::random(seeded, &loan)).collect();
        }
        loan
    }

    fn random_business_days(&mut self, seeded: &mut Seeded) {
        self.roll = *seeded.pick(&[Roll::Following, Roll::ModifiedFollowing, Roll::Preceding]);
        for _ in 0..seeded.below(12) {
            let near = years::due(self, seeded.below(self.installments) + 1);
            self.exceptions.insert(near.plus_days(seeded.between(-3, 4)), seeded.once_in(2));
        }
    }

    /// On any day before the last due date, often on one that something falls due on.
    fn random_tranches(&mut self, seeded: &mut Seeded, high: i64) {
        let last = years::rolled(self, self.installments);
        for _ in 0..=seeded.below(3) {
            let days = last.number() - self.disbursed.number() - 1;
            let mut on = self.disbursed.plus_days(seeded.between(1, days.max(1)));
            if seeded.once_in(3) {
                on = years::rolled(self, seeded.below(self.installments) + 1);
            }
            if self.disbursed < on && on < last {
                self.tranches.push((on, seeded.between(1, high)));
            }
        }
        self.tranches.sort_unstable();
    }
}
