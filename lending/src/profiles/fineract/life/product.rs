//! What a lender's product and the loan say.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Range;
use crate::day_count::YearSplit;
use crate::money::{AnnualRate, Currency};
use crate::profiles::fineract::accrual::{Basis, Digits, PayoffUntil, Rest};
use crate::profiles::fineract::{Generator, InstallmentFee};
use crate::terms::{AllocationTerms, Unit};

/// What a payment is; allocation may differ by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentType {
    /// By the borrower.
    Repayment,
    /// Paid by itself on the day of a disbursement.
    DownPayment,
    /// Goodwill of the lender.
    GoodwillCredit,
    /// A merchant took goods back.
    MerchantIssuedRefund,
    /// A payout that came back.
    PayoutRefund,
    /// Interest given back with a refund.
    InterestRefund,
}

/// How payments of a type are split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The types; none: all that no other rule names.
    #[serde(default)]
    pub types: Vec<PaymentType>,
    /// What is due (charges by their own due date), or all of it when `ahead` is absent.
    pub allocation: AllocationTerms,
    /// What is left, over all that is open.
    #[serde(default)]
    pub ahead: Option<AllocationTerms>,
}

/// The product and the loan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeProduct {
    /// Its currency.
    #[serde(default = "super::super::euro")]
    pub currency: Currency,
    /// Progressive or cumulative.
    pub generator: Generator,
    /// Installments, without down payments.
    pub installments: u32,
    /// The first due date and the day of the month of the later ones, where they are not a period after the first
    /// disbursement.
    #[serde(default)]
    pub first_due: Option<(NaiveDate, u32)>,
    /// Every so many units.
    pub every: u32,
    /// The unit of `every`.
    pub unit: Unit,
    /// The nominal annual rate.
    pub annual_rate: AnnualRate,
    /// Interest on the original amount; otherwise on the balance.
    #[serde(default)]
    pub flat: bool,
    /// `SAME_AS_REPAYMENT_PERIOD`: a period's part of the rate, whatever its days.
    #[serde(default)]
    pub by_period: bool,
    /// Days of a month: 30, or none for the real ones.
    #[serde(default)]
    pub days_in_month: Option<u32>,
    /// Days of a year: 360, 364, 365, or none for the real ones.
    #[serde(default)]
    pub days_in_year: Option<u32>,
    /// How a span over New Year is split.
    #[serde(default)]
    pub year_split: YearSplit,
    /// A tranche within a period is charged from its day; otherwise from the period's start.
    #[serde(default)]
    pub partial_period_interest: bool,
    /// Interest follows the payments: less after early ones, more while principal is overdue.
    #[serde(default)]
    pub recalculates: bool,
    /// When late payments take effect.
    #[serde(default)]
    pub rest: Rest,
    /// Until when an early payment owes interest.
    #[serde(default)]
    pub payoff_until: PayoffUntil,
    /// Overdue principal bears no contract interest.
    #[serde(default)]
    pub no_interest_on_past_due: bool,
    /// Fees of each installment.
    #[serde(default)]
    pub installment_fees: Vec<InstallmentFee>,
    /// Installments are multiples of this.
    #[serde(default)]
    pub installment_multiple: Option<String>,
    /// Part of each disbursement due on its day.
    #[serde(default)]
    pub down_payment: Option<AnnualRate>,
    /// It is paid by itself.
    #[serde(default)]
    pub down_payment_paid: bool,
    /// How payments are split.
    pub rules: Vec<Rule>,
    /// Days of grace before the loan counts as delinquent.
    #[serde(default)]
    pub arrears_grace_days: u32,
    /// Buckets of delinquent days.
    #[serde(default)]
    pub ranges: Vec<Range>,
}

impl LifeProduct {
    /// By what its interest is counted.
    pub(super) fn basis(&self, multiple: i64) -> Basis {
        Basis {
            annual_rate: self.annual_rate.as_decimal(),
            every: self.every,
            unit: self.unit,
            by_period: self.by_period,
            days_in_month: self.days_in_month,
            days_in_year: self.days_in_year,
            year_split: self.year_split,
            whole_periods: self.by_period && !self.partial_period_interest,
            over_term: None,
            rest: self.rest,
            payoff_until: self.payoff_until,
            digits: Digits::USUAL,
            multiple,
        }
    }
}
