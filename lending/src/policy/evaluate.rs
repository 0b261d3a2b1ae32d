//! Each rule, its figure, its limit, and what would make it hold.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{LoanFacts, Policy};
use crate::calendar::{Grid, month_length, shift_days, shift_months};
use crate::modification::{Change, ChangeKind};
use crate::money::{AnnualRate, Money};
use crate::replay::LoanStatus;

/// A rule of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The loan is neither settled nor written off.
    LoanActive,
    /// No request of this kind is open.
    OneOpenRequest,
    /// Early enough before the next due date.
    DaysBeforeDue,
    /// Enough installments are paid.
    InstallmentsPaid,
    /// Not changed too often in all.
    ChangesInAll,
    /// Not changed too often within a year.
    ChangesAYear,
    /// Not extended too far.
    ExtensionCap,
    /// Not too long overdue.
    Arrears,
    /// Guarantors have consented.
    GuarantorsConsent,
    /// Documents are there.
    Documents,
    /// The portfolio has room.
    PortfolioCap,
    /// Not within the watch period after a restructuring.
    WatchPeriod,
}

/// A figure of a rule, with its unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "unit", content = "value")]
pub enum Measure {
    /// A number of things.
    Count(u32),
    /// Days.
    Days(i64),
    /// Installments added.
    Installments(u32),
    /// A date.
    Date(NaiveDate),
    /// Money to be paid first.
    Amount(Money),
    /// A share.
    Share(AnnualRate),
    /// Kinds of documents.
    Documents(Vec<String>),
    /// Yes or no.
    Yes(bool),
}

/// How one rule came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleOutcome {
    /// Which rule.
    pub rule: Rule,
    /// Whether it holds.
    pub holds: bool,
    /// The loan's figure.
    pub figure: Measure,
    /// The policy's limit.
    pub limit: Measure,
    /// What would make it hold: ask from this date on, pay this first, add at most so many installments.
    pub would_hold_with: Option<Measure>,
}

/// Whether every rule holds.
#[must_use]
pub fn allowed(outcomes: &[RuleOutcome]) -> bool {
    outcomes.iter().all(|o| o.holds)
}

/// Evaluates a policy. Only rules that the policy sets and that concern the change appear.
#[must_use]
pub fn evaluate(policy: &Policy, facts: &LoanFacts, change: &Change, on: NaiveDate) -> Vec<RuleOutcome> {
    let mut outcomes = vec![outcome(
        Rule::LoanActive,
        facts.status == LoanStatus::Active,
        Measure::Yes(facts.status == LoanStatus::Active),
        Measure::Yes(true),
        None,
    )];
    asking(policy, facts, change, on, &mut outcomes);
    times_changed(policy, facts, on, &mut outcomes);
    outcomes.extend(extension(policy, facts, change));
    outcomes.extend(arrears(policy, facts));
    papers(policy, facts, &mut outcomes);
    outcomes
}

fn outcome(rule: Rule, holds: bool, figure: Measure, limit: Measure, would: Option<Measure>) -> RuleOutcome {
    RuleOutcome { rule, holds, figure, limit, would_hold_with: if holds { None } else { would } }
}

fn asking(policy: &Policy, facts: &LoanFacts, change: &Change, on: NaiveDate, outcomes: &mut Vec<RuleOutcome>) {
    if policy.one_open_request {
        let open = facts.history.open_requests.iter().filter(|k| **k == change.kind).count();
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        outcomes.push(outcome(
            Rule::OneOpenRequest,
            open == 0,
            Measure::Count(open),
            Measure::Count(0),
            Some(Measure::Count(0)),
        ));
    }
    // A cure period is for those who have already missed a date.
    let concerns_dates = change.kind != ChangeKind::Cure;
    if let (Some(least), Some(due_on), true) = (policy.min_days_before_due, facts.next_due_on, concerns_dates) {
        let days = crate::day_count::actual(on, due_on);
        let would = due_on.succ_opt().map(Measure::Date);
        outcomes.push(outcome(
            Rule::DaysBeforeDue,
            days >= i64::from(least),
            Measure::Days(days),
            Measure::Days(i64::from(least)),
            would,
        ));
    }
    if let Some(least) = policy.min_installments_paid {
        let paid = facts.installments_paid;
        outcomes.push(outcome(
            Rule::InstallmentsPaid,
            paid >= least,
            Measure::Count(paid),
            Measure::Count(least),
            Some(Measure::Count(least)),
        ));
    }
}

fn times_changed(policy: &Policy, facts: &LoanFacts, on: NaiveDate, outcomes: &mut Vec<RuleOutcome>) {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    if let Some(most) = policy.max_changes {
        let all = count(facts.changes.len());
        outcomes.push(outcome(Rule::ChangesInAll, all < most, Measure::Count(all), Measure::Count(most), None));
    }
    if let Some(most) = policy.max_changes_a_year {
        let recent: Vec<NaiveDate> =
            facts.changes.iter().map(|c| c.on).filter(|d| crate::day_count::actual(*d, on) < 365).collect();
        let n = count(recent.len());
        // The change that must be a year old before there is room again.
        let blocking = (n >= most).then(|| recent.get((n - most) as usize)).flatten();
        let would = blocking.and_then(|d| shift_days(*d, 365).ok()).map(Measure::Date).filter(|_| most > 0);
        outcomes.push(outcome(Rule::ChangesAYear, n < most, Measure::Count(n), Measure::Count(most), would));
    }
    if let Some(days) = policy.watch_days {
        let last = facts.changes.iter().rev().find(|c| c.kind == ChangeKind::Restructuring).map(|c| c.on);
        let passed = last.map_or(i64::MAX, |d| crate::day_count::actual(d, on));
        let would = last.and_then(|d| shift_days(d, i64::from(days)).ok()).map(Measure::Date);
        let figure = last.map_or(Measure::Yes(false), |_| Measure::Days(passed));
        outcomes.push(outcome(
            Rule::WatchPeriod,
            passed >= i64::from(days),
            figure,
            Measure::Days(i64::from(days)),
            would,
        ));
    }
}

fn extension(policy: &Policy, facts: &LoanFacts, change: &Change) -> Option<RuleOutcome> {
    let added = change.added_installments();
    let latest = latest_end(policy, facts).filter(|_| added > 0)?;
    let end = facts.end_after(added);
    let holds = end.is_some_and(|d| d <= latest);
    let figure = end.map_or(Measure::Installments(added), Measure::Date);
    let would = Some(Measure::Installments(largest_extension(policy, facts)));
    Some(outcome(Rule::ExtensionCap, holds, figure, Measure::Date(latest), would))
}

fn arrears(policy: &Policy, facts: &LoanFacts) -> Option<RuleOutcome> {
    let most = policy.max_days_past_due?;
    let days = facts.days_past_due;
    let older = facts.overdue.iter().filter(|o| o.days > most).map(|o| o.amount);
    let currency = facts.overdue.first().map(|o| o.amount.currency());
    let first = currency.and_then(|c| Money::sum(older, c).ok()).map(Measure::Amount);
    Some(outcome(Rule::Arrears, days <= most, Measure::Days(i64::from(days)), Measure::Days(i64::from(most)), first))
}

fn papers(policy: &Policy, facts: &LoanFacts, outcomes: &mut Vec<RuleOutcome>) {
    let history = &facts.history;
    if policy.guarantors_consent && history.guarantors > 0 {
        let (given, needed) = (Measure::Count(history.guarantors_consented), Measure::Count(history.guarantors));
        let holds = history.guarantors_consented >= history.guarantors;
        outcomes.push(outcome(Rule::GuarantorsConsent, holds, given, needed.clone(), Some(needed)));
    }
    if !policy.documents.is_empty() {
        let missing: Vec<String> =
            policy.documents.iter().filter(|d| !history.documents.contains(d)).cloned().collect();
        let given = Measure::Documents(history.documents.clone());
        let needed = Measure::Documents(policy.documents.clone());
        outcomes.push(outcome(Rule::Documents, missing.is_empty(), given, needed, Some(Measure::Documents(missing))));
    }
    if let (Some(most), Some(share)) = (policy.max_restructured_share, history.restructured_share) {
        outcomes.push(outcome(Rule::PortfolioCap, share < most, Measure::Share(share), Measure::Share(most), None));
    }
}

/// How many installments may be added at most, by the extension cap alone.
#[must_use]
pub fn largest_extension(policy: &Policy, facts: &LoanFacts) -> u32 {
    let Some(latest) = latest_end(policy, facts) else {
        return crate::MAX_INSTALLMENTS.saturating_sub(facts.installments_paid + facts.installments_left);
    };
    let fits = |k: u32| facts.end_after(k).is_some_and(|d| d <= latest);
    // Due dates grow with k: the first that does not fit is found by halving.
    let (mut low, mut high) = (0, crate::MAX_INSTALLMENTS);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

/// The latest last due date that the cap allows; none when no row fits the original term.
fn latest_end(policy: &Policy, facts: &LoanFacts) -> Option<NaiveDate> {
    let (start, end) = (facts.disbursed_on, facts.original_final_due_on);
    let up_to = |months: Option<u32>| {
        months.is_none_or(|m| shift_months(start, i64::from(m), start.day()).is_ok_and(|latest| end <= latest))
    };
    let cap = policy.extension_caps.iter().find(|cap| up_to(cap.term_up_to_months))?;
    let by_share = cap.percent_of_term.and_then(|percent| part_of_term(start, end, percent));
    let by_months = cap.months.and_then(|m| shift_months(end, i64::from(m), wished_day(facts, end)).ok());
    match (by_share, by_months) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn wished_day(facts: &LoanFacts, date: NaiveDate) -> u32 {
    if date.day() == month_length(date.year(), date.month()) { facts.due_day.max(date.day()) } else { date.day() }
}

/// `end` and a share of the term after it: in whole months where the term is whole months, otherwise in days.
fn part_of_term(start: NaiveDate, end: NaiveDate, percent: u32) -> Option<NaiveDate> {
    let months = i64::from(end.year() - start.year()) * 12 + i64::from(end.month()) - i64::from(start.month());
    let day = start.day().max(end.day());
    if shift_months(start, months, day).is_ok_and(|d| d == end) {
        return shift_months(end, months * i64::from(percent) / 100, day).ok();
    }
    shift_days(end, crate::day_count::actual(start, end) * i64::from(percent) / 100).ok()
}

impl LoanFacts {
    /// The last due date with so many installments more; none beyond the engine's dates.
    #[must_use]
    pub fn end_after(&self, added: u32) -> Option<NaiveDate> {
        let day = wished_day(self, self.final_due_on);
        let grid = Grid { anchor: self.final_due_on, anchor_slot: 0, day, every: self.every, unit: self.unit };
        grid.date(added).ok()
    }
}
