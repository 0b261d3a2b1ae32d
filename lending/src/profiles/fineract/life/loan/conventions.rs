//! What a lender's product says besides the terms that all loans have.

use serde::{Deserialize, Serialize};

use super::super::{PayoffUntil, Rest, Rule};
use crate::profiles::fineract::Generator;
use crate::terms::AllocationTerms;

/// Whose conventions they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// Apache Fineract.
    Fineract,
}

/// Conventions that no single term can say: the core's own generator of schedules, and whether interest follows what
/// happens. A named profile ([`crate::profiles::named`]) has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conventions {
    /// Whose.
    pub of: System,
    /// Progressive or cumulative.
    pub generator: Generator,
    /// Interest follows the payments: less after early ones, more while principal is overdue.
    #[serde(default)]
    pub recalculates: bool,
    /// When late payments take effect on it.
    #[serde(default)]
    pub rest: Rest,
    /// Until when an early payment owes interest.
    #[serde(default)]
    pub payoff_until: PayoffUntil,
    /// Overdue principal bears no contract interest.
    #[serde(default)]
    pub no_interest_on_past_due: bool,
    /// With interest by period: a tranche within a period is charged from its day, otherwise from the period's start.
    #[serde(default)]
    pub partial_period_interest: bool,
    /// What a payment leaves after what is due goes by this order; `allocation` of the terms is then for what is due.
    #[serde(default)]
    pub ahead: Option<AllocationTerms>,
    /// Other orders for some types of payments (`goodwill_credit`, say).
    #[serde(default)]
    pub rules: Vec<Rule>,
}
