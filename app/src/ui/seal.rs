//! Status as a stamped word (印章): never colour alone.

use leptos::prelude::*;

/// What a seal's colour and frame say beside its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Good,
    Late,
    Wait,
    Done,
    Off,
    Plain,
}

/// A word in a small outlined stamp.
#[component]
pub fn Seal(mood: Mood, #[prop(into)] text: String) -> impl IntoView {
    let class = match mood {
        Mood::Good => "al-seal al-seal--good",
        Mood::Late => "al-seal al-seal--late",
        Mood::Wait => "al-seal al-seal--wait",
        Mood::Done => "al-seal al-seal--done",
        Mood::Off => "al-seal al-seal--off",
        Mood::Plain => "al-seal",
    };
    view! { <span class=class>{text}</span> }
}
