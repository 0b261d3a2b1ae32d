//! In which order a payment settles what is owed.

use serde::{Deserialize, Serialize};

/// A part of what is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// Penalty interest.
    Penalty,
    /// Fees and charges.
    Fee,
    /// Interest on overdue interest (复利).
    Compound,
    /// Contract interest.
    Interest,
    /// Principal.
    Principal,
}

/// How an installment stands on the day of the payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// Its due date has passed.
    PastDue,
    /// Due today.
    Due,
    /// Not due yet.
    InAdvance,
}

/// One place in the order: a component, of any installment or only of those past due, due or in advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OrderItem {
    /// The component wherever it is owed.
    Any(Component),
    /// The component of installments that stand so.
    When {
        /// How they stand.
        timing: Timing,
        /// The component.
        component: Component,
    },
}

impl OrderItem {
    /// The component this place is for.
    #[must_use]
    pub fn component(self) -> Component {
        match self {
            OrderItem::Any(component) | OrderItem::When { component, .. } => component,
        }
    }

    pub(crate) fn covers(self, standing: Timing) -> bool {
        match self {
            OrderItem::Any(_) => true,
            OrderItem::When { timing, .. } => timing == standing,
        }
    }
}

/// Whether an installment is finished before the next, or a component across all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Across {
    /// Finish the oldest installment first.
    #[default]
    OldestFirst,
    /// Finish a component across installments first.
    ComponentFirst,
}

/// Where money goes that is left after what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Future {
    /// To the installment whose period is running; the rest is kept as credit for the following due dates.
    #[default]
    Next,
    /// To the last installments.
    Last,
    /// To the running one, then to the last ones.
    NextLast,
    /// Evenly over the installments to come.
    Reamortise,
}

/// Allocation order (还款冲销顺序).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocationTerms {
    /// The order.
    #[serde(default = "default_order")]
    pub order: Vec<OrderItem>,
    /// Installment by installment, or component by component.
    #[serde(default)]
    pub across: Across,
    /// Money beyond what is due.
    #[serde(default)]
    pub future: Future,
    /// Beyond so many days past due, principal comes first (a rule of some lenders for doubtful loans).
    #[serde(default)]
    pub principal_first_after_days: Option<u32>,
}

fn default_order() -> Vec<OrderItem> {
    use Component::{Compound, Fee, Interest, Penalty, Principal};
    [Penalty, Fee, Compound, Interest, Principal].map(OrderItem::Any).to_vec()
}

impl Default for AllocationTerms {
    fn default() -> Self {
        AllocationTerms {
            order: default_order(),
            across: Across::OldestFirst,
            future: Future::Next,
            principal_first_after_days: None,
        }
    }
}

/// What a prepayment does to the installments to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The installment stays, the loan ends earlier.
    #[default]
    ReduceTerm,
    /// The loan ends as agreed, the installment shrinks.
    ReduceInstallment,
}

/// How prepayments are taken (提前还款).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrepaymentTerms {
    /// What happens when the borrower does not say.
    #[serde(default)]
    pub default: Then,
    /// What it costs.
    #[serde(default)]
    pub fee: Option<PrepaymentFee>,
}

/// A fee on the amount prepaid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrepaymentFee {
    /// Fraction of the principal prepaid.
    pub share: String,
    /// Free after so many installments have fallen due.
    #[serde(default)]
    pub free_after_installments: Option<u32>,
}
