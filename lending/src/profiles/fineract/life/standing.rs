//! The loan as it stands.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Delinquency, PaymentType};
use crate::money::Money;

/// A row as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifeRow {
    /// Number, from 1.
    pub n: u32,
    /// Due date.
    pub due_on: NaiveDate,
    /// Principal.
    pub principal: Money,
    /// Interest.
    pub interest: Money,
    /// Fees.
    pub fee: Money,
    /// Penalties.
    pub penalty: Money,
    /// All of them.
    pub total: Money,
    /// Paid.
    pub paid: Money,
    /// Paid before the due date.
    pub in_advance: Money,
    /// Paid after it.
    pub late: Money,
    /// Still open.
    pub outstanding: Money,
}

/// A payment and its split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifePayment {
    /// What it is.
    #[serde(rename = "type")]
    pub payment: PaymentType,
    /// Value date.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// To principal.
    pub principal: Money,
    /// To interest.
    pub interest: Money,
    /// To fees.
    pub fee: Money,
    /// To penalties.
    pub penalty: Money,
}

/// The loan as it stands after the last event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Life {
    /// Its rows.
    pub rows: Vec<LifeRow>,
    /// Its payments.
    pub payments: Vec<LifePayment>,
    /// Paid too much.
    pub overpaid: Money,
    /// How late it is.
    pub delinquency: Delinquency,
}
