//! How the provider tells: at once, twice, late or never, as was chosen on its page.

use std::time::Duration;

use super::{
    MERCHANT,
    api::Notice,
    signature,
    store::{self, TradeRow},
    webhook_secret,
};
use crate::Portal;

macro_rules! manners {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// How notices of a trade come.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Manner { $($(#[$doc])* $name),* }
        impl Manner {
            pub(super) const ALL: &'static [Manner] = &[$(Manner::$name),*];
            pub(super) fn code(self) -> &'static str { match self { $(Manner::$name => $code),* } }
            pub(super) fn parse(code: &str) -> Option<Self> { match code { $($code => Some(Manner::$name),)* _ => None } }
        }
    };
}
manners! {
    Once = "once",
    Twice = "twice",
    /// Well after the browser is back.
    Late = "late",
    /// The portal has to ask.
    Never = "never",
}

const LATE: Duration = Duration::from_secs(15);
/// A notice that is not answered with 2xx is sent again after these pauses.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(60), Duration::from_secs(300)];

/// Sends the notices of a trade, beside the request that caused them.
pub(super) fn tell(portal: &Portal, trade: &TradeRow, manner: Manner) {
    let (times, delay) = match manner {
        Manner::Once => (1, Duration::ZERO),
        Manner::Twice => (2, Duration::ZERO),
        Manner::Late => (1, LATE),
        Manner::Never => (0, Duration::ZERO),
    };
    for _ in 0..times {
        let (portal, trade_id) = (portal.clone(), trade.trade_id);
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            // As it stands when it is told: a trade reversed meanwhile is told as reversed.
            if let Ok(Some(trade)) = store::find_trade(&portal.pool, trade_id).await {
                deliver(&portal, &trade).await;
            }
        });
    }
}

async fn deliver(portal: &Portal, trade: &TradeRow) {
    let notice = Notice { merchant: MERCHANT.to_owned(), trade: trade.trade() };
    let Ok(body) = serde_json::to_vec(&notice) else { return };
    for pause in std::iter::once(Duration::ZERO).chain(PAUSES) {
        tokio::time::sleep(pause).await;
        let signature = signature::sign(&webhook_secret(portal), &body, portal.clock.now());
        let request = portal.http.post(&trade.notify_url).header(signature::HEADER, signature);
        let answer = request.header("content-type", "application/json").body(body.clone()).send().await;
        match answer {
            Ok(answer) if answer.status().is_success() => return,
            Ok(answer) => tracing::warn!(status = %answer.status(), "the sandbox provider's notice was not taken"),
            Err(error) => tracing::warn!(error = %error.without_url(), "the sandbox provider's notice did not arrive"),
        }
    }
}
