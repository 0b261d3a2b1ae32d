//! The sandbox provider's server: an API for merchants, a page for payers.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::{net::TcpListener, sync::watch};
use uuid::Uuid;

use super::{
    MERCHANT,
    api::{NewTrade, Notice, Opened},
    api_key,
    notify::{self, Manner},
    page, store,
};
use crate::{Portal, Result};

/// Serves the provider until told to stop.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    portal: Portal,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) -> std::result::Result<(), String> {
    axum::serve(listener, routes(portal))
        .with_graceful_shutdown(async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        })
        .await
        .map_err(|e| e.to_string())
}

/// All routes of the provider.
pub fn routes(portal: Portal) -> Router {
    let merchants = Router::new()
        .route("/api/trades", post(open))
        .route("/api/trades/{reference}", get(query))
        .route("/api/trades/{reference}/close", post(close))
        .route_layer(axum::middleware::from_fn_with_state(portal.clone(), merchants_only));
    Router::new()
        .route("/checkout/{trade_id}", get(checkout).post(answer))
        .route(
            "/sandbox.css",
            get(|| async { ([(header::CONTENT_TYPE, "text/css")], include_str!("../../../../style/sandbox.css")) }),
        )
        .merge(merchants)
        .layer(axum::middleware::from_fn_with_state(portal.clone(), policy))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .with_state(portal)
}

async fn merchants_only(State(portal): State<Portal>, request: axum::extract::Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    if given == Some(api_key(&portal).as_str()) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

/// The page loads its own sheet and sends its form to itself, from where it leads back to the merchant.
async fn policy(State(portal): State<Portal>, request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let merchant = portal.lender.public_url.trim_end_matches('/');
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {merchant}; frame-ancestors 'none'; base-uri 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, value);
    }
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// One reference opens one trade; asking again with other figures is refused.
async fn open(State(portal): State<Portal>, Json(new): Json<NewTrade>) -> Response {
    let Ok(amount) = new.amount.parse::<rust_decimal::Decimal>() else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let opened = async {
        store::insert_trade(&portal.pool, &new, amount, portal.clock.now()).await?;
        store::find_by_reference(&portal.pool, &new.reference).await
    };
    match opened.await {
        Ok(Some(trade)) if trade.amount == amount && trade.currency == new.currency => {
            let checkout_url =
                format!("{}/checkout/{}", portal.sandbox_url.trim_end_matches('/'), trade.trade_id.simple());
            Json(Opened { checkout_url }).into_response()
        }
        Ok(Some(_)) => StatusCode::CONFLICT.into_response(),
        other => fault(other.map(|_| ())),
    }
}

async fn query(State(portal): State<Portal>, Path(reference): Path<String>) -> Response {
    match store::find_by_reference(&portal.pool, &reference).await {
        Ok(Some(trade)) => Json(Notice { merchant: MERCHANT.to_owned(), trade: trade.trade() }).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => fault(Err(error)),
    }
}

async fn close(state: State<Portal>, Path(reference): Path<String>) -> Response {
    match store::mark_closed(&state.pool, &reference).await {
        Ok(()) => query(state, Path(reference)).await,
        Err(error) => fault(Err(error)),
    }
}

async fn checkout(State(portal): State<Portal>, headers: HeaderMap, Path(trade_id): Path<String>) -> Response {
    match find(&portal, &trade_id).await {
        Ok(Some(trade)) => Html(page::checkout(&trade)).into_response(),
        Ok(None) => {
            (StatusCode::NOT_FOUND, Html(page::unknown(crate::http::preferred_language(&headers)))).into_response()
        }
        Err(error) => fault(Err(error)),
    }
}

/// Pays, refuses or takes back, and leads back to the merchant. The notice goes its own way.
async fn answer(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Path(trade_id): Path<String>,
    body: Bytes,
) -> Response {
    let fields = crate::http::form_fields(&body);
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let trade = match find(&portal, &trade_id).await {
        Ok(Some(trade)) => trade,
        Ok(None) => return checkout(State(portal), headers, Path(trade_id)).await,
        Err(error) => return fault(Err(error)),
    };
    let manner = Manner::parse(field("notify")).unwrap_or(Manner::Once);
    let moved = match field("answer") {
        "pay" => {
            store::mark_answered(&portal.pool, trade.trade_id, "paid", manner.code(), Some(portal.clock.now())).await
        }
        "refuse" => store::mark_answered(&portal.pool, trade.trade_id, "refused", manner.code(), None).await,
        "reverse" => store::mark_reversed(&portal.pool, trade.trade_id).await,
        _ => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    match moved {
        Ok(true) => {
            notify::tell(&portal, &trade, manner);
            Redirect::to(&trade.return_url).into_response()
        }
        // A second click, or a page from before: show how the trade stands.
        Ok(false) => Redirect::to(&format!("/checkout/{}", trade.trade_id.simple())).into_response(),
        Err(error) => fault(Err(error)),
    }
}

async fn find(portal: &Portal, trade_id: &str) -> Result<Option<store::TradeRow>> {
    match Uuid::try_parse(trade_id) {
        Ok(trade_id) => store::find_trade(&portal.pool, trade_id).await,
        Err(_) => Ok(None),
    }
}

fn fault(result: Result<()>) -> Response {
    if let Err(error) = result {
        tracing::error!(%error, "the sandbox provider failed");
    }
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
