//! What every service is given: the database, the clock, the keys, the settings and the doors outwards.

use std::sync::Arc;

use sqlx::PgPool;

use crate::{
    Actor, Result,
    actor::{self, Tx},
    clock::Clock,
    config::{LenderSettings, MessageSettings},
    files::FileStore,
    keys::Keys,
};

/// Shared by all requests and jobs of a process; cheap to clone.
#[derive(Clone)]
pub struct Portal(Arc<Parts>);

pub struct Parts {
    pub pool: PgPool,
    pub clock: Clock,
    pub keys: Keys,
    pub lender: LenderSettings,
    pub messages: MessageSettings,
    pub files: FileStore,
    pub upload_limit_bytes: u64,
    pub trusted_proxies: usize,
    /// True for the demo lender: messages are captured, the clock can be moved, the sandbox provider runs.
    pub demo: bool,
    /// Where the demo's payment provider listens.
    pub sandbox_url: String,
    pub http: reqwest::Client,
}

impl Portal {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Opens a transaction that acts as `actor`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(&self, actor: impl Into<Actor>) -> Result<Tx> {
        actor::begin(&self.pool, &actor.into()).await
    }

    /// Opens a transaction that acts as `actor` and only reads, at one moment; it ends by being dropped.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn read(&self, actor: impl Into<Actor>) -> Result<Tx> {
        actor::read(&self.pool, &actor.into()).await
    }

    /// The origin of the payment provider's pages: a form of ours may lead there.
    #[must_use]
    pub fn payment_origin(&self) -> Option<String> {
        let url: http::Uri = self.demo.then(|| self.sandbox_url.parse().ok()).flatten()?;
        Some(format!("{}://{}", url.scheme_str()?, url.authority()?))
    }
}

impl std::ops::Deref for Portal {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Says nothing of what is inside: it holds keys and connections.
impl std::fmt::Debug for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Portal")
    }
}
