//! Routes for machines: health, the lender's colours. Slices add their webhooks and reports.

use axum::{Router, extract::State, routing::get};
use http::{StatusCode, header};

use crate::Portal;

pub fn routes(portal: Portal) -> Router {
    Router::new()
        .route("/health/live", get(|| async { "ok" }))
        .route("/health/ready", get(ready))
        .route("/lender.css", get(lender_css))
        .merge(crate::payments::http::routes())
        .with_state(portal.clone())
        .merge(crate::reminders::http::routes(portal))
}

async fn ready(State(portal): State<Portal>) -> (StatusCode, &'static str) {
    match sqlx::query_scalar::<_, i32>("select 1").fetch_one(&portal.pool).await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database")
        }
    }
}

/// The lender's accent in place of jade; the settings checked that these are colours.
async fn lender_css(State(portal): State<Portal>) -> ([(header::HeaderName, &'static str); 2], String) {
    let rule = |colour: &Option<String>| colour.as_ref().map_or(String::new(), |c| format!(":root{{--jade:{c}}}"));
    let light = rule(&portal.lender.accent);
    let dark = rule(&portal.lender.accent_dark);
    (
        [(header::CONTENT_TYPE, "text/css"), (header::CACHE_CONTROL, "public, max-age=300")],
        format!("{light}@media (prefers-color-scheme: dark){{{dark}}}"),
    )
}
