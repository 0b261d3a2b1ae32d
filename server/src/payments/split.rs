//! How a payment is divided: as it was shown before paying, and as the loan took it.

use chrono::NaiveDate;
use lending::{
    money::{Currency, Money},
    replay::{Part, PaymentKind, PaymentSplit},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// What of a payment goes to which installment and to which component of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The day it counts for.
    pub on: NaiveDate,
    pub amount: Money,
    pub parts: Vec<Part>,
    /// Principal paid before it is due, in no installment.
    pub prepaid: Money,
    pub prepayment_fee: Money,
    /// What nothing takes: the borrower's credit.
    pub credit: Money,
}

/// The same as kept with a payment: amounts as text, the currency once, in the payment's row.
#[derive(Serialize, Deserialize)]
struct Kept {
    on: NaiveDate,
    amount: String,
    parts: Vec<KeptPart>,
    prepaid: String,
    prepayment_fee: String,
    credit: String,
    seen: String,
}

#[derive(Serialize, Deserialize)]
struct KeptPart {
    n: u32,
    penalty: String,
    fee: String,
    compound: String,
    interest: String,
    principal: String,
}

impl Split {
    /// Out of a replayed loan: what became of one event's money.
    pub(super) fn of(payments: &[PaymentSplit], event_id: &str) -> Option<Self> {
        // Credit that is used later stands in the list under the same event.
        let own = |p: &&PaymentSplit| {
            p.event_id == event_id && matches!(p.kind, PaymentKind::Payment | PaymentKind::Prepayment)
        };
        payments.iter().find(own).map(|p| Self {
            on: p.on,
            amount: p.amount,
            parts: p.parts.clone(),
            prepaid: p.prepaid,
            prepayment_fee: p.prepayment_fee,
            credit: p.credit,
        })
    }

    /// Whether the money goes the same ways, whatever the day.
    #[must_use]
    pub fn goes_as(&self, other: &Self) -> bool {
        Self { on: other.on, ..self.clone() } == *other
    }

    /// A name for exactly this split of exactly this kind of payment, and the principal it leaves; a confirmation
    /// carries it, so that nobody confirms something other than what they saw.
    #[must_use]
    pub(super) fn fingerprint(&self, kind: &str, left: Money) -> String {
        let text = serde_json::json!([kind, self.keep(String::new()), left]).to_string();
        hex::encode(Sha256::digest(text.as_bytes()))
    }

    /// For the payment's row, with the fingerprint that was confirmed.
    pub(super) fn keep(&self, seen: String) -> Value {
        let kept = Kept {
            on: self.on,
            amount: self.amount.to_string(),
            parts: self
                .parts
                .iter()
                .map(|p| KeptPart {
                    n: p.n,
                    penalty: p.penalty.to_string(),
                    fee: p.fee.to_string(),
                    compound: p.compound.to_string(),
                    interest: p.interest.to_string(),
                    principal: p.principal.to_string(),
                })
                .collect(),
            prepaid: self.prepaid.to_string(),
            prepayment_fee: self.prepayment_fee.to_string(),
            credit: self.credit.to_string(),
            seen,
        };
        serde_json::to_value(kept).unwrap_or_default()
    }

    /// Reads back what [`Split::keep`] wrote: the split and the fingerprint.
    pub(super) fn read(kept: Value, currency: Currency) -> Result<(Self, String)> {
        let kept: Kept = serde_json::from_value(kept).map_err(|e| Error::Fault(format!("a kept preview: {e}")))?;
        let money = |text: &str| Money::parse(text, currency).map_err(|e| Error::Fault(format!("a kept preview: {e}")));
        let parts = kept
            .parts
            .iter()
            .map(|p| {
                Ok(Part {
                    n: p.n,
                    penalty: money(&p.penalty)?,
                    fee: money(&p.fee)?,
                    compound: money(&p.compound)?,
                    interest: money(&p.interest)?,
                    principal: money(&p.principal)?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let split = Self {
            on: kept.on,
            amount: money(&kept.amount)?,
            parts,
            prepaid: money(&kept.prepaid)?,
            prepayment_fee: money(&kept.prepayment_fee)?,
            credit: money(&kept.credit)?,
        };
        Ok((split, kept.seen))
    }
}
