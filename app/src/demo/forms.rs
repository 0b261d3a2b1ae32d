//! Moving the demo's clock.

use axum::response::Response;

use crate::{form::FormRequest, routes};

/// Most days that one press moves the clock.
const MOST_DAYS: u64 = 31;

pub async fn clock(form: FormRequest) -> Response {
    let result = match form.text("days").parse::<u64>() {
        Ok(days) if (1..=MOST_DAYS).contains(&days) => {
            server::demo::clock::forward(&form.app.portal, days).await.map(|_| routes::DEMO.to_owned())
        }
        _ => Err(server::Error::refused_with("days", "days_range", vec![MOST_DAYS.to_string()])),
    };
    form.answer(result).await
}
