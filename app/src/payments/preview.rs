//! The second step of paying: what this amount would do, to be confirmed.

use lending::{
    language::{self, Language},
    replay::LoanStatus,
    terms::{Across, AllocationTerms, Component, OrderItem, Terms, Then, Timing},
};
use leptos::prelude::*;
use server::{
    ids::FormKey,
    loans::LoanView,
    payments::{Choice, Offer, Outcome, Quote, quote::then_code},
};

use super::{split_table::SplitFacts, under_way::UnderWay, words};
use crate::{
    form::Typed,
    routes,
    ui::{ErrorSummary, words as shared},
};

#[component]
pub(super) fn Preview(offer: Offer, quote: Quote, typed: Typed, key: FormKey, language: Language) -> impl IntoView {
    let l = language;
    let (unit, number) = language::split_symbol(l, quote.amount);
    let loan_id = offer.loan.loan_id;
    let open = offer.open.clone().map(|open| view! { <UnderWay open language=l/> });
    let choice = typed.value("choice", Choice::Due.code());
    let again = routes::pay_again(loan_id, &choice, &typed.value("amount", ""));
    let due_dates = offer.state.rows.iter().map(|row| (row.n, row.due_on)).collect();
    let before = LoanView { loan: offer.loan.clone(), state: offer.state.clone(), today: offer.today };
    view! {
        <form method="post" action=routes::pay(loan_id) class="al-stack">
        <ErrorSummary typed=typed.clone() language=l/>
        {open}
        <section class="al-sheet al-figure">
            <h2 class="al-figure__label">{words::you_pay(l)}</h2>
            <p class="al-figure__amount"><span class="al-figure__unit">{unit}</span>{number}</p>
            <p class="al-figure__when">{words::counts_for(l, &language::date(l, offer.today))}</p>
        </section>
            <section class="al-sheet" aria-labelledby="where">
                <h2 id="where">{words::where_it_goes(l)}</h2>
                <SplitFacts split=quote.split.clone() due_dates before language=l/>
                <Order terms=offer.loan.terms.clone() prepayment=quote.split.prepaid.is_positive() language=l/>
            </section>
            <Outcomes outcomes=quote.outcomes.clone() typed=typed.clone() language=l/>
            <After quote=quote.clone() language=l/>
            <input type="hidden" name="step" value="pay"/>
            <input type="hidden" name="choice" value=choice/>
            <input type="hidden" name="amount" value=typed.value("amount", "")/>
            <input type="hidden" name="form_key" value=key.to_string()/>
            <input type="hidden" name="seen" value=quote.seen.clone()/>
            <p class="al-quiet">{words::to_provider_hint(l)}</p>
            <div class="al-acts">
                <button class="al-button">{words::to_provider(l, &language::money(l, quote.amount))}</button>
                <a class="al-button al-button--quiet" href=again>{words::change_amount(l)}</a>
            </div>
        </form>
    }
}

/// The order in which money is used, as the contract has it.
#[component]
fn Order(terms: Terms, prepayment: bool, language: Language) -> impl IntoView {
    let l = language;
    let rules = terms.allocation();
    let lead = match rules.across {
        Across::OldestFirst => words::order_text(l),
        Across::ComponentFirst => words::order_across(l),
    };
    let lists = orders(rules).into_iter().map(|(timing, order)| {
        let heading = timing.map(|timing| view! { <p>{when(l, timing)}</p> });
        let items = order.into_iter().map(|component| view! { <li>{component_name(l, component)}</li> }).collect_view();
        view! { {heading}<ol>{items}</ol> }
    });
    let lists = lists.collect_view();
    view! {
        <details class="al-more">
            <summary class="al-more__open">{words::why_this_order(l)}</summary>
            <p>{lead}</p>
            {lists}
            {prepayment.then(|| view! { <p>{words::order_prepayment(l)}</p> })}
            <p>{words::order_contract(l)}</p>
        </details>
    }
}

/// The components in their order: once where it is the same for what is late, due and in advance.
fn orders(rules: &AllocationTerms) -> Vec<(Option<Timing>, Vec<Component>)> {
    let of = |timing: Timing| -> Vec<Component> {
        let items = rules.order.iter().filter(|item| match item {
            OrderItem::Any(_) => true,
            OrderItem::When { timing: when, .. } => *when == timing,
        });
        items.map(|item| item.component()).collect()
    };
    let [late, due, ahead] = [Timing::PastDue, Timing::Due, Timing::InAdvance].map(|timing| (timing, of(timing)));
    if late.1 == due.1 && due.1 == ahead.1 {
        return vec![(None, late.1)];
    }
    [late, due, ahead].into_iter().map(|(timing, order)| (Some(timing), order)).collect()
}

fn component_name(l: Language, component: Component) -> &'static str {
    match component {
        Component::Penalty => words::penalty(l),
        Component::Fee => words::fee(l),
        Component::Compound => words::compound(l),
        Component::Interest => words::interest(l),
        Component::Principal => words::principal(l),
    }
}

fn when(l: Language, timing: Timing) -> &'static str {
    match timing {
        Timing::PastDue => words::order_late(l),
        Timing::Due => words::order_due(l),
        Timing::InAdvance => words::order_ahead(l),
    }
}

/// Shorter term or lower installment, each with what it leads to.
#[component]
fn Outcomes(outcomes: Vec<Outcome>, typed: Typed, language: Language) -> impl IntoView {
    let l = language;
    let chosen = typed.value("then", then_code(Then::default()));
    let problem =
        typed.problem("then").map(|p| view! { <p class="al-field__error" id="then-error">{shared::refusal(l, p)}</p> });
    let mut outcomes = outcomes;
    outcomes.sort_by_key(|o| o.then != Then::ReduceTerm);
    let leads_to = move |o: &Outcome| {
        words::outcome(l, &language::money(l, o.installment), o.installments_left, &language::date(l, o.final_due_on))
    };
    if let [only] = outcomes.as_slice() {
        // Nothing to choose: what it leads to is said all the same.
        let text = leads_to(only);
        return Some(view! { <p class="al-note">{text}</p> }.into_any());
    }
    (!outcomes.is_empty()).then(|| {
        let cards = outcomes
            .into_iter()
            .map(|o| {
                let title = match o.then {
                    Then::ReduceTerm => words::reduce_term(l),
                    Then::ReduceInstallment => words::reduce_installment(l),
                };
                let text = leads_to(&o);
                let code = then_code(o.then);
                view! {
                    <label class="al-card">
                        <input class="al-card__box" type="radio" name="then" value=code checked={code == chosen}/>
                        <span class="al-card__title">{title}</span>
                        <span class="al-card__text">{text}</span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset class="al-field" id="then">
                <legend class="al-field__legend">{words::then_title(l)}</legend>
                {problem}
                <div class="al-cards al-cards--row">{cards}</div>
            </fieldset>
        }
        .into_any()
    })
}

/// How the loan stands right after it.
#[component]
fn After(quote: Quote, language: Language) -> impl IntoView {
    let l = language;
    let state = &quote.after;
    let settled = state.status == LoanStatus::Settled;
    let overdue = if state.overdue.total.is_positive() {
        language::money(l, state.overdue.total)
    } else {
        words::none(l).to_owned()
    };
    let next = state.next_due.as_ref().filter(|_| !settled && !quote.outcomes.is_empty());
    let next = next.map(|n| {
        let text = words::next_stays(l, &language::date(l, n.due_on), &language::money(l, n.to_pay));
        view! { <p class="al-note al-note--wait">{text}</p> }
    });
    let facts = if settled {
        view! { <p><span class="al-seal al-seal--done">{words::after_settled(l)}</span></p> }.into_any()
    } else {
        view! {
            <dl class="al-dl">
                <div class="al-dl__row"><dt>{words::after_principal(l)}</dt><dd class="al-num">{language::money(l, state.outstanding.principal)}</dd></div>
                <div class="al-dl__row"><dt>{words::after_overdue(l)}</dt><dd class="al-num">{overdue}</dd></div>
            </dl>
        }
        .into_any()
    };
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="after">
            <h2 id="after">{words::after_title(l)}</h2>
            {facts}
            {next}
        </section>
    }
}
