//! Our side of the sandbox provider: opening, asking, closing, and believing notices.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode};

use super::{
    CODE, MERCHANT, api,
    api::{NewTrade, Notice, Opened},
    api_key, signature, webhook_secret,
};
use crate::{
    Error, Portal, Result,
    payments::provider::{BadNotice, PaymentProvider, ProviderOrder, Trade},
};

pub struct Client {
    http: reqwest::Client,
    url: String,
    api_key: String,
    webhook_secret: [u8; 32],
    notify_url: String,
}

impl Client {
    #[must_use]
    pub fn new(portal: &Portal) -> Self {
        Self {
            http: portal.http.clone(),
            url: portal.sandbox_url.trim_end_matches('/').to_owned(),
            api_key: api_key(portal),
            webhook_secret: webhook_secret(portal),
            notify_url: format!("{}/webhooks/{CODE}", portal.lender.public_url.trim_end_matches('/')),
        }
    }

    /// A trade's address at the provider. A reference is ours, but what is put into an address is encoded.
    fn trade_url(&self, reference: &str) -> String {
        format!("{}/api/trades/{}", self.url, crate::http::encode(reference))
    }

    async fn trade(&self, request: reqwest::RequestBuilder) -> Result<Option<Trade>> {
        let answer = request.bearer_auth(&self.api_key).send().await.map_err(outside)?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let notice: Notice = answer.error_for_status().map_err(outside)?.json().await.map_err(outside)?;
        Ok(Some(notice.trade))
    }
}

#[async_trait]
impl PaymentProvider for Client {
    fn code(&self) -> &'static str {
        CODE
    }

    async fn open(&self, order: &ProviderOrder) -> Result<String> {
        let new = NewTrade {
            reference: order.reference.clone(),
            amount: order.amount.to_string(),
            currency: order.amount.currency().code().to_owned(),
            title: order.title.clone(),
            language: order.language.code().to_owned(),
            return_url: order.return_url.clone(),
            notify_url: self.notify_url.clone(),
        };
        let request = self.http.post(format!("{}/api/trades", self.url)).bearer_auth(&self.api_key).json(&new);
        let opened: Opened = request
            .send()
            .await
            .map_err(outside)?
            .error_for_status()
            .map_err(outside)?
            .json()
            .await
            .map_err(outside)?;
        Ok(opened.checkout_url)
    }

    fn read_notice(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<Trade, BadNotice> {
        let header = headers.get(signature::HEADER).and_then(|value| value.to_str().ok());
        signature::verify(&self.webhook_secret, header, body, now)?;
        let notice: api::Notice = serde_json::from_slice(body).map_err(|_| BadNotice::NotANotice)?;
        if notice.merchant == MERCHANT { Ok(notice.trade) } else { Err(BadNotice::OtherMerchant) }
    }

    async fn query(&self, reference: &str) -> Result<Option<Trade>> {
        self.trade(self.http.get(self.trade_url(reference))).await
    }

    async fn close(&self, reference: &str) -> Result<Option<Trade>> {
        self.trade(self.http.post(format!("{}/close", self.trade_url(reference)))).await
    }
}

fn outside(error: reqwest::Error) -> Error {
    Error::outside("the payment provider", error.without_url())
}
