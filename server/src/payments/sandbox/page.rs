//! The provider's page, written out by hand: it is another company's house and needs none of ours.

use lending::language::Language;

use super::{notify::Manner, store::TradeRow, words};
use crate::payments::provider::TradeStatus;

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn document(l: Language, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{} · {}</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/sandbox.css\"></head>\
         <body class=\"sp-page\"><main class=\"sp-card\"><header class=\"sp-head\"><strong>{}</strong> <span>{}</span></header>{body}</main></body></html>",
        l.code(),
        escape(title),
        words::provider(l),
        words::provider(l),
        words::made_up(l),
    )
}

/// The page of one trade: pay or refuse while it is open, what became of it afterwards.
pub(super) fn checkout(trade: &TradeRow) -> String {
    let l = Language::parse(&trade.language).unwrap_or_default();
    let amount = lending::money::Currency::parse(&trade.currency)
        .and_then(|currency| lending::money::Money::from_decimal(trade.amount, currency).ok())
        .map_or_else(|| trade.amount.to_string(), |money| lending::language::money(l, money));
    let facts = format!(
        "<h1 class=\"sp-head\">{}</h1><p class=\"sp-amount\">{}</p><dl class=\"sp-facts\"><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>",
        words::pay_title(l),
        escape(&amount),
        words::payee(l),
        escape(&trade.title),
        words::reference(l),
        escape(&trade.reference),
    );
    document(l, words::pay_title(l), &format!("{facts}{}", acts(l, trade)))
}

fn acts(l: Language, trade: &TradeRow) -> String {
    let back = format!("<a class=\"sp-button\" href=\"{}\">{}</a>", escape(&trade.return_url), words::back(l));
    let said = |text: &str| format!("<p class=\"sp-note\" role=\"status\">{text}</p>");
    match trade.status() {
        TradeStatus::Open => open_form(l),
        TradeStatus::Refused => format!("{}<div class=\"sp-acts\">{back}</div>", said(words::refused(l))),
        TradeStatus::Closed => format!("{}<div class=\"sp-acts\">{back}</div>", said(words::closed(l))),
        TradeStatus::Reversed => format!("{}<div class=\"sp-acts\">{back}</div>", said(words::reversed(l))),
        TradeStatus::Paid => format!(
            "{}<form method=\"post\" class=\"sp-acts\">{back}<button class=\"sp-button sp-button--quiet\" name=\"answer\" value=\"reverse\">{}</button></form>",
            said(words::paid(l)),
            words::reverse(l),
        ),
    }
}

fn open_form(l: Language) -> String {
    let manner = |m: &Manner| {
        let text = match m {
            Manner::Once => words::once(l),
            Manner::Twice => words::twice(l),
            Manner::Late => words::late(l),
            Manner::Never => words::never(l),
        };
        format!("<option value=\"{}\">{text}</option>", m.code())
    };
    let manners: String = Manner::ALL.iter().map(manner).collect();
    format!(
        "<form method=\"post\" class=\"sp-acts\"><label class=\"sp-note\" for=\"notify\">{}</label><select class=\"sp-select\" id=\"notify\" name=\"notify\">{manners}</select>\
         <button class=\"sp-button\" name=\"answer\" value=\"pay\">{}</button>\
         <button class=\"sp-button sp-button--quiet\" name=\"answer\" value=\"refuse\">{}</button></form>",
        words::notices(l),
        words::pay(l),
        words::refuse(l),
    )
}

pub(super) fn unknown(l: Language) -> String {
    document(l, words::unknown(l), &format!("<h1 class=\"sp-head\">{}</h1>", words::unknown(l)))
}
