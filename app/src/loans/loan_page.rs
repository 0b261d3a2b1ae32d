//! `/loans/{id}`: how the loan stands, every figure with its explanation, the balance to the end.

use lending::{
    explain::Figure,
    language::{self, Language},
    money::Money,
    prepayment::Payoff,
    replay::{LoanStatus, Part, PaymentSplit},
};
use leptos::prelude::*;
use server::{
    ids::{LoanId, PaymentId},
    loans::{LoanView, view},
};

use super::{chart::BalanceChart, home_page::about, next_payment::NextPayment, why::Why, words};
use crate::{
    documents, payments, routes,
    ui::{Frame, Load, Seal, Tab, with_person, words as shared},
    visit::param,
};

#[component]
pub fn LoanPage() -> impl IntoView {
    let (portal, visit, person) = with_person();
    let l = visit.language;
    let id = param::<LoanId>("id");
    let data = async move {
        let person = person.ok_or(server::Error::NotFound)?;
        let view = view::find(&portal, &person, id?).await?;
        Ok((view.payoff()?, view))
    };
    let draw = move |(payoff, view): (Option<Payoff>, LoanView)| {
        let name = words::name(l, &view.loan);
        let (_, mood, status) = about(l, &view);
        let id = view.loan.loan_id;
        let active = view.state.status == LoanStatus::Active;
        let settled = view.state.status == LoanStatus::Settled;
        view! {
            <Frame title=name.clone() tab=Tab::Home>
                <header class="al-head">
                    <a class="al-head__back" href=routes::HOME>{shared::home(l)}</a>
                    <h1 class="al-head__title">{name} " " <Seal mood text=status/></h1>
                    <p class="al-head__lead">{words::every_figure_opens(l)}</p>
                </header>
                <div class="al-columns">
                    <div class="al-stack">
                        {active.then(|| view! { <NextPayment view=view.clone() language=l/> })}
                        <section class="al-sheet"><BalanceChart view=view.clone() language=l/></section>
                        <Payments view=view.clone() language=l/>
                    </div>
                    <aside class="al-stack">
                        <Facts view=view.clone() payoff=payoff.map(|p| p.total) language=l/>
                        <div class="al-acts">
                            <a class="al-button al-button--quiet" href=routes::schedule(id)>{words::see_plan(l)}</a>
                            <a class="al-button al-button--quiet" href=routes::statement(id, None)>{words::statement(l)}</a>
                            {settled.then(|| view! { <a class="al-button al-button--quiet" href=routes::settlement(id)>{documents::words::settlement(l)}</a> })}
                            {active.then(|| view! { <a class="al-button al-button--quiet" href=routes::change(id)>{words::change_plan(l)}</a> })}
                        </div>
                    </aside>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

/// What the contract says and where it stands; each figure opens.
#[component]
fn Facts(view: LoanView, payoff: Option<Money>, language: Language) -> impl IntoView {
    let l = language;
    let terms = view.loan.terms.clone();
    let state = view.state.clone();
    let why = |figure, money| {
        let view = view.clone();
        view! { <Why view figure language=l text=language::money(l, money)/> }
    };
    let credit = state.credit_balance.is_positive().then(|| {
        view! { <div class="al-dl__row"><dt>{words::credit_balance(l)}</dt><dd class="al-num">{language::money(l, state.credit_balance)}</dd></div> }
    });
    view! {
        <section class="al-sheet">
            <h2>{words::figures(l)}</h2>
            <dl class="al-dl">
                <div class="al-dl__row"><dt>{words::outstanding(l)}</dt><dd>{why(Figure::Principal, state.outstanding.principal)}</dd></div>
                <div class="al-dl__row"><dt>{words::interest(l)}</dt><dd>{why(Figure::Interest, state.outstanding.interest)}</dd></div>
                {state.outstanding.penalty.is_positive().then(|| view! {
                    <div class="al-dl__row"><dt>{words::penalty(l)}</dt><dd>{why(Figure::Penalty, state.outstanding.penalty)}</dd></div>
                })}
                {payoff.map(|total| view! {
                    <div class="al-dl__row al-dl__row--sum"><dt>{words::payoff_today(l)}</dt><dd>{why(Figure::Payoff, total)}</dd></div>
                })}
                {credit}
                <div class="al-dl__row"><dt>{words::paid_so_far(l)}</dt><dd class="al-num">{language::money(l, state.paid_so_far.total)}</dd></div>
                <div class="al-dl__row"><dt>{words::loan_amount(l)}</dt><dd class="al-num">{language::money(l, terms.principal())}</dd></div>
                <div class="al-dl__row"><dt>{words::rate(l)}</dt><dd class="al-num">{language::percent(l, state.annual_rate)}</dd></div>
                <div class="al-dl__row"><dt>{words::method(l)}</dt><dd>{words::method_name(l, terms.method())}</dd></div>
                <div class="al-dl__row"><dt>{words::paid_out_on(l)}</dt><dd>{language::date(l, terms.disbursed_on())}</dd></div>
                <div class="al-dl__row"><dt>{words::final_date(l)}</dt><dd>{language::date(l, state.final_due_on)}</dd></div>
            </dl>
        </section>
    }
}

/// Payments that stand open; a long life's earlier ones are behind a line.
const LATEST: usize = 6;

/// Every payment and what it paid.
#[component]
fn Payments(view: LoanView, language: Language) -> impl IntoView {
    let l = language;
    let line = |p: &PaymentSplit| {
        let note = if p.reversed { words::reversed(l).to_owned() } else { split(l, p) };
        let on = language::date(l, p.on);
        // What was paid here has a receipt; what the core reported has none.
        let on = match p.event_id.parse::<PaymentId>() {
            Ok(id) => view! { <a href=routes::payment(id)>{on}</a> }.into_any(),
            Err(_) => on.into_any(),
        };
        view! {
            <li class="al-list__item">
                <span class="al-list__text">
                    <span class="al-list__name">{on}</span>
                    <span class="al-list__about">{note}</span>
                </span>
                <span class="al-list__end"><span class="al-num">{language::money(l, p.amount)}</span></span>
            </li>
        }
    };
    let payments = &view.state.payments;
    let latest = payments.iter().rev().take(LATEST).map(line).collect_view();
    let earlier = payments.len().saturating_sub(LATEST);
    let more = (earlier > 0).then(|| {
        view! {
            <details class="al-more">
                <summary class="al-more__open">{words::earlier_payments(l, earlier)}</summary>
                <ul class="al-list">{payments.iter().rev().skip(LATEST).map(line).collect_view()}</ul>
            </details>
        }
    });
    let none = payments.is_empty();
    view! {
        <section class="al-sheet">
            <h2>{words::payments(l)}</h2>
            {if none {
                view! { <p class="al-quiet">{words::no_payments(l)}</p> }.into_any()
            } else {
                view! { <ul class="al-list">{latest}</ul> }.into_any()
            }}
            {more}
        </section>
    }
}

/// Where a payment went, in a line: what got nothing is not named.
fn split(l: Language, payment: &PaymentSplit) -> String {
    let of = |part: fn(&Part) -> Money| Money::sum(payment.parts.iter().map(part), payment.amount.currency()).ok();
    let named = [
        (words::principal(l), of(|part| part.principal)),
        (words::interest(l), of(|part| part.interest)),
        (words::fee(l), of(|part| part.fee)),
        (payments::words::compound(l), of(|part| part.compound)),
        (words::penalty(l), of(|part| part.penalty)),
        (payments::words::prepaid(l), Some(payment.prepaid)),
        (payments::words::prepayment_fee(l), Some(payment.prepayment_fee)),
        (words::credit_balance(l), Some(payment.credit)),
    ];
    let got = named.into_iter().filter_map(|(name, money)| money.filter(|m| m.is_positive()).map(|m| (name, m)));
    got.map(|(name, money)| format!("{name} {}", language::money(l, money))).collect::<Vec<_>>().join(" · ")
}
