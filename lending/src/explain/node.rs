//! The tree: steps, values, and working it out again.

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

use crate::LendingError;
use crate::exact::{Exact, Steps, level_installment};
use crate::money::{AnnualRate, Currency, Money};
use crate::terms::Rounding;

/// Which rule a step follows: the key that pages have a sentence for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A term of the contract.
    Term,
    /// A payment or another event.
    Event,
    /// A row of the schedule in force.
    Row,
    /// A day.
    Date,
    /// Calendar days between two days.
    Days,
    /// A span as part of a year.
    YearShare,
    /// Interest of one stretch: balance × rate × part of a year.
    InterestStretch,
    /// Interest of an installment, rounded once.
    Interest,
    /// Interest that earlier installments deferred.
    DeferredInterest,
    /// Principal of an installment: what the installment leaves after its interest.
    Principal,
    /// Principal of the last installment: all that is left.
    LastPrincipal,
    /// Principal carried at the start of a stretch.
    Balance,
    /// The level installment.
    LevelInstallment,
    /// Principal, interest and fees of an installment.
    InstallmentTotal,
    /// Penalty of one stretch: overdue base × rate × multiplier × part of a year.
    PenaltyStretch,
    /// Penalty of an installment, rounded once.
    Penalty,
    /// Within the days of grace: nothing.
    WithinGrace,
    /// Most that penalty can be.
    PenaltyCap,
    /// What is overdue of an installment and bears penalty.
    OverdueBase,
    /// What an installment asked for, less what was paid, waived or moved.
    Remaining,
    /// Paid by the borrower.
    Paid,
    /// Principal that payments paid, all together.
    PaidPrincipal,
    /// Money paid before that counts for something else since the plan changed.
    Reclassified,
    /// Waived by the lender.
    Waived,
    /// Principal forgiven by the lender.
    Forgiven,
    /// Paid out to the borrower, with what was added to it.
    Disbursed,
    /// Interest and other amounts that became principal.
    Capitalised,
    /// Moved to other installments by a change.
    Moved,
    /// Owed in all.
    Outstanding,
    /// Owed of installments whose due date has passed.
    Overdue,
    /// Interest of the running installment accrued so far.
    Accrued,
    /// What settles the loan.
    Payoff,
    /// Principal that is not due yet.
    EarlyPrincipal,
    /// Fee for prepaying.
    PrepaymentFee,
    /// Interest paid in advance that has not accrued.
    Unearned,
    /// Money that waits for the next due date.
    Credit,
    /// Days past due.
    DaysPastDue,
    /// What is to be paid today.
    DueNow,
}

/// What is done with the operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Operation {
    /// Nothing: a leaf.
    Given,
    /// All added.
    Sum,
    /// The first less all others.
    Difference,
    /// All multiplied.
    Product,
    /// The first divided by the second.
    Quotient,
    /// The one operand, rounded.
    Round {
        /// In this mode.
        rounding: Rounding,
        /// To so many decimals of the value's smallest unit (none: whole cents, whole days).
        #[serde(skip_serializing_if = "no_decimals")]
        decimals: u32,
    },
    /// The smallest.
    Minimum,
    /// The one operand, or nothing when it is below zero.
    NotNegative,
    /// Days from the first date to the second.
    DaysBetween,
    /// The level installment: the first operand is the balance with the first period's interest on it, the
    /// others are the interest factors of the periods after it (one, when they are all the same).
    Level {
        /// Number of periods.
        count: u32,
        /// Rounded to a multiple of so many minor units.
        multiple: i64,
        /// In this mode.
        rounding: Rounding,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn no_decimals(decimals: &u32) -> bool {
    *decimals == 0
}

/// What a value is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueUnit {
    /// The loan's currency.
    Money,
    /// A fraction a year, or of something.
    Rate,
    /// Calendar days.
    Days,
    /// Years.
    Years,
    /// A date.
    Date,
    /// A plain number.
    Number,
}

/// A value and its unit. Kept exactly; printed with at most 10 decimals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    pub(crate) exact: Exact,
    /// What it is measured in.
    pub unit: ValueUnit,
    currency: Currency,
}

impl Quantity {
    pub(crate) fn new(exact: Exact, unit: ValueUnit, currency: Currency) -> Quantity {
        Quantity { exact, unit, currency }
    }

    /// The amount, when it is money of whole minor units.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let whole = self.exact.num % self.exact.den == 0;
        let minor = i64::try_from(self.exact.num / self.exact.den).ok()?;
        (whole && self.unit == ValueUnit::Money).then(|| Money::of_minor(minor, self.currency))
    }

    /// The date, when it is one.
    #[must_use]
    pub fn date(&self) -> Option<NaiveDate> {
        let days = i32::try_from(self.exact.num / self.exact.den).ok()?;
        if self.unit == ValueUnit::Date { NaiveDate::from_num_days_from_ce_opt(days) } else { None }
    }

    /// The rate, when it is one that can be written exactly.
    #[must_use]
    pub fn rate(&self) -> Option<AnnualRate> {
        if self.unit == ValueUnit::Rate { AnnualRate::parse(&self.text()).ok() } else { None }
    }

    /// As text: money in units of the currency, dates as `YYYY-MM-DD`, numbers without trailing zeros.
    #[must_use]
    pub fn text(&self) -> String {
        match self.unit {
            ValueUnit::Date => self.date().map_or_else(String::new, |d| d.to_string()),
            ValueUnit::Money => match self.money() {
                Some(money) => money.to_string(),
                None => {
                    let den = self.exact.den.saturating_mul(i128::from(self.currency.units()));
                    trimmed(Exact { num: self.exact.num, den }.decimals(10))
                }
            },
            ValueUnit::Rate => trimmed(self.exact.decimals(12)),
            _ => trimmed(self.exact.decimals(10)),
        }
    }
}

fn trimmed(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Quantity", 2)?;
        fields.serialize_field("text", &self.text())?;
        fields.serialize_field("unit", &self.unit)?;
        fields.end()
    }
}

/// Where a leaf's value stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "in")]
pub enum Source {
    /// A field of the terms.
    Terms {
        /// Its name.
        field: String,
    },
    /// An event.
    Event {
        /// Its id.
        id: String,
    },
    /// A row of the schedule in force.
    Schedule {
        /// Version that last changed the row.
        version: u32,
        /// Number of the row.
        n: u32,
        /// Which of its figures.
        part: String,
    },
    /// The question itself (the day asked for).
    Question,
}

/// A figure and how it came about. Figures of a loan follow the rules of [`Step`] and rest on a [`Source`];
/// other figures bring words of their own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation<Rule = Step, Origin = Source> {
    /// Which rule.
    pub rule: Rule,
    /// What was done.
    pub operation: Operation,
    /// What came out.
    pub value: Quantity,
    /// With what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operands: Vec<Self>,
    /// Where a leaf's value stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
    /// The installment it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// First day it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

impl<Rule, Origin> Explanation<Rule, Origin> {
    /// A leaf.
    pub(crate) fn leaf(rule: Rule, value: Quantity, source: Origin) -> Self {
        Explanation {
            rule,
            operation: Operation::Given,
            value,
            operands: Vec::new(),
            source: Some(source),
            n: None,
            from: None,
            to: None,
        }
    }

    /// A step; its value is worked out from its operands.
    pub(crate) fn step(
        rule: Rule,
        operation: Operation,
        unit: ValueUnit,
        currency: Currency,
        operands: Vec<Self>,
    ) -> Result<Self, LendingError> {
        let exact = operation.apply(&operands.iter().map(|o| o.value.exact).collect::<Vec<_>>())?;
        let value = Quantity::new(exact, unit, currency);
        Ok(Explanation { rule, operation, value, operands, source: None, n: None, from: None, to: None })
    }

    pub(super) fn about(mut self, n: u32) -> Self {
        self.n = Some(n);
        self
    }

    pub(crate) fn over(mut self, from: NaiveDate, to: NaiveDate) -> Self {
        (self.from, self.to) = (Some(from), Some(to));
        self
    }

    /// Works the tree out again from its leaves and gives the figure as text.
    ///
    /// # Errors
    /// A figure beyond the engine's limits; it cannot happen for a tree the engine made.
    pub fn evaluate(&self) -> Result<String, LendingError> {
        Ok(Quantity { exact: self.work_out()?, ..self.value }.text())
    }

    fn work_out(&self) -> Result<Exact, LendingError> {
        if self.operation == Operation::Given {
            return Ok(self.value.exact);
        }
        let values = self.operands.iter().map(Self::work_out).collect::<Result<Vec<_>, _>>()?;
        self.operation.apply(&values)
    }
}

impl Explanation {
    /// Ids of all events the figure rests on, each once.
    #[must_use]
    pub fn events(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.operands.iter().flat_map(Explanation::events).collect();
        if let Some(Source::Event { id }) = &self.source {
            ids.push(id);
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

impl Operation {
    fn apply(self, values: &[Exact]) -> Result<Exact, LendingError> {
        let first = values.first().copied().unwrap_or(Exact::ZERO);
        match self {
            Operation::Given => Ok(first),
            Operation::Sum => values.iter().try_fold(Exact::ZERO, |sum, v| sum.plus(*v)),
            Operation::Difference => values.iter().skip(1).try_fold(first, |sum, v| sum.minus(*v)),
            Operation::Product => values.iter().try_fold(Exact::ONE, |product, v| product.times(*v)),
            Operation::Quotient => {
                let divisor =
                    values.get(1).copied().filter(|v| v.num > 0).ok_or_else(|| LendingError::overflow("figure"))?;
                first.times(Exact { num: divisor.den, den: divisor.num })
            }
            Operation::Round { rounding, decimals } => first.round_to(decimals, rounding),
            Operation::Minimum => {
                values.iter().skip(1).try_fold(first, |least, v| Ok(if v.minus(least)?.num < 0 { *v } else { least }))
            }
            Operation::NotNegative => Ok(if first.num < 0 { Exact::ZERO } else { first }),
            Operation::DaysBetween => values.get(1).copied().unwrap_or(first).minus(first),
            Operation::Level { count, multiple, rounding } => {
                let later = values.get(1..).unwrap_or(&[]);
                let steps = match later {
                    [factor] => Steps::Equal { factor: *factor, count: count.saturating_sub(1) },
                    factors => Steps::Each(factors),
                };
                level_installment(first, &steps, multiple, rounding).map(Exact::of)
            }
        }
    }
}

/// A date as a number, so that days between dates can be worked out.
pub(super) fn date_number(date: NaiveDate) -> Exact {
    Exact::of(i64::from(date.num_days_from_ce()))
}
