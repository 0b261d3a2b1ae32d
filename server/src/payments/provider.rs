//! What the portal needs of a payment provider, whichever it is.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use lending::{language::Language, money::Money};
use serde::{Deserialize, Serialize};

use super::sandbox;
use crate::{Portal, Result};

/// What the provider is asked to collect. It learns no name and no loan.
#[derive(Clone, Debug)]
pub struct ProviderOrder {
    /// Ours; asking twice with the same one opens one trade.
    pub reference: String,
    pub amount: Money,
    /// Stands on the provider's page.
    pub title: String,
    pub language: Language,
    /// Where the browser comes back to.
    pub return_url: String,
}

/// How a trade stands at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TradeStatus {
    Open,
    Paid,
    Refused,
    /// Nobody can pay it any more, and nobody did.
    Closed,
    /// Was paid, and the money was taken back.
    Reversed,
}

/// A trade as the provider tells it. Amount and currency are its claim; they are compared with ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    pub trade_id: String,
    pub reference: String,
    pub amount: String,
    pub currency: String,
    pub status: TradeStatus,
    pub paid_at: Option<DateTime<Utc>>,
}

/// Why a notice is not believed. The sender learns nothing but that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNotice {
    #[error("no signature")]
    Unsigned,
    #[error("the signature is of something else")]
    WrongSignature,
    #[error("signed too long ago, or in the future")]
    WrongTime,
    #[error("signed, but not a notice")]
    NotANotice,
    #[error("a notice for another merchant")]
    OtherMerchant,
}

#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Names the provider in our rows and in its webhook's address.
    fn code(&self) -> &'static str;

    /// Opens a trade, or finds the one opened before with the same reference, and gives the address
    /// of its page.
    async fn open(&self, order: &ProviderOrder) -> Result<String>;

    /// Proves that a notice comes from the provider, over the bytes as they came, and reads it.
    fn read_notice(&self, headers: &http::HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<Trade, BadNotice>;

    /// How the trade with our reference stands; `None` when the provider has none.
    async fn query(&self, reference: &str) -> Result<Option<Trade>>;

    /// Sees to it that the trade cannot be paid any more, unless it has been.
    async fn close(&self, reference: &str) -> Result<Option<Trade>>;
}

/// The provider of this portal; `None` when the lender takes no payments online.
#[must_use]
pub fn of(portal: &Portal) -> Option<Box<dyn PaymentProvider>> {
    if portal.demo { Some(Box::new(sandbox::Client::new(portal))) } else { None }
}
