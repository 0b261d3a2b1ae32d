//! The demo's door: everything is kept and shown, nothing leaves.

use async_trait::async_trait;
use sqlx::PgPool;

use super::{Door, Handed, Letter, store};

pub struct Mailbox {
    pool: PgPool,
}

impl Mailbox {
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl Door for Mailbox {
    async fn hand(&self, letter: &Letter) -> Handed {
        let kept = async {
            let mut conn = self.pool.acquire().await?;
            let title = match letter.channel {
                super::Channel::Sms => "",
                super::Channel::Email => &letter.title,
            };
            store::insert_captured(&mut conn, letter.channel.code(), &letter.to, title, &letter.body, letter.at).await
        };
        match kept.await {
            Ok(()) => Handed::Taken,
            Err(error) => Handed::RefusedForNow(error.to_string()),
        }
    }

    async fn knock(&self) -> Result<(), String> {
        Ok(())
    }
}
