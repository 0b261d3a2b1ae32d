//! The large figure of home and loan page: what to pay next, or what is late.

use lending::{
    explain::Figure,
    language::{self, Language},
    terms::PenaltyKind,
};
use leptos::prelude::*;
use server::loans::LoanView;

use super::{why::Why, words};
use crate::{
    routes,
    ui::{Mood, RailBox, Seal},
};

/// What to pay next on this loan, its rail and the two ways on.
#[component]
pub fn NextPayment(view: LoanView, language: Language) -> impl IntoView {
    let l = language;
    let late = view.state.days_past_due > 0;
    let name = words::name(l, &view.loan);
    let label = if late { words::due_now(l) } else { words::next_payment(l) };
    let amount = if late { Some(view.state.due_now) } else { view.state.next_due.as_ref().map(|n| n.amount) };
    let when = when(l, &view);
    let (symbol, digits) =
        language::split_symbol(l, amount.unwrap_or_else(|| lending::money::Money::zero(view.loan.terms.currency())));
    let seal = if late { (Mood::Late, words::late(l)) } else { (Mood::Good, words::on_time(l)) };
    let pay =
        if late { words::pay_amount(l, &language::money(l, view.state.due_now)) } else { words::pay_now(l).to_owned() };
    let help = if late { words::cannot_pay(l) } else { words::what_would_help(l) };
    let id = view.loan.loan_id;
    view! {
        <section class="al-sheet al-figure" class:al-figure--late=late>
            <h2 class="al-figure__label">{format!("{label} · {name}")}</h2>
            <p class="al-figure__amount"><span class="al-figure__unit">{symbol}</span>{digits}</p>
            <p class="al-figure__when"><span>{when}</span> " " <Seal mood=seal.0 text=seal.1/></p>
            <RailBox state=view.state.clone() language=l/>
            <div class="al-acts">
                <a class="al-button" href=routes::pay(id)>{pay}</a>
                <a class="al-button al-button--quiet" href=routes::change(id)>{help}</a>
            </div>
        </section>
        {late.then(|| view! { <LateNote view=view.clone() language=l/> })}
    }
}

fn when(l: Language, view: &LoanView) -> String {
    if view.state.days_past_due > 0 {
        let since = view.today - chrono::Days::new(u64::from(view.state.days_past_due));
        return words::late_since(l, &language::date(l, since), i64::from(view.state.days_past_due));
    }
    view.state.next_due.as_ref().map_or(String::new(), |next| {
        format!(
            "{}{}{}",
            language::date(l, next.due_on),
            if l == Language::Chinese { "到期，" } else { ", " },
            language::relative(l, view.today, next.due_on)
        )
    })
}

/// What being late costs and how it came about.
#[component]
fn LateNote(view: LoanView, language: Language) -> impl IntoView {
    let l = language;
    let overdue = language::money(l, view.state.overdue.total);
    if view.loan.terms.penalty().kind == PenaltyKind::None {
        return view! {
            <section class="al-note al-note--late">
                <h2 class="al-note__title">{words::late_without_penalty(l, &overdue)}</h2>
                <p>{words::late_without_penalty_text(l)}</p>
            </section>
        }
        .into_any();
    }
    let per_day = view.state.penalty_per_day;
    let title = if per_day.is_positive() {
        words::a_day_costs(l, &language::money(l, per_day))
    } else {
        words::in_grace(l).to_owned()
    };
    view! {
        <section class="al-note al-note--late">
            <h2 class="al-note__title">{title}</h2>
            <div>
                {words::late_note(l, &overdue)}
                <Why view=view.clone() figure=Figure::Penalty language=l text=language::money(l, view.state.overdue.penalty) inline=true/>
            </div>
            <p>{words::late_note_end(l)}</p>
        </section>
    }
    .into_any()
}
