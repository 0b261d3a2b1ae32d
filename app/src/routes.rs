//! Addresses are built here and nowhere else.

use std::fmt::Display;

use chrono::NaiveDate;

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_IN_CODE: &str = "/sign-in/code";
pub const ACT_FOR: &str = "/act-for";
pub const SIGN_OUT: &str = "/sign-out";
pub const LANGUAGE: &str = "/language";
pub const REQUESTS: &str = "/requests";
pub const FINANCIALS: &str = "/financials";
pub const DOCUMENTS: &str = "/documents";
pub const MESSAGES: &str = "/messages";
pub const PREFERENCES: &str = "/preferences";
pub const SECURITY: &str = "/security";
pub const DESK: &str = "/desk";
pub const DESK_SIGN_IN: &str = "/desk/sign-in";
pub const DESK_SIGN_IN_SECOND: &str = "/desk/sign-in/second";
pub const DESK_SECURITY: &str = "/desk/security";
pub const DESK_FINANCIALS: &str = "/desk/financials";
pub const DESK_BORROWERS: &str = "/desk/borrowers";
pub const DESK_MESSAGES: &str = "/desk/messages";
pub const DESK_AUDIT: &str = "/desk/audit";
pub const DESK_AUDIT_CSV: &str = "/desk/audit.csv";
pub const DEMO: &str = "/demo";
pub const DEMO_MAILBOX: &str = "/demo/mailbox";

pub fn loan(id: impl Display) -> String {
    format!("/loans/{id}")
}
pub fn schedule(id: impl Display) -> String {
    format!("/loans/{id}/schedule")
}
pub fn schedule_csv(id: impl Display) -> String {
    format!("/loans/{id}/schedule.csv")
}
/// The statement of account; of this year when no period is named.
pub fn statement(loan: impl Display, period: Option<(NaiveDate, NaiveDate)>) -> String {
    let period = period.map(|(from, to)| format!("?from={from}&to={to}")).unwrap_or_default();
    format!("/loans/{loan}/statement{period}")
}
pub fn statement_csv(loan: impl Display, (from, to): (NaiveDate, NaiveDate)) -> String {
    format!("/loans/{loan}/statement.csv?from={from}&to={to}")
}
pub fn receipts(loan: impl Display) -> String {
    format!("/loans/{loan}/receipts")
}
/// The certificate of a loan that is paid off.
pub fn settlement(loan: impl Display) -> String {
    format!("/loans/{loan}/settlement")
}
pub fn pay(loan: impl Display) -> String {
    format!("/loans/{loan}/pay")
}
/// The preview of a payment: an address of its own, so that reload and the back button do nothing.
pub fn pay_check(loan: impl Display, choice: &str, amount: &str, then: &str, form_key: &str) -> String {
    format!(
        "/loans/{loan}/pay?choice={}&amount={}&then={}&form_key={}",
        encode(choice),
        encode(amount),
        encode(then),
        encode(form_key)
    )
}
/// The form for the amount, as it was filled in before its preview.
pub fn pay_again(loan: impl Display, choice: &str, amount: &str) -> String {
    format!("/loans/{loan}/pay?choice={}&amount={}&again=1", encode(choice), encode(amount))
}
pub fn change(loan: impl Display) -> String {
    format!("/loans/{loan}/change")
}
pub fn payment(id: impl Display) -> String {
    format!("/payments/{id}")
}
/// The same page while one decides whether to cancel: it does not look again by itself.
pub fn payment_cancel(id: impl Display) -> String {
    format!("/payments/{id}?cancel=1")
}
pub fn request(id: impl Display) -> String {
    format!("/requests/{id}")
}
pub fn financial(due: impl Display) -> String {
    format!("/financials/{due}")
}
pub fn file(id: impl Display) -> String {
    format!("/files/{id}")
}
pub fn desk_file(id: impl Display) -> String {
    format!("/desk/files/{id}")
}
pub fn desk_borrower(id: impl Display) -> String {
    format!("{DESK_BORROWERS}/{id}")
}
pub fn desk_request(id: impl Display) -> String {
    format!("/desk/requests/{id}")
}
pub fn desk_financial(upload: impl Display) -> String {
    format!("/desk/financials/{upload}")
}

/// An address that leads on to `next` afterwards.
pub fn then(path: &str, next: &str) -> String {
    if next == HOME { path.to_owned() } else { format!("{path}?next={}", encode(next)) }
}

/// Percent-encodes all but what a query's value may hold.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}
