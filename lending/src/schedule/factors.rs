//! Interest factors of the lines that are laid out.

use chrono::NaiveDate;

use super::rates::Rates;
use super::{InterestRule, Span};
use crate::LendingError;
use crate::exact::{Exact, Steps};
use crate::terms::Terms;

/// Interest on 1 over each line, one by one up to the first of those at the end that have the same. With most loans
/// that is the first of all.
pub(super) struct Factors {
    each: Vec<Exact>,
    count: usize,
}

impl Factors {
    /// `from` is where the first line's interest begins: later than its span when some accrued before.
    pub fn of(terms: &Terms, rates: &Rates, spans: &[Span], from: NaiveDate) -> Result<Factors, LendingError> {
        // Numbers of lines rise: only the first can have begun before.
        let start = |span: &Span| if span.n == spans[0].n { from.max(span.from) } else { span.from };
        let differs = |span: &Span| {
            let whole = span.regular && !span.years.is_zero() && start(span) == span.from;
            !whole || span.rule.interest == InterestRule::Free || !rates.is_constant()
        };
        let single = spans.iter().rposition(differs).map_or(0, |last| last + 1);
        let mut each = Vec::with_capacity(single + 1);
        for span in spans.iter().take(single + 1) {
            each.push(match span.rule.interest {
                InterestRule::Free => Exact::ZERO,
                _ => rates.factor(terms, span, start(span), span.due_on)?,
            });
        }
        if let Some(rest) = each.last_mut() {
            *rest = Exact::new(rest.num, rest.den);
        }
        Ok(Factors { each, count: spans.len() })
    }

    pub fn at(&self, i: usize) -> Exact {
        self.each.get(i).or(self.each.last()).copied().unwrap_or(Exact::ZERO)
    }

    /// How many lines from `i` on, but before `end`, surely have the factor of line `i`.
    pub fn run(&self, i: usize, end: usize) -> usize {
        if i + 1 < self.each.len() { 1 } else { end - i }
    }

    /// The factors after line `i`.
    pub fn after(&self, i: usize) -> Later {
        let next = i + 1;
        if next < self.count && next + 1 >= self.each.len() {
            Later::Equal { factor: self.at(next), count: (self.count - next) as u32 }
        } else {
            let mut each = Vec::with_capacity(self.count);
            for k in next..self.count {
                each.push(self.at(k));
            }
            Later::Each(each)
        }
    }
}

/// Interest factors of the lines after the first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Later {
    Equal { factor: Exact, count: u32 },
    Each(Vec<Exact>),
}

impl Later {
    pub fn steps(&self) -> Steps<'_> {
        match self {
            Later::Equal { factor, count } => Steps::Equal { factor: *factor, count: *count },
            Later::Each(factors) => Steps::Each(factors),
        }
    }
}
