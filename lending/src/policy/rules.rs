//! The policy: limits and switches, each with the lender's usual default.

use serde::{Deserialize, Serialize};

use crate::money::AnnualRate;

/// Rules for changes of the plan. A rule that is `null` is not checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// One open request of a kind per loan.
    pub one_open_request: bool,
    /// A change must be asked for at least so many days before the next due date.
    pub min_days_before_due: Option<u32>,
    /// So many installments must have been paid.
    pub min_installments_paid: Option<u32>,
    /// Most changes in a loan's life.
    pub max_changes: Option<u32>,
    /// Most changes within 365 days.
    pub max_changes_a_year: Option<u32>,
    /// By how much a loan may be extended in all; the first row that fits the original term counts.
    pub extension_caps: Vec<ExtensionCap>,
    /// Most days past due; what is older must be paid first.
    pub max_days_past_due: Option<u32>,
    /// Every guarantor must have consented in writing.
    pub guarantors_consent: bool,
    /// Kinds of documents that must be there.
    pub documents: Vec<String>,
    /// Most of the portfolio that may be restructured, as a fraction.
    pub max_restructured_share: Option<AnnualRate>,
    /// After a restructuring, so many days without another change.
    pub watch_days: Option<u32>,
}

/// How far a loan of a certain original term may be extended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionCap {
    /// For original terms up to so many months; `null`: any.
    #[serde(default)]
    pub term_up_to_months: Option<u32>,
    /// At most this per cent of the original term.
    #[serde(default)]
    pub percent_of_term: Option<u32>,
    /// At most so many months.
    #[serde(default)]
    pub months: Option<u32>,
}

/// Loans up to one year: as long again; up to five years: half as long; beyond: three years
/// (贷款通则 article 12).
impl Default for Policy {
    fn default() -> Self {
        let cap =
            |term_up_to_months, percent_of_term, months| ExtensionCap { term_up_to_months, percent_of_term, months };
        Policy {
            one_open_request: true,
            min_days_before_due: Some(3),
            min_installments_paid: Some(1),
            max_changes: Some(3),
            max_changes_a_year: Some(2),
            extension_caps: vec![
                cap(Some(12), Some(100), None),
                cap(Some(60), Some(50), None),
                cap(None, None, Some(36)),
            ],
            max_days_past_due: Some(90),
            guarantors_consent: true,
            documents: Vec::new(),
            max_restructured_share: None,
            watch_days: None,
        }
    }
}
