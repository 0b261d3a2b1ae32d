//! A change worked out against a loan as it stands: both plans, what it costs, what the policy says.

use chrono::NaiveDate;
use lending::{
    modification::{Change, ChangeKind, Comparison, compare},
    policy::{Rule, RuleOutcome, evaluate},
};
use rust_decimal::Decimal;

use super::{case::Stood, file::Seen, history::History};
use crate::{Error, Result, loans::record::Loan};

/// What is proposed, and what follows from it.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub change: Change,
    pub comparison: Comparison,
    pub outcomes: Vec<RuleOutcome>,
    pub on: NaiveDate,
    pub loan_version: i32,
    /// Principal outstanding: what the authority matrix looks at.
    pub outstanding: Decimal,
}

impl Proposal {
    /// Works a change out on a day, whether the policy allows it or not.
    ///
    /// # Errors
    /// A refusal when the change cannot be made to this loan at all.
    pub fn work_out(loan: &Loan, change: &Change, on: NaiveDate, history: &History) -> Result<Self> {
        let comparison = compare(&loan.terms, &loan.events, on, change).map_err(not_possible)?;
        let facts = history.facts(loan, on)?;
        let mut outcomes = evaluate(&history.policy, &facts, change, on);
        // How early one must ask is a rule of asking; that we took our time stops nobody.
        outcomes.retain(|outcome| !(history.filed && outcome.rule == Rule::DaysBeforeDue));
        let outstanding = loan.state(on)?.outstanding.principal.amount();
        Ok(Self { change: change.clone(), comparison, outcomes, on, loan_version: loan.version(), outstanding })
    }

    #[must_use]
    pub fn kind(&self) -> &'static str {
        kind_code(self.change.kind)
    }

    #[must_use]
    pub fn input_hash(&self) -> &str {
        &self.comparison.input_hash
    }

    #[must_use]
    pub fn result_hash(&self) -> &str {
        &self.comparison.result_hash
    }

    /// The rules that say no.
    pub fn broken(&self) -> impl Iterator<Item = &RuleOutcome> {
        self.outcomes.iter().filter(|outcome| !outcome.holds)
    }

    /// Refuses when a rule of the policy does not hold: the first one, with its figures.
    pub(super) fn must_hold(&self) -> Result<()> {
        match self.broken().next() {
            None => Ok(()),
            Some(outcome) => Err(Error::refused_with("periods", "policy", vec![rule_code(outcome.rule).to_owned()])),
        }
    }

    /// Refuses when the figures that were seen are not these: what was looked at is another loan
    /// (it moved), another change, or came of another computation.
    pub(super) fn must_be(&self, seen: &Seen) -> Result<()> {
        if seen.input_hash != self.input_hash() {
            Err(Error::refused("periods", "figures_of_another_day"))
        } else if seen.result_hash != self.result_hash() {
            Err(Error::refused("periods", "figures_differ"))
        } else {
            Ok(())
        }
    }

    /// Whether the loan has taken an event since, or time alone has led to other plans. (The day
    /// itself is no difference: both plans may be the same tomorrow.)
    pub(super) fn has_moved_from(&self, stood: &Comparison, at: Stood) -> bool {
        let now = &self.comparison;
        self.loan_version != at.event_count
            || now.before.rows != stood.before.rows
            || now.after.rows != stood.after.rows
    }
}

/// The comparison that was shown then: the same engine on the same events gives the same figures.
pub(super) fn as_it_stood(loan: &Loan, stood: Stood, change: &Change) -> Result<Comparison> {
    let count = usize::try_from(stood.event_count).unwrap_or(0);
    let events = loan.events.get(..count).ok_or_else(|| Error::Fault(format!("{} lost events", loan.loan_id)))?;
    Ok(compare(&loan.terms, events, stood.on, change)?)
}

fn not_possible(error: lending::LendingError) -> Error {
    Error::refused_with("periods", "not_possible", vec![error.code().to_owned()])
}

fn kind_code(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Extension => "extension",
        ChangeKind::Restructuring => "restructuring",
        ChangeKind::DueDate => "due_date",
        ChangeKind::Cure => "cure",
    }
}

/// The rule's name in refusals.
#[must_use]
pub fn rule_code(rule: Rule) -> &'static str {
    match rule {
        Rule::LoanActive => "loan_active",
        Rule::OneOpenRequest => "one_open_request",
        Rule::DaysBeforeDue => "days_before_due",
        Rule::InstallmentsPaid => "installments_paid",
        Rule::ChangesInAll => "changes_in_all",
        Rule::ChangesAYear => "changes_a_year",
        Rule::ExtensionCap => "extension_cap",
        Rule::Arrears => "arrears",
        Rule::GuarantorsConsent => "guarantors_consent",
        Rule::Documents => "documents",
        Rule::PortfolioCap => "portfolio_cap",
        Rule::WatchPeriod => "watch_period",
    }
}
