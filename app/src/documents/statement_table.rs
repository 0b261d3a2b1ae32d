//! The account itself: opening balance, every line, sums, closing balance and what it is made up of.

use lending::{
    language::{self, Language},
    money::Money,
    statement_of_account::{Line, Position, StatementOfAccount, What},
};
use leptos::prelude::*;

use super::{lines, words};

#[component]
pub(super) fn StatementTable(account: StatementOfAccount, language: Language) -> impl IntoView {
    let l = language;
    let day = |on| language::date(l, on);
    let rows = account.lines.iter().map(|line| view! { <Row line=line.clone() language=l/> }.into_any()).collect_view();
    let nothing = account.lines.is_empty().then(|| {
        view! { <tr><td></td><td class="al-quiet" colspan="4">{words::nothing(l)}</td></tr> }
    });
    let amount = |money| language::amount(l, money);
    view! {
        <div class="al-table-box">
            <table class="al-table al-table--cards al-table--dense al-account">
                <caption class="al-visually-hidden">{words::statement(l)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::column_day(l)}</th>
                        <th scope="col">{words::column_what(l)}</th>
                        <th scope="col" class="al-end">{words::column_charged(l)}</th>
                        <th scope="col" class="al-end">{words::column_paid(l)}</th>
                        <th scope="col" class="al-end">{words::column_balance(l)}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr class="al-account__edge">
                        <td></td>
                        <th scope="row" class="al-table__lead">{words::opening(l, &day(account.from))}</th>
                        <td></td>
                        <td></td>
                        <td class="al-table__main al-num">{amount(account.opening.balance)}</td>
                    </tr>
                    {rows}
                    {nothing}
                </tbody>
                <tfoot>
                    <tr>
                        <td></td>
                        <th scope="row" class="al-table__lead">{words::sums(l)}</th>
                        <td class="al-num" data-k=words::column_charged(l)>{amount(account.debits)}</td>
                        <td class="al-num" data-k=words::column_paid(l)>{amount(account.credits)}</td>
                        <td></td>
                    </tr>
                    <tr>
                        <td></td>
                        <th scope="row" class="al-table__lead">{words::closing(l, &day(account.to))}</th>
                        <td></td>
                        <td></td>
                        <td class="al-table__main al-num">{amount(account.closing.balance)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
        <p class="al-quiet">{words::how_it_ties(l)}</p>
    }
}

#[component]
fn Row(line: Line, language: Language) -> impl IntoView {
    let l = language;
    let detail = lines::detail(l, &line);
    let charge = lines::charge_name(&line.what)
        .map(|name| view! { <span class="al-table__about al-typed" dir="auto">{name.to_owned()}</span> });
    let paper = lines::paper(l, &line.what).map(|(href, text)| {
        view! { <a class="al-account__paper al-no-print" href=href>{text}</a> }
    });
    let side = |money: Money| if money.is_zero() { String::new() } else { language::amount(l, money) };
    let late = matches!(line.what, What::Penalty | What::LateFee | What::TakenBack { .. });
    view! {
        <tr class=late.then_some("al-account__late")>
            <td class="al-nowrap">{language::date_in_year(l, line.on)}</td>
            <th scope="row" class="al-table__lead">
                {lines::name(l, &line.what)}
                {paper}
                {charge}
                {(!detail.is_empty()).then(|| view! { <span class="al-table__about">{detail}</span> })}
            </th>
            <td class="al-table__main al-num" class:al-table__nil=line.debit.is_zero() data-k=words::column_charged(l)>{side(line.debit)}</td>
            <td class="al-table__main al-num" class:al-table__nil=line.credit.is_zero() data-k=words::column_paid(l)>{side(line.credit)}</td>
            <td class="al-num" data-k=words::column_balance(l)>{language::amount(l, line.balance)}</td>
        </tr>
    }
}

/// The closing balance by component; what is nothing is left out.
#[component]
pub(super) fn MadeUp(account: StatementOfAccount, language: Language) -> impl IntoView {
    let l = language;
    let position = account.closing;
    let parts = parts(l, &position)
        .into_iter()
        .map(|(name, amount)| view! { <div class="al-dl__row"><dt>{name}</dt><dd class="al-num">{amount}</dd></div> })
        .collect_view();
    let accrued = account
        .accrued
        .is_positive()
        .then(|| view! { <p class="al-quiet">{words::accrued(l, &language::money(l, account.accrued))}</p> });
    view! {
        <section class="al-stack al-stack--tight" aria-labelledby="made-up">
            <h2 id="made-up">{words::made_up(l)}</h2>
            <dl class="al-dl">
                {parts}
                <div class="al-dl__row al-dl__row--sum">
                    <dt>{words::closing(l, &language::date(l, account.to))}</dt>
                    <dd class="al-num">{language::money(l, position.balance)}</dd>
                </div>
            </dl>
            {accrued}
        </section>
    }
}

fn parts(l: Language, position: &Position) -> Vec<(&'static str, String)> {
    let of =
        |money: Money, owed: &'static str, ahead: &'static str| (if money.is_negative() { ahead } else { owed }, money);
    let owed = [
        (words::part_principal(l), position.principal),
        of(position.interest, words::part_interest(l), words::part_interest_ahead(l)),
        of(position.fee, words::part_fee(l), words::part_fee_ahead(l)),
        (words::part_compound(l), position.compound),
        (words::part_penalty(l), position.penalty),
    ];
    let owed =
        owed.into_iter().filter(|(_, money)| !money.is_zero()).map(|(name, money)| (name, language::money(l, money)));
    // Credit is the borrower's: it lowers what is owed.
    let credit = Some(position.credit_balance).filter(|money| money.is_positive());
    owed.chain(credit.map(|money| (words::part_credit(l), format!("−{}", language::money(l, money))))).collect()
}
