//! Where providers call. A notice proves itself by its signature over the bytes as they came.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    routing::post,
};
use http::{HeaderMap, StatusCode};

use super::{provider, sandbox, settle};
use crate::Portal;

/// Bytes a notice may have.
const NOTICE_LIMIT_BYTES: usize = 16 * 1024;

pub fn routes() -> Router<Portal> {
    Router::new().route("/webhooks/sandbox", post(sandbox_notice)).layer(DefaultBodyLimit::max(NOTICE_LIMIT_BYTES))
}

/// 200: taken in, or known already. 400: not believed, and nothing kept but a count. 500: say it again.
async fn sandbox_notice(State(portal): State<Portal>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let Some(provider) = provider::of(&portal).filter(|p| p.code() == sandbox::CODE) else {
        return StatusCode::NOT_FOUND;
    };
    let trade = match provider.read_notice(&headers, &body, portal.clock.now()) {
        Ok(trade) => trade,
        Err(why) => {
            tracing::warn!(%why, provider = provider.code(), "a notice was refused");
            metrics::counter!("payment_notices_refused_total", "provider" => provider.code()).increment(1);
            return StatusCode::BAD_REQUEST;
        }
    };
    match settle(&portal, provider.code(), &trade).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, reference = %trade.reference, "a notice could not be taken in");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
