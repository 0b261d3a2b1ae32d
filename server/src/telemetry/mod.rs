//! Structured logs and Prometheus metrics.

use std::net::SocketAddr;

use axum::{Router, routing::get};
use metrics_exporter_prometheus::PrometheusBuilder;

/// Logs to standard error: readable on a terminal, JSON when `AFTERLOAN_LOG_JSON` is set.
pub fn start_logging(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("AFTERLOAN_LOG").unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new("info,sqlx=warn,graphile_worker=warn,graphile_worker_migrations=warn")
    });
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        builder.json().init();
    } else {
        builder.init();
    }
}

/// Serves `/metrics` on a port of its own.
///
/// # Errors
/// When the port is in use.
pub async fn serve_metrics(listen: SocketAddr) -> std::io::Result<()> {
    let handle = PrometheusBuilder::new().install_recorder().map_err(|e| std::io::Error::other(e.to_string()))?;
    let routes = Router::new().route("/metrics", get(move || std::future::ready(handle.render())));
    let listener = tokio::net::TcpListener::bind(listen).await?;
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "metrics stopped");
        }
    });
    Ok(())
}
