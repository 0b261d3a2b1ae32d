//! Ways through a list that is longer than a page.

use lending::language::Language;
use leptos::prelude::*;

use super::words;

/// What a list is ordered by, which is how its ways are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOrder {
    NewestFirst,
    /// By name, or by what waits longest.
    Other,
}

/// How many rows there are on the page, the way back to the first page, the way on to the next.
#[component]
pub fn Paging(
    order: ListOrder,
    /// The list's address with its filters, without where the page begins.
    #[prop(into)]
    path: String,
    shown: usize,
    /// Whether this is not the first page.
    turned: bool,
    /// The mark behind which the next page begins, when there is one.
    next: Option<String>,
    language: Language,
    /// Other ways to the same rows, such as a file of them.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let l = language;
    let (first_text, next_text) = match order {
        ListOrder::NewestFirst => (words::newest(l), words::older(l)),
        ListOrder::Other => (words::first_page(l), words::next_page(l)),
    };
    let joint = if path.contains('?') { '&' } else { '?' };
    let next = next.map(|mark| format!("{path}{joint}after={mark}"));
    let way = |rel: &'static str, href: String, text: &'static str| {
        view! { <a class="al-button al-button--quiet al-button--small" rel=rel href=href>{text}</a> }
    };
    (shown > 0 || turned).then(|| {
        view! {
            <nav class="al-paging" aria-label=words::paging(l)>
                <span>{words::on_this_page(l, shown)}</span>
                <span class="al-paging__ways">
                    {children.map(|draw| draw())}
                    {turned.then(|| way("first", path, first_text))}
                    {next.map(|href| way("next", href, next_text))}
                </span>
            </nav>
        }
    })
}
