//! Pages, forms and downloads put together behind one gate.

use axum::{
    Router,
    extract::{FromRef, MatchedPath, Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, get, post},
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
    demo, documents, files, financials, identity, loans, payments, reminders, requests, routes,
    shell::{App, shell},
    staff,
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
    let mut router = Router::new().leptos_routes_with_context(&state, generate_route_list(App), context, document);
    for Handler { path, route, .. } in handlers() {
        router = router.route(path, route);
    }
    router
        .route_layer(axum::middleware::from_fn_with_state(state.clone(), gate))
        .fallback(problem::unknown_address)
        .with_state(state)
}

/// A form's or a download's handler, and where it answers.
struct Handler {
    path: &'static str,
    method: Method,
    route: MethodRouter<AppState>,
}

fn form<H, T>(path: &'static str, handler: H) -> Handler
where
    H: axum::handler::Handler<T, AppState>,
    T: 'static,
{
    Handler { path, method: Method::POST, route: post(handler) }
}

fn download<H, T>(path: &'static str, handler: H) -> Handler
where
    H: axum::handler::Handler<T, AppState>,
    T: 'static,
{
    Handler { path, method: Method::GET, route: get(handler) }
}

/// All that answers beside the pages.
fn handlers() -> Vec<Handler> {
    vec![
        // identity
        form("/language", identity::forms::language),
        form("/sign-in", identity::forms::sign_in),
        form("/sign-in/code", identity::forms::code),
        form("/sign-out", identity::forms::sign_out),
        form("/act-for", identity::forms::act_for),
        form("/security", identity::forms::security),
        form("/desk/sign-in", identity::desk_forms::sign_in),
        form("/desk/sign-in/second", identity::desk_forms::second_factor),
        form("/desk/security", identity::desk_forms::security),
        // demo
        form("/demo", demo::forms::clock),
        // loans
        download("/loans/{id}/schedule.csv", loans::download::schedule_csv),
        // documents
        download("/loans/{id}/statement.csv", documents::download::statement_csv),
        // staff
        download("/desk/audit.csv", staff::download::audit_csv),
        // payments
        form("/loans/{id}/pay", payments::forms::pay),
        form("/payments/{id}", payments::forms::payment),
        // requests
        form("/loans/{id}/change", requests::forms::change),
        form("/requests/{id}", requests::forms::request),
        form("/desk/requests/{id}", requests::forms::decision),
        // files
        download("/files/{id}", files::download::own),
        download("/desk/files/{id}", files::download::at_desk),
        // financials
        form("/financials/{id}", financials::forms::upload),
        form("/desk/financials/{id}", financials::forms::review),
        // reminders
        form("/preferences", reminders::forms::preferences),
    ]
}

/// Every address that is answered, with its method: what the access table is compared with.
#[must_use]
pub fn registered() -> Vec<(String, Method)> {
    let pages = generate_route_list(App).into_iter().map(|page| (page.path().to_owned(), Method::GET));
    let handlers = handlers().into_iter().map(|handler| (handler.path.to_owned(), handler.method));
    pages.chain(handlers).collect()
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
    // A page's router reads `..` as a step up, also when it is encoded: it would draw another page than
    // the one that was asked about.
    let who = who.filter(|_| !steps_aside(request.uri().path()));
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

/// Whether a part of a path is `.` or `..`, encoded or not.
fn steps_aside(path: &str) -> bool {
    path.split('/').any(|part| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."))
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
