//! POST handlers of the reminders slice.

use axum::response::Response;
use server::reminders::preferences::{self, Wanted};

use crate::{form::FormRequest, identity, routes};

/// Keeps how a person wants to hear of us. The pages follow the language at once.
pub async fn preferences(form: FormRequest) -> Response {
    let result = async {
        let wanted = Wanted {
            language: form.text("language"),
            time_zone: form.text("time_zone"),
            quiet_from: form.text("quiet_from"),
            quiet_to: form.text("quiet_to"),
        };
        preferences::save(&form.app.portal, form.person()?, wanted).await
    }
    .await;
    match result {
        Ok(language) => {
            let mut response = form.answer(Ok(format!("{}?saved=1", routes::PREFERENCES))).await;
            identity::cookies::speak(&mut response, language);
            response
        }
        Err(error) => form.answer(Err(error)).await,
    }
}
