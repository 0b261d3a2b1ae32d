//! The plan as a table; on a phone each row becomes a card of two lines.

use lending::{
    language::{self, Language},
    money::Money,
    replay::{RowStatus, State, StateRow},
};
use leptos::prelude::*;

use super::words;
use crate::ui::{Mood, Seal};

/// A row's status in a word and a mood.
fn status(l: Language, row: &StateRow, next: Option<u32>) -> (Mood, &'static str) {
    match row.status {
        RowStatus::Paid => (Mood::Done, words::row_paid(l)),
        RowStatus::PaidLate => (Mood::Done, words::row_paid_late(l)),
        RowStatus::Late => (Mood::Late, words::row_late(l)),
        RowStatus::Due => (Mood::Wait, words::row_due(l)),
        RowStatus::PartlyPaid => (Mood::Wait, words::row_part(l)),
        RowStatus::Upcoming if Some(row.n) == next => (Mood::Good, words::row_next(l)),
        RowStatus::Upcoming => (Mood::Plain, words::row_upcoming(l)),
        RowStatus::Moved => (Mood::Off, words::row_moved(l)),
    }
}

#[component]
pub fn ScheduleTable(state: State, language: Language) -> impl IntoView {
    let l = language;
    let has_fee = state.rows.iter().any(|r| !r.fee.is_zero());
    let has_penalty = state.rows.iter().any(|r| !r.penalty.is_zero());
    let next = state.next_due.as_ref().map(|n| n.n);
    let currency = state.outstanding.total.currency();
    let sum = |of: fn(&StateRow) -> Money| {
        Money::sum(state.rows.iter().map(of), currency).map_or(String::new(), |m| language::amount(l, m))
    };
    let rows = state.rows.iter().map(|row| row_view(l, row, next, has_fee, has_penalty)).collect_view();
    view! {
        <div class="al-table-box" role="region" aria-labelledby="plan" tabindex="0">
            <table class="al-table al-table--cards al-table--long">
                <caption class="al-visually-hidden" id="plan">{words::plan(l)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::due_date(l)}</th>
                        <th scope="col" class="al-end">{words::total(l)}</th>
                        <th scope="col" class="al-end">{words::principal(l)}</th>
                        <th scope="col" class="al-end">{words::interest(l)}</th>
                        {has_fee.then(|| view! { <th scope="col" class="al-end">{words::fee(l)}</th> })}
                        {has_penalty.then(|| view! { <th scope="col" class="al-end">{words::penalty(l)}</th> })}
                        <th scope="col" class="al-end">{words::paid(l)}</th>
                        <th scope="col" class="al-end">{words::balance(l)}</th>
                        <th scope="col" class="al-end">{words::status(l)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row" class="al-table__lead">{words::sum(l)}</th>
                        <td class="al-table__main al-num">{sum(|r| r.total)}</td>
                        <td class="al-num" data-k=words::principal(l)>{sum(|r| r.principal)}</td>
                        <td class="al-num" data-k=words::interest(l)>{sum(|r| r.interest)}</td>
                        {has_fee.then(|| view! { <td class="al-num" data-k=words::fee(l)>{sum(|r| r.fee)}</td> })}
                        {has_penalty.then(|| view! { <td class="al-num" data-k=words::penalty(l)>{sum(|r| r.penalty)}</td> })}
                        <td class="al-num" data-k=words::paid(l)>{sum(|r| r.paid.total)}</td>
                        <td class="al-table__nil"></td>
                        <td class="al-table__nil"></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn row_view(l: Language, row: &StateRow, next: Option<u32>, has_fee: bool, has_penalty: bool) -> impl IntoView + use<> {
    let (mood, word) = status(l, row, next);
    let class = match row.status {
        RowStatus::Paid | RowStatus::PaidLate => "al-table__row--past",
        RowStatus::Late => "al-table__row--late",
        _ if Some(row.n) == next => "al-table__row--next",
        _ => "",
    };
    let optional = |shown: bool, name: &'static str, money: Money| {
        shown.then(|| {
            let class = if money.is_zero() { "al-num al-table__nil" } else { "al-num" };
            let text = if money.is_zero() { "–".to_owned() } else { language::amount(l, money) };
            view! { <td class=class data-k=name>{text}</td> }
        })
    };
    view! {
        <tr class=class>
            <th scope="row" class="al-table__lead">
                {language::date(l, row.due_on)}<span class="al-table__about">{words::installment_n(l, row.n)}</span>
            </th>
            <td class="al-table__main al-num">{language::amount(l, row.total)}</td>
            <td class="al-num" data-k=words::principal(l)>{language::amount(l, row.principal)}</td>
            <td class="al-num" data-k=words::interest(l)>{language::amount(l, row.interest)}</td>
            {optional(has_fee, words::fee(l), row.fee)}
            {optional(has_penalty, words::penalty(l), row.penalty)}
            {optional(true, words::paid(l), row.paid.total)}
            <td class="al-num" data-k=words::balance(l)>{language::amount(l, row.balance)}</td>
            <td class="al-table__end al-end"><Seal mood text=word/></td>
        </tr>
    }
}
