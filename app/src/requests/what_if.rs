//! What a borrower chooses, and what follows from it: the same code for the form's handler, for the
//! page and for the browser.

use lending::{
    language::{self, Language},
    modification::{Change, Comparison, DeferredInterest, Plan},
    policy::{LoanFacts, RuleOutcome},
    what_if::WhatIf,
};

use super::{plan_diff, policy_words, what_if_words as words};
use crate::markup::Markup;

/// More time, or a pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// What is left is spread over more installments.
    #[default]
    Extend,
    /// The next installments move behind the last one.
    Defer,
}

impl Way {
    /// The word in the form and in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Extend => "extend",
            Self::Defer => "defer",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Extend, Self::Defer].into_iter().find(|way| way.code() == code)
    }

    /// The change that this way means for so many installments.
    #[must_use]
    pub fn change(self, periods: u32) -> Change {
        match self {
            Self::Extend => Change::extend(periods),
            Self::Defer => Change::defer(periods, DeferredInterest::Pay),
        }
    }
}

/// The highest number the form takes; what policy allows is less.
pub const MOST: u32 = 600;

/// Reads a number of installments; full-width digits are digits.
#[must_use]
pub fn periods(typed: &str) -> Option<u32> {
    let digits: String = typed
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            other => other,
        })
        .collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|n| (1..=MOST).contains(n))
}

/// What a choice leads to.
pub enum Answer {
    Shown(Box<Comparison>, Vec<RuleOutcome>),
    NotANumber,
    NotPossible,
}

impl Answer {
    /// What so many installments (as typed) of this way mean for a loan.
    #[must_use]
    pub fn to(loan: &WhatIf, facts: &LoanFacts, way: Way, typed: &str) -> Self {
        let Some(n) = periods(typed) else {
            return Self::NotANumber;
        };
        match loan.answer(facts, &way.change(n)) {
            Ok((comparison, outcomes)) => Self::Shown(Box::new(comparison), outcomes),
            Err(_) => Self::NotPossible,
        }
    }

    /// Hashes of what the figures were made of, and of the figures; empty when there are none.
    #[must_use]
    pub fn hashes(&self) -> (&str, &str) {
        match self {
            Self::Shown(comparison, _) => (&comparison.input_hash, &comparison.result_hash),
            _ => ("", ""),
        }
    }

    /// The figures and what policy says of them, as markup.
    #[must_use]
    pub fn figures(&self, l: Language) -> String {
        let mut to = Markup::default();
        match self {
            Self::NotANumber => to.leaf("p", "al-quiet", &words::whole_number(l, MOST)),
            Self::NotPossible => to.leaf("p", "al-late", words::not_possible(l)),
            Self::Shown(comparison, outcomes) => {
                figures(&mut to, l, comparison);
                let mut html = to.into_string();
                html.push_str(&verdict(l, outcomes));
                return html;
            }
        }
        to.into_string()
    }

    /// Both plans, row by row, as markup; none when there is nothing to compare.
    #[must_use]
    pub fn plans(&self, l: Language) -> Option<String> {
        match self {
            Self::Shown(comparison, _) => Some(plan_diff::table(l, comparison, false)),
            _ => None,
        }
    }
}

fn figures(to: &mut Markup, l: Language, comparison: &Comparison) {
    let of = |plan: &Plan| {
        [
            plan.next_installment.map_or_else(|| "–".to_owned(), |m| language::money(l, m)),
            language::money(l, plan.largest_installment),
            language::date(l, plan.final_due_on),
            language::money(l, plan.interest_to_pay),
        ]
    };
    let names =
        [words::next_installment(l), words::largest_installment(l), words::final_date(l), words::interest_to_pay(l)];
    to.open("dl", "al-dl");
    for ((name, was), becomes) in names.into_iter().zip(of(&comparison.before)).zip(of(&comparison.after)) {
        to.open("div", "al-dl__row");
        to.leaf("dt", "", name);
        to.open("dd", "al-num");
        to.text(&becomes);
        to.text(" ");
        if was != becomes {
            to.leaf("span", "al-quiet al-small", &words::was(l, &was));
        }
        to.close("dd");
        to.close("div");
    }
    let cost = comparison.cost_difference;
    to.open("div", "al-dl__row al-dl__row--sum");
    to.leaf("dt", "", words::cost_name(l, cost));
    to.leaf("dd", "al-num", &language::money(l, cost.magnitude()));
    to.close("div");
    to.close("dl");
}

/// What policy says of the choice, before anything is filed.
fn verdict(l: Language, outcomes: &[RuleOutcome]) -> String {
    let mut to = Markup::default();
    if outcomes.iter().all(|outcome| outcome.holds) {
        to.open("p", "");
        to.leaf("span", "al-seal al-seal--good", words::allowed(l));
        to.text(" ");
        to.text(words::nothing_changes(l));
        to.close("p");
        return to.into_string();
    }
    to.open("div", "al-note al-note--late");
    to.leaf("p", "al-note__title", words::not_allowed(l));
    to.open("ul", "al-checks");
    let mut html = to.into_string();
    html.push_str(&policy_words::lines(l, outcomes.iter().filter(|outcome| !outcome.holds)));
    html.push_str("</ul></div>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_number_from_one_is_a_number_of_installments() {
        assert_eq!(periods(" 6 "), Some(6));
        assert_eq!(periods("１２"), Some(12));
        for broken in ["", "0", "-1", "+6", "1.5", "6e1", "99999", "601", "六", "6\u{202e}", "1e30"] {
            assert_eq!(periods(broken), None, "{broken}");
        }
    }
}
