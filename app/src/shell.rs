//! The document around every page, and the routes of the pages.

use axum::http::{HeaderName, HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    demo, documents, financials, identity, loans, payments, reminders, requests, staff,
    ui::problem::NotFound,
    visit::{Visit, portal},
};

/// The document. Nothing here loads a script: a page with an island asks for it itself
/// ([`crate::ui::IslandScripts`]).
pub fn shell(options: LeptosOptions) -> impl IntoView {
    provide_meta_context();
    set_policy();
    // Pages are paper: no resource is serialised for the browser.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    provide_context(options);
    let visit = Visit::current();
    let portal = portal();
    let assets = use_context::<server::http::Assets>().unwrap_or_default();
    let accent = portal.lender.accent.is_some().then(|| view! { <link rel="stylesheet" href="/lender.css"/> });
    view! {
        <!DOCTYPE html>
        <html lang=visit.language.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#1a2124" media="(prefers-color-scheme: dark)"/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="stylesheet" href=assets.css.clone()/>
                {accent}
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

/// The Content-Security-Policy of a page: nothing inline but what carries this response's nonce.
fn set_policy() {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else {
        return;
    };
    let provider = portal().payment_origin().unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self' {provider}; base-uri 'none'; \
         frame-ancestors 'none'; object-src 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
        .insert_header(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
}

/// All pages. Every one is complete before it is sent: out-of-order streaming needs JavaScript.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound/> }>
                <Route path=path!("/sign-in") view=identity::SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/code") view=identity::CodePage ssr=SsrMode::Async/>
                <Route path=path!("/act-for") view=identity::ActForPage ssr=SsrMode::Async/>
                <Route path=path!("/security") view=identity::SecurityPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/sign-in") view=identity::DeskSignInPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/sign-in/second") view=identity::SecondFactorPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/security") view=identity::SecurityPage ssr=SsrMode::Async/>
                <Route path=path!("/") view=loans::HomePage ssr=SsrMode::Async/>
                <Route path=path!("/demo") view=demo::ConsolePage ssr=SsrMode::Async/>
                <Route path=path!("/messages") view=reminders::MessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/preferences") view=reminders::PreferencesPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/messages") view=reminders::LedgerPage ssr=SsrMode::Async/>
                <Route path=path!("/demo/mailbox") view=reminders::MailboxPage ssr=SsrMode::Async/>
                <Route path=path!("/loans/:id") view=loans::LoanPage ssr=SsrMode::Async/>
                <Route path=path!("/loans/:id/schedule") view=loans::SchedulePage ssr=SsrMode::Async/>
                <Route path=path!("/loans/:id/statement") view=documents::StatementPage ssr=SsrMode::Async/>
                <Route path=path!("/loans/:id/settlement") view=documents::SettlementPage ssr=SsrMode::Async/>
                <Route path=path!("/loans/:id/receipts") view=documents::ReceiptsPage ssr=SsrMode::Async/>
                <Route path=path!("/documents") view=documents::DocumentsPage ssr=SsrMode::Async/>
                <Route path=path!("/loans/:id/pay") view=payments::PayPage ssr=SsrMode::Async/>
                <Route path=path!("/payments/:id") view=payments::PaymentPage ssr=SsrMode::Async/>
                <Route path=path!("/loans/:id/change") view=requests::ChangePage ssr=SsrMode::Async/>
                <Route path=path!("/requests") view=requests::RequestsPage ssr=SsrMode::Async/>
                <Route path=path!("/requests/:id") view=requests::RequestPage ssr=SsrMode::Async/>
                <Route path=path!("/desk") view=requests::QueuePage ssr=SsrMode::Async/>
                <Route path=path!("/desk/borrowers") view=staff::BorrowersPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/borrowers/:id") view=staff::BorrowerPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/audit") view=staff::AuditPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/requests/:id") view=requests::DecisionPage ssr=SsrMode::Async/>
                <Route path=path!("/financials") view=financials::FinancialsPage ssr=SsrMode::Async/>
                <Route path=path!("/financials/:id") view=financials::UploadPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/financials") view=financials::DeskFinancialsPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/financials/:id") view=financials::ReviewPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
