//! Where the SMS gateway reports. The address holds a secret of 256 bits and is all the proof there is.

use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};
use http::StatusCode;

use super::report;
use crate::{Error, Portal};

#[derive(serde::Deserialize)]
struct Report {
    status: u16,
}

pub fn routes(portal: Portal) -> Router {
    Router::new().route("/reports/sms/{reference}", get(sms).post(sms)).with_state(portal)
}

async fn sms(State(portal): State<Portal>, Path(reference): Path<String>, Query(said): Query<Report>) -> StatusCode {
    match report::receive(&portal, &reference, said.status).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(Error::NotFound) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(%error, "a delivery report could not be taken");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
