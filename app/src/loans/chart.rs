//! The outstanding principal from the first day to the last, drawn on the server.

use std::fmt::Write as _;

use chrono::NaiveDate;
use lending::{
    language::{self, Language},
    money::Money,
    replay::{LoanStatus, StateRow},
};
use leptos::prelude::*;
use server::loans::LoanView;

use super::words;

/// Width and height of the drawing's own units.
const WIDTH: i128 = 1000;
const HEIGHT: i128 = 400;

/// Where a date and a balance stand in the drawing. Integers only: a chart needs no cents.
struct Scale {
    from: NaiveDate,
    days: i128,
    top: i128,
}

impl Scale {
    fn x(&self, on: NaiveDate) -> i128 {
        (i128::from((on - self.from).num_days()) * WIDTH / self.days.max(1)).clamp(0, WIDTH)
    }

    fn y(&self, balance: Money) -> i128 {
        HEIGHT - (minor(balance) * HEIGHT / self.top.max(1)).clamp(0, HEIGHT)
    }
}

fn minor(money: Money) -> i128 {
    money.amount().mantissa()
}

/// A path through `points`.
fn path(scale: &Scale, points: &[(NaiveDate, Money)]) -> String {
    let mut d = String::new();
    for (i, (on, balance)) in points.iter().enumerate() {
        let _ = write!(d, "{}{} {}", if i == 0 { 'M' } else { 'L' }, scale.x(*on), scale.y(*balance));
    }
    d
}

fn points(start: (NaiveDate, Money), rows: &[StateRow]) -> Vec<(NaiveDate, Money)> {
    std::iter::once(start).chain(rows.iter().map(|r| (r.due_on, r.balance))).collect()
}

#[component]
pub fn BalanceChart(view: LoanView, language: Language) -> impl IntoView {
    let l = language;
    let terms = &view.loan.terms;
    let start = (terms.disbursed_on(), terms.principal());
    let now = (view.today.clamp(start.0, view.state.final_due_on), view.state.outstanding.principal);
    // The plan as it was at first ends later where prepayments made the loan shorter.
    let at_first = view.state.versions.first().and_then(|v| v.rows.last()).map(|r| r.due_on);
    let end = at_first.map_or(view.state.final_due_on, |on| on.max(view.state.final_due_on));
    let scale = Scale { from: start.0, days: i128::from((end - start.0).num_days()), top: minor(start.1) };
    let all = points(start, &view.state.rows);
    let paid = view.state.rows.iter().take_while(|row| row.paid_on.is_some()).count();
    let mut past: Vec<_> = all.iter().copied().take(paid + 1).filter(|(on, _)| *on < now.0).collect();
    let settled = view.state.status == LoanStatus::Settled;
    if let Some((_, before)) = past.last().copied().filter(|_| settled) {
        // The last payment took all that was left, on its day.
        past.push((now.0, before));
    }
    past.push(now);
    let mut future = vec![now];
    future.extend(all.iter().copied().filter(|(on, _)| *on > now.0));
    let earlier = view.state.versions.len() > 1;
    let was = earlier.then(|| {
        let rows: Vec<_> =
            std::iter::once(start).chain(view.state.versions[0].rows.iter().map(|r| (r.due_on, r.balance))).collect();
        path(&scale, &rows)
    });
    let area = format!("{}V{HEIGHT}H0Z", path(&scale, &past));
    let today_x = scale.x(now.0);
    let label = words::chart_label(
        l,
        &language::date(l, start.0),
        &language::money(l, start.1),
        &language::money(l, now.1),
        &language::date(l, view.state.final_due_on),
    );
    view! {
        <figure class="al-chart" aria-label=label>
            <figcaption class="al-chart__title">{words::the_chart(l)}</figcaption>
            <div class="al-chart__y" aria-hidden="true"><span>{language::money(l, start.1)}</span><span></span><span>"0"</span></div>
            <svg class="al-chart__plot" viewBox="0 0 1000 400" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <path class="al-chart__grid" d="M0 0H1000M0 200H1000"/>
                <path class="al-chart__area" d=area/>
                <path class="al-chart__axis" d="M0 400H1000"/>
                {was.clone().map(|d| view! { <path class="al-chart__was" d=d/> })}
                <path class="al-chart__past" d=path(&scale, &past)/>
                <path class="al-chart__future" d=path(&scale, &future)/>
                <path class="al-chart__now" d=format!("M{today_x} 0V{HEIGHT}")/>
                <path class="al-chart__dot" d=format!("M{today_x} {}h0", scale.y(now.1))/>
            </svg>
            <div class="al-chart__x" aria-hidden="true">
                <span>{language::month(l, start.0)}</span><span></span><span>{language::month(l, end)}</span>
            </div>
            <ul class="al-chart__key">
                <li>{words::chart_past(l)}</li>
                {(!settled).then(|| view! { <li class="al-chart__key--future">{words::chart_future(l)}</li> })}
                <li class="al-chart__key--dot">{words::chart_today(l, &language::money(l, now.1))}</li>
                {was.map(|_| view! { <li class="al-chart__key--was">{words::chart_was(l)}</li> })}
            </ul>
        </figure>
    }
}
