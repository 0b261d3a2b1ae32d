//! What two of this slice's pages draw alike.

use chrono::NaiveDateTime;
use lending::language::{self, Language};
use leptos::prelude::*;
use server::reminders::status::Status;

use super::words;
use crate::{
    ui::{Mood, Seal},
    visit::portal,
};

/// What a clock showed, the receiver's or the lender's: `2026年11月22日 10:42`, `22 Nov 2026 10:42`.
pub(super) fn moment(l: Language, at: NaiveDateTime) -> String {
    format!("{} {}", language::date_in_year(l, at.date()), at.format("%H:%M"))
}

/// A status as a stamp.
#[component]
pub(super) fn StatusSeal(status: Status, language: Language) -> impl IntoView {
    let mood = match status {
        Status::Sent | Status::Delivered => Mood::Good,
        Status::PermanentFailure => Mood::Late,
        Status::Sending | Status::TemporaryFailure | Status::Unconfirmed => Mood::Wait,
        Status::Created | Status::Queued => Mood::Plain,
        Status::Cancelled | Status::Suppressed => Mood::Off,
    };
    view! { <Seal mood text=words::status(language, status)/> }
}

/// The text of a message as its receiver reads it: addresses of this portal can be followed.
#[component]
pub(super) fn Body(text: String, language: Language) -> impl IntoView {
    let pieces = pieces(&text, &portal().lender.public_url)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned().into_any(),
            Piece::Address(url) => view! { <a href=url.to_owned()>{url.to_owned()}</a> }.into_any(),
        })
        .collect_view();
    view! { <p class="al-letter__body" lang=language.code()>{pieces}</p> }
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Address(&'t str),
}

/// Parts a text at the addresses that begin with the portal's own. Whoever else's stay words: a message
/// may quote what a stranger wrote.
fn pieces<'t>(text: &'t str, public_url: &str) -> Vec<Piece<'t>> {
    let own = public_url.trim_end_matches('/');
    let (mut pieces, mut told, mut from) = (Vec::new(), 0, 0);
    while let Some(at) = text[from..].find(own).map(|at| from + at).filter(|_| !own.is_empty()) {
        let rest = &text[at + own.len()..];
        let path = &rest[..rest.find(|c: char| !of_address(c)).unwrap_or(rest.len())];
        // What ends a sentence does not belong to the address in it.
        let path = path.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        from = at + own.len() + path.len();
        // Another host or port may begin with the same letters.
        if path.starts_with('/') || !rest.starts_with(of_address) {
            pieces.extend((told < at).then(|| Piece::Words(&text[told..at])));
            pieces.push(Piece::Address(&text[at..from]));
            told = from;
        }
    }
    pieces.extend((told < text.len()).then(|| Piece::Words(&text[told..])));
    pieces
}

fn of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~/?#=&%+:@!,;".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://loans.example.cn/";

    #[test]
    fn an_address_of_the_portal_can_be_followed() {
        let page = "https://loans.example.cn/payments/pay_1";
        let chinese = format!("回单：{page}。谢谢");
        assert_eq!(pieces(&chinese, OWN), [Piece::Words("回单："), Piece::Address(page), Piece::Words("。谢谢")]);
        let english = format!("See {page}.");
        assert_eq!(pieces(&english, OWN), [Piece::Words("See "), Piece::Address(page), Piece::Words(".")]);
        let bare = "https://loans.example.cn";
        assert_eq!(pieces(bare, OWN), [Piece::Address(bare)]);
        assert_eq!(pieces(&format!("{page}\n{page}"), OWN).len(), 3);
    }

    #[test]
    fn no_other_address_can_be_followed() {
        for other in [
            "https://loans.example.cn.evil.example/pay",
            "https://loans.example.cn:81/pay",
            "https://loans.example.cn@evil.example/pay",
            "https://loans.example.cnn",
            "http://loans.example.cn/pay",
            "javascript:alert(1)",
            "",
        ] {
            assert!(pieces(other, OWN).iter().all(|piece| *piece == Piece::Words(other)), "{other}");
        }
    }
}
