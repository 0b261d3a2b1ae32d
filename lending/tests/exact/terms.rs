//! A loan as the engine's terms.

use serde_json::{Value, json};

use crate::fees::{Base, Fee, When};
use crate::loan::{Interest, Loan, Method, Roll, Rounding, Unit};

impl Loan {
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
            "rounding": word(self.rounding), "installment_rounding": word(self.level_rounding),
            "grace": {"principal": self.grace, "interest": self.interest_grace},
            "business_day": match self.roll {
                Roll::Stay => "none",
                Roll::Following => "following",
                Roll::ModifiedFollowing => "modified_following",
                Roll::Preceding => "preceding",
            },
            "fees": self.fees.iter().map(|fee| self.fee(fee)).collect::<Vec<_>>(),
        });
        if !self.exceptions.is_empty() {
            let exceptions = self.exceptions.iter().map(|(day, works)| (day.to_string(), json!(works)));
            terms["calendar"] = json!({"exceptions": exceptions.collect::<serde_json::Map<_, _>>()});
        }
        if !self.tranches.is_empty() {
            let tranche = |(on, minor): &(_, i64)| json!({"on": format!("{on}"), "principal": self.amount(*minor)});
            terms["tranches"] = self.tranches.iter().map(tranche).collect();
        }
        if self.due_day > 0 {
            terms["due_day"] = json!(self.due_day);
        }
        if self.multiple > 1 {
            terms["installment_multiple"] = json!(self.amount(self.multiple));
        }
        terms
    }

    fn fee(&self, fee: &Fee) -> Value {
        let value = match fee.base {
            Base::Nothing => self.amount(fee.amount),
            _ => rust_decimal::Decimal::new(fee.share, 6).to_string(),
        };
        let mut json = json!({
            "name": "service", "value": value,
            "kind": match fee.base {
                Base::Nothing => "flat",
                Base::Disbursed => "percent_of_principal",
                Base::Principal => "percent_of_principal_part",
                Base::Interest => "percent_of_interest",
                Base::Installment => "percent_of_installment",
                Base::Outstanding => "percent_of_outstanding",
            },
            "when": match fee.when {
                When::Disbursement => "disbursement",
                When::Each => "each_installment",
                When::On(_) => "on",
            },
        });
        if let When::On(day) = fee.when {
            json["on"] = json!(day.to_string());
        }
        json
    }
}

fn word(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::HalfEven => "half_even",
        Rounding::HalfUp => "half_up",
        Rounding::HalfDown => "half_down",
        Rounding::Up => "up",
        Rounding::Down => "down",
    }
}
