//! `/desk/requests/{id}`: both plans, policy, evidence and history beside the decision.

use lending::{
    language::{self, Language},
    replay::RowStatus,
};
use leptos::prelude::*;
use server::{
    Error,
    clock::Clock,
    ids::{RequestId, StaffId},
    requests::decision::{self, DecisionView},
};

use super::{
    decide::Decide, desk_list::DeskRequests, desk_words as desk, papers::Papers, plan_diff::PlanDiff, policy_words,
    what_if_words, words,
};
use crate::{
    routes,
    ui::{ErrorSummary, Frame, Load, Seal, Tab, moment, with_staff},
    visit::{param, typed},
};

#[component]
pub fn DecisionPage() -> impl IntoView {
    let (portal, visit, staff) = with_staff();
    let l = visit.language;
    let clock = portal.clock.clone();
    let id = param::<RequestId>("id");
    let typed = typed();
    let me = staff.as_ref().map(|s| s.staff_id);
    let data = async move {
        let staff = staff.ok_or(Error::NotFound)?;
        decision::find(&portal, &staff, id?).await
    };
    let draw = move |view: DecisionView| {
        view! {
            <Frame title=view.request.number.clone() tab=Tab::Queue>
                <Head view=view.clone() me clock=clock.clone() language=l/>
                <ErrorSummary typed=typed.clone() language=l/>
                {view.moved.then(|| view! {
                    <section class="al-note al-note--wait">
                        <h2 class="al-note__title">{desk::moved(l)}</h2>
                        <p>{desk::moved_text(l)}</p>
                    </section>
                })}
                <div class="al-columns">
                    <div class="al-stack">
                        <Reason view=view.clone() language=l/>
                        <Plans view=view.clone() language=l/>
                        <Past view=view.clone() clock=clock.clone() language=l/>
                    </div>
                    <aside class="al-stack">
                        <Decide view=view.clone() me clock=clock.clone() typed language=l/>
                        <Policy view=view.clone() language=l/>
                        <LoanToday view=view.clone() language=l/>
                        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="evidence">
                            <h2 id="evidence">{desk::evidence(l)}</h2>
                            <Papers documents=view.documents.clone() address=|id| routes::desk_file(id) clock language=l/>
                        </section>
                    </aside>
                </div>
            </Frame>
        }
    };
    view! { <Load data draw/> }
}

#[component]
fn Head(view: DecisionView, me: Option<StaffId>, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let request = view.request;
    let mut over = vec![words::request_over(
        l,
        words::kind(l, &request.kind),
        &request.number,
        &moment(l, &clock, request.filed_at),
    )];
    let claim = request.claim.as_ref().filter(|claim| request.is_open() && claim.until > view.now);
    let held = claim.map(|claim| {
        let until = moment(l, &clock, claim.until);
        if Some(claim.by) == me { desk::over_yours(l, &until) } else { desk::over_held(l, &claim.name, &until) }
    });
    if request.is_open() {
        over.push(desk::over_due(l, &moment(l, &clock, request.answer_due_at)));
    }
    let loan = words::loan(l, &request.product_name_zh, &request.product_name_en, &request.loan_number);
    let title = desk::title(l, &view.borrower_name, &words::change(l, &request.change), &loan);
    let (mood, status) = words::status(l, request.status);
    view! {
        <header class="al-head">
            <a class="al-head__back" href=routes::DESK>{desk::queue(l)}</a>
            <p class="al-head__over">{over.join(" · ")}{held.map(|text| view! { " · " <span class="al-typed">{text}</span> })}</p>
            <h1 class="al-head__title"><span class="al-typed" dir="auto">{title}</span> " " <Seal mood text=status/></h1>
        </header>
    }
}

#[component]
fn Reason(view: DecisionView, language: Language) -> impl IntoView {
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="reason-given">
            <h2 id="reason-given">{desk::reason(language)}</h2>
            <p class="al-typed" dir="auto">{view.request.reason}</p>
            <p class="al-quiet al-small al-typed" dir="auto">{view.request.filed_by_name}</p>
        </section>
    }
}

#[component]
fn Plans(view: DecisionView, language: Language) -> impl IntoView {
    let l = language;
    let comparison = view.comparison;
    let cost = comparison.cost_difference;
    let ends = language::date_in_year(l, comparison.after.final_due_on);
    let later = language::days(l, comparison.days_longer);
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="plans">
            <h2 id="plans">{desk::plans(l)}</h2>
            <dl class="al-figures">
                <div class="al-figures__one">
                    <dt class="al-figure__label">{what_if_words::cost_name(l, cost)}</dt>
                    <dd class="al-figures__value">{language::money(l, cost.magnitude())}</dd>
                </div>
                <div class="al-figures__one"><dt class="al-figure__label">{desk::final_date(l)}</dt><dd class="al-figures__value">{ends}</dd></div>
                <div class="al-figures__one"><dt class="al-figure__label">{desk::days_longer(l)}</dt><dd class="al-figures__value">{later}</dd></div>
            </dl>
            <PlanDiff comparison=comparison.clone() language=l/>
            <details class="al-more">
                <summary class="al-more__open">{desk::every_row(l)}</summary>
                <PlanDiff comparison each=true language=l/>
            </details>
        </section>
    }
}

#[component]
fn Policy(view: DecisionView, language: Language) -> impl IntoView {
    let l = language;
    let open = view.request.is_open();
    let rules = policy_words::lines(l, view.outcomes.iter());
    let none = view.outcomes.is_empty();
    open.then(|| {
        view! {
            <section class="al-sheet al-stack al-stack--tight" aria-labelledby="policy">
                <h2 id="policy">{desk::policy(l)}</h2>
                {if none {
                    view! { <p class="al-late">{desk::policy_gone(l)}</p> }.into_any()
                } else {
                    view! { <ul class="al-checks" inner_html=rules></ul> }.into_any()
                }}
            </section>
        }
    })
}

#[component]
fn LoanToday(view: DecisionView, language: Language) -> impl IntoView {
    let l = language;
    let state = view.state;
    let late = state.rows.iter().filter(|r| r.status == RowStatus::PaidLate).count();
    let changes = state.versions.len().saturating_sub(1);
    let row = |name: &'static str, value: String| view! { <div class="al-dl__row"><dt>{name}</dt><dd class="al-num">{value}</dd></div> };
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="loan-today">
            <h2 id="loan-today">{desk::loan_today(l)}</h2>
            <dl class="al-dl">
                {row(desk::outstanding(l), language::money(l, state.outstanding.principal))}
                {row(desk::overdue(l), language::money(l, state.overdue.total))}
                {row(desk::past_due(l), language::days(l, i64::from(state.days_past_due)))}
                {row(desk::bucket(l), state.bucket.clone())}
                {row(desk::paid_late(l), late.to_string())}
                {row(desk::earlier_changes(l), changes.to_string())}
            </dl>
        </section>
    }
}

/// What happened to this request, and what else this borrower asked for.
#[component]
fn Past(view: DecisionView, clock: Clock, language: Language) -> impl IntoView {
    let l = language;
    let steps = view
        .steps
        .into_iter()
        .map(|step| {
            let at = moment(l, &clock, step.step.at);
            let note = (!step.step.note.is_empty()).then(
                || view! { <div class="al-timeline__more"><p class="al-typed" dir="auto">{step.step.note}</p></div> },
            );
            view! {
                <li class="al-timeline__step al-timeline__step--done">
                    <p class="al-timeline__what">{words::step(l, &step.step.action)}</p>
                    <p class="al-timeline__when">
                        <span class="al-typed" dir="auto">{step.name}</span> " · " <time datetime=step.step.at.to_rfc3339()>{at}</time>
                    </p>
                    {note}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="history">
            <h2 id="history">{desk::history(l)}</h2>
            <ol class="al-timeline">{steps}</ol>
        </section>
        <section class="al-sheet al-stack al-stack--tight" aria-labelledby="others">
            <h2 id="others">{desk::others(l)}</h2>
            <DeskRequests rows=view.others none=desk::no_others(l) clock language=l/>
        </section>
    }
}
