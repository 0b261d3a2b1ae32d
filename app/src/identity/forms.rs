//! What persons send: contact, code, sign-out, language, devices, for whom they act.

use axum::response::Response;
use lending::language::Language;
use server::{
    Error,
    identity::{SignedIn, acting, codes, devices},
    ids::SessionId,
};

use super::cookies;
use crate::{form::FormRequest, routes};

/// Sends a code to the contact and leads to the page that takes it.
pub async fn sign_in(form: FormRequest) -> Response {
    let asked = codes::ask(&form.app.portal, form.text("contact"), form.visit.language, &form.visit.device).await;
    to_code_page(form, asked).await
}

/// Takes the code, or sends another one.
pub async fn code(form: FormRequest) -> Response {
    let portal = form.app.portal.clone();
    let flow = form.cookie(codes::FLOW_COOKIE).unwrap_or_default();
    match form.text("act") {
        "" => {}
        "resend" => {
            let asked = codes::resend(&portal, flow, form.visit.language, &form.visit.device).await;
            return to_code_page(form, asked).await;
        }
        _ => return form.answer(Err(Error::Stale("form"))).await,
    }
    let entered = codes::enter(&portal, flow, form.text("code"), cookies::browser(&form)).await;
    let next = form.visit.next();
    match entered {
        Ok(token) => {
            let mut response = form.answer(Ok(next)).await;
            cookies::open(&mut response, &token);
            response
        }
        Err(error) => form.answer(Err(error)).await,
    }
}

async fn to_code_page(form: FormRequest, asked: server::Result<String>) -> Response {
    let to = routes::then(routes::SIGN_IN_CODE, &form.visit.next());
    match asked {
        Ok(flow) => {
            let mut response = form.answer(Ok(to)).await;
            cookies::begin(&mut response, &flow);
            response
        }
        Err(error) => form.answer(Err(error)).await,
    }
}

/// Signs this browser out; also the answer to whoever was signed out already.
pub async fn sign_out(form: FormRequest) -> Response {
    let door = if form.visit.staff().is_some() { routes::DESK_SIGN_IN } else { routes::SIGN_IN };
    let done = match &form.visit.signed_in {
        Some(who) => match devices::sign_out(&form.app.portal, who, who.session_id()).await {
            Ok(()) | Err(Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        },
        None => Ok(()),
    };
    let mut response = form.answer(done.map(|()| format!("{door}?out=1"))).await;
    cookies::close(&mut response);
    response
}

/// Acts for another borrower from now on.
pub async fn act_for(form: FormRequest) -> Response {
    let chosen = async {
        let who = form.person()?;
        let borrower = form.text("borrower").parse().map_err(|_| Error::refused("borrower", "required"))?;
        acting::act_for(&form.app.portal, who, borrower).await
    };
    match chosen.await {
        Ok(token) => {
            let mut response = form.answer(Ok(routes::HOME.to_owned())).await;
            cookies::open(&mut response, &token);
            response
        }
        Err(error) => form.answer(Err(error)).await,
    }
}

/// Signs out one other browser, or all others.
pub async fn security(form: FormRequest) -> Response {
    let done = end_devices(&form, routes::SECURITY).await;
    form.answer(done).await
}

pub(super) async fn end_devices(form: &FormRequest, back: &str) -> server::Result<String> {
    let who: &SignedIn = form.visit.signed_in.as_ref().ok_or(Error::NotFound)?;
    match form.text("act") {
        "others" => devices::sign_out_elsewhere(&form.app.portal, who).await?,
        "one" => {
            let session: SessionId = form.text("session").parse().map_err(|_| Error::NotFound)?;
            match devices::sign_out(&form.app.portal, who, session).await {
                // Already signed out: what was wanted.
                Ok(()) | Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        _ => return Err(Error::Stale("form")),
    }
    Ok(format!("{back}?done=1"))
}

/// Chooses a language for this browser; a signed-in visitor's messages follow it too.
pub async fn language(form: FormRequest) -> Response {
    let back = server::http::own_path(form.text("back")).to_owned();
    let Some(language) = Language::parse(form.text("language")) else {
        return form.answer(Err(Error::refused("language", "unknown_language"))).await;
    };
    let held = server::identity::choose_language(&form.app.portal, form.visit.signed_in.as_ref(), language).await;
    let mut response = form.answer(held.map(|()| back)).await;
    cookies::speak(&mut response, language);
    response
}
