//! Pages, forms and downloads put together behind one gate.

use axum::{
    Router,
    extract::{FromRef, MatchedPath, Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use lending::language::Language;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use server::{
    Portal,
    http::Assets,
    identity::{
        SignedIn,
        session::{self, Found},
    },
};

use crate::{
    access::{self, Who},
    demo, files, financials, identity, loans, payments, reminders, requests, routes,
    shell::{App, shell},
    ui::problem,
    visit::Visit,
};

/// What handlers of this crate are given.
#[derive(Clone, FromRef)]
pub struct AppState {
    pub leptos: LeptosOptions,
    pub portal: Portal,
    pub assets: Assets,
}

/// Everything a browser asks for by address, each route behind the gate.
pub fn router(portal: Portal, assets: Assets) -> Router {
    let state = AppState { leptos: leptos_options(&assets), portal, assets };
    let context = {
        let state = state.clone();
        move || {
            provide_context(state.portal.clone());
            provide_context(state.assets.clone());
        }
    };
    let document = {
        let options = state.leptos.clone();
        move || shell(options.clone())
    };
    Router::new()
        .leptos_routes_with_context(&state, generate_route_list(App), context, document)
        .route("/language", post(identity::forms::language))
        .route("/demo", post(demo::forms::clock))
        .route("/preferences", post(reminders::forms::preferences))
        .route("/sign-in", post(identity::forms::sign_in))
        .route("/sign-in/code", post(identity::forms::code))
        .route("/sign-out", post(identity::forms::sign_out))
        .route("/act-for", post(identity::forms::act_for))
        .route("/security", post(identity::forms::security))
        .route("/desk/sign-in", post(identity::desk_forms::sign_in))
        .route("/desk/sign-in/second", post(identity::desk_forms::second_factor))
        .route("/desk/security", post(identity::desk_forms::security))
        .route("/loans/{id}/schedule.csv", get(loans::download::schedule_csv))
        .route("/loans/{id}/pay", post(payments::forms::pay))
        .route("/payments/{id}", post(payments::forms::payment))
        .route("/loans/{id}/change", post(requests::forms::change))
        .route("/requests/{id}", post(requests::forms::request))
        .route("/desk/requests/{id}", post(requests::forms::decision))
        .route("/files/{id}", get(files::download::own))
        .route("/desk/files/{id}", get(files::download::at_desk))
        .route("/financials/{id}", post(financials::forms::upload))
        .route("/desk/financials/{id}", post(financials::forms::review))
        .route_layer(axum::middleware::from_fn_with_state(state.clone(), gate))
        .fallback(problem::unknown_address)
        .with_state(state)
}

fn leptos_options(assets: &Assets) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name(assets.name.clone())
        .site_root(assets.site.display().to_string())
        .site_pkg_dir("pkg")
        .build()
}

/// Finds out who asks, and lets them through when [`access::RULES`] does.
async fn gate(State(app): State<AppState>, matched: MatchedPath, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let visit = match visit_of(&app, &head).await {
        Ok(visit) => visit,
        Err(error) => {
            tracing::error!(%error, "who asks could not be found out");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let mut request = Request::from_parts(head, body);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let who = access::rule(matched.as_str()).and_then(|rule| if reads { rule.get } else { rule.post });
    let verdict = who.map_or(Verdict::Absent, |who| judge(who, &visit, app.portal.demo));
    request.extensions_mut().insert(visit.clone());
    match verdict {
        Verdict::Enter if reads => identity::parked::restore(&app, &visit, request, next).await,
        Verdict::Enter => next.run(request).await,
        Verdict::Absent => problem::unknown_address(State(app), request).await,
        Verdict::ToDesk => Redirect::to(routes::DESK).into_response(),
        Verdict::SignIn(door) if reads => Redirect::to(&routes::then(door, &visit.path)).into_response(),
        Verdict::SignIn(door) => identity::parked::park(&app, &visit, request, door).await,
    }
}

enum Verdict {
    Enter,
    SignIn(&'static str),
    /// A colleague who asks for the portal's root means the desk.
    ToDesk,
    /// Also for what is there, but not for this visitor.
    Absent,
}

fn judge(who: Who, visit: &Visit, demo: bool) -> Verdict {
    if who.admits(visit.signed_in.as_ref(), demo) {
        return Verdict::Enter;
    }
    match (who, &visit.signed_in) {
        (Who::Person, Some(SignedIn::Staff(_))) if visit.path == routes::HOME => Verdict::ToDesk,
        (Who::Person, _) => Verdict::SignIn(routes::SIGN_IN),
        (Who::Staff(_), None) => Verdict::SignIn(routes::DESK_SIGN_IN),
        (Who::Staff(_) | Who::Demo | Who::Anyone, _) => Verdict::Absent,
    }
}

/// Who asks, in which language, from where.
pub(crate) async fn visit_of(app: &AppState, head: &Parts) -> server::Result<Visit> {
    let headers = &head.headers;
    let found = match server::http::cookie(headers, session::COOKIE) {
        Some(token) => session::find(&app.portal, token).await?,
        None => Found::Nothing,
    };
    let (signed_in, expired) = match found {
        Found::Live(who) => (Some(who), None),
        Found::Expired { person_id, staff_id } => (None, Some((person_id, staff_id))),
        Found::Nothing => (None, None),
    };
    let chosen = server::http::cookie(headers, "language").and_then(Language::parse);
    let held = signed_in.as_ref().map(SignedIn::language);
    Ok(Visit {
        language: chosen.or(held).unwrap_or_else(|| server::http::preferred_language(headers)),
        signed_in,
        expired,
        path: head.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
        device: server::http::device(head, app.portal.trusted_proxies),
    })
}
