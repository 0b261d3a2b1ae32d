//! A random loan, and the same loan as the engine's terms.

use serde_json::{Value, json};

use crate::dates::{Day, month_length};
use crate::seeded::Seeded;

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
    /// In minor units.
    pub multiple: i64,
    /// So many installments pay no principal.
    pub grace: usize,
}

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
        Loan {
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
            rounding: *seeded.pick(&[
                Rounding::HalfEven,
                Rounding::HalfUp,
                Rounding::HalfDown,
                Rounding::Up,
                Rounding::Down,
            ]),
            multiple: if seeded.once_in(8) { *seeded.pick(&[5, 10, 100, 500]) } else { 1 },
            grace: if seeded.once_in(6) { seeded.below(installments.min(13)) } else { 0 },
        }
    }

    /// An amount as the interface writes it.
    fn amount(&self, minor: i64) -> String {
        rust_decimal::Decimal::new(minor, self.decimals).to_string()
    }

    pub fn terms(&self) -> Value {
        let (interest, day_count) = match self.interest {
            Interest::ByPeriod => ("by_period", "30/360"),
            Interest::Thirty360 => ("by_day", "30/360"),
            Interest::Actual360 => ("by_day", "ACT/360"),
            Interest::Actual365 => ("by_day", "ACT/365F"),
            Interest::ActualActual => ("by_day", "ACT/ACT-ISDA"),
        };
        let mut terms = json!({
            "currency": if self.decimals == 0 { "JPY" } else { "CNY" },
            "principal": self.amount(self.principal),
            "annual_rate": rust_decimal::Decimal::new(self.rate, 6).to_string(),
            "method": match self.method {
                Method::EqualInstallment => "equal_installment",
                Method::EqualPrincipal => "equal_principal",
                Method::Flat => "flat",
                Method::InterestOnly => "interest_only",
            },
            "installments": self.installments, "every": self.every,
            "unit": match self.unit {
                Unit::Day => "day",
                Unit::Week => "week",
                Unit::Month => "month",
                Unit::Year => "year",
            },
            "disbursed_on": self.disbursed.to_string(), "first_due_on": self.first.to_string(),
            "interest": interest, "day_count": day_count,
            "rounding": match self.rounding {
                Rounding::HalfEven => "half_even",
                Rounding::HalfUp => "half_up",
                Rounding::HalfDown => "half_down",
                Rounding::Up => "up",
                Rounding::Down => "down",
            },
            "grace": {"principal": self.grace},
        });
        if self.due_day > 0 {
            terms["due_day"] = json!(self.due_day);
        }
        if self.multiple > 1 {
            terms["installment_multiple"] = json!(self.amount(self.multiple));
        }
        terms
    }
}
