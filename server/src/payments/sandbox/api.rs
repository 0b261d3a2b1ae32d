//! What goes over the wire between the two sides.

use serde::{Deserialize, Serialize};

use crate::payments::provider::Trade;

/// `POST /api/trades`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTrade {
    pub reference: String,
    pub amount: String,
    pub currency: String,
    pub title: String,
    pub language: String,
    pub return_url: String,
    pub notify_url: String,
}

/// Its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    pub checkout_url: String,
}

/// A notice: the trade as it stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    pub merchant: String,
    pub trade: Trade,
}
