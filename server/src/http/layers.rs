//! What every answer carries and every unsafe request must prove.

use axum::{
    Router,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tower_http::{
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the common layers around all routes. Paths below `/webhooks/` and `/reports/` prove
/// themselves by signature or secret instead of origin.
pub fn protect(routes: Router) -> Router {
    routes
        .layer(axum::middleware::from_fn(same_origin))
        .layer(axum::middleware::from_fn(headers))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn(measure))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        // A client's own id is not believed: it would let it write into our log.
        .layer(axum::middleware::from_fn(|mut request: Request, next: Next| async move {
            request.headers_mut().remove(REQUEST_ID);
            next.run(request).await
        }))
}

fn span<B>(request: &http::Request<B>) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|v| v.to_str().ok()).unwrap_or("");
    tracing::info_span!("request", id, method = %request.method(), path = %shape(request.uri().path()))
}

/// A path without the ids in it: logs and metrics name routes, not people's loans.
fn shape(path: &str) -> String {
    path.split('/').map(|part| if part.len() > 24 { "{id}" } else { part }).collect::<Vec<_>>().join("/")
}

async fn measure(request: Request, next: Next) -> Response {
    let begun = std::time::Instant::now();
    let method = request.method().as_str().to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("http_requests_total", "method" => method, "status" => status).increment(1);
    metrics::histogram!("http_request_seconds").record(begun.elapsed().as_secs_f64());
    response
}

/// An unsafe request must come from our own pages: `Sec-Fetch-Site` says so, or `Origin` is our host.
async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let machine = ["/webhooks/", "/reports/"].iter().any(|p| request.uri().path().starts_with(p));
    if safe || machine || comes_from_us(&request) {
        return next.run(request).await;
    }
    tracing::warn!("an unsafe request from another origin was refused");
    StatusCode::FORBIDDEN.into_response()
}

fn comes_from_us(request: &Request) -> bool {
    let text = |name: HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let host = text(header::HOST);
    match (text(header::ORIGIN), host) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        _ => false,
    }
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("permissions-policy", "camera=(self), geolocation=(), microphone=(), payment=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // Pages set their own policy with their nonce; all else may do nothing at all.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
