//! The provider's own books: the schema `sandbox`, which nothing of the portal reads.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgPool;
use uuid::Uuid;

use super::api::NewTrade;
use crate::{
    Result,
    payments::provider::{Trade, TradeStatus},
};

pub(super) struct TradeRow {
    pub trade_id: Uuid,
    pub reference: String,
    pub amount: Decimal,
    pub currency: String,
    pub title: String,
    pub language: String,
    pub return_url: String,
    pub notify_url: String,
    pub status: String,
    pub paid_at: Option<DateTime<Utc>>,
}

impl TradeRow {
    pub(super) fn status(&self) -> TradeStatus {
        match self.status.as_str() {
            "paid" => TradeStatus::Paid,
            "refused" => TradeStatus::Refused,
            "closed" => TradeStatus::Closed,
            "reversed" => TradeStatus::Reversed,
            _ => TradeStatus::Open,
        }
    }

    pub(super) fn trade(&self) -> Trade {
        Trade {
            trade_id: self.trade_id.simple().to_string(),
            reference: self.reference.clone(),
            amount: self.amount.normalize().to_string(),
            currency: self.currency.clone(),
            status: self.status(),
            paid_at: self.paid_at,
        }
    }
}

macro_rules! trades {
    ($before:literal, $after:literal, $($arg:expr),* $(,)?) => {
        sqlx::query_as!(
            TradeRow,
            $before + r#" trade_id, reference, amount, currency as "currency!", title, language, return_url, notify_url, status, paid_at "# + $after,
            $($arg),*
        )
    };
}

/// Opens a trade; one reference has one.
pub(super) async fn insert_trade(pool: &PgPool, new: &NewTrade, amount: Decimal, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "insert into sandbox.trade (trade_id, reference, amount, currency, title, language, return_url, notify_url, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (reference) do update set language = excluded.language, title = excluded.title",
        Uuid::now_v7(),
        new.reference,
        amount,
        new.currency,
        new.title,
        new.language,
        new.return_url,
        new.notify_url,
        now,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn find_by_reference(pool: &PgPool, reference: &str) -> Result<Option<TradeRow>> {
    Ok(trades!("select", "from sandbox.trade where reference = $1", reference).fetch_optional(pool).await?)
}

pub(super) async fn find_trade(pool: &PgPool, trade_id: Uuid) -> Result<Option<TradeRow>> {
    Ok(trades!("select", "from sandbox.trade where trade_id = $1", trade_id).fetch_optional(pool).await?)
}

/// Pays or refuses an open trade; `false` when it is not open any more.
pub(super) async fn mark_answered(
    pool: &PgPool,
    trade_id: Uuid,
    status: &str,
    notify: &str,
    paid_at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let changed = sqlx::query!(
        "update sandbox.trade set status = $2, notify = $3, paid_at = $4 where trade_id = $1 and status = 'open'",
        trade_id,
        status,
        notify,
        paid_at,
    )
    .execute(pool)
    .await?;
    Ok(changed.rows_affected() == 1)
}

pub(super) async fn mark_closed(pool: &PgPool, reference: &str) -> Result<()> {
    sqlx::query!("update sandbox.trade set status = 'closed' where reference = $1 and status = 'open'", reference)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn mark_reversed(pool: &PgPool, trade_id: Uuid) -> Result<bool> {
    let changed =
        sqlx::query!("update sandbox.trade set status = 'reversed' where trade_id = $1 and status = 'paid'", trade_id)
            .execute(pool)
            .await?;
    Ok(changed.rows_affected() == 1)
}
