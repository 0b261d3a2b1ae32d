//! The lines of a loan, as agreed and as they stand since.

use chrono::NaiveDate;

use super::lay::Rest;
use super::level::{Basis, LevelChoice};
use super::rates::Rates;
use super::span::{Dates, Years, first_spans};
use super::{Line, LineRule, Span};
use crate::LendingError;
use crate::exact::{Exact, add};
use crate::terms::{Method, Terms};

/// The plan of one loan.
#[derive(Debug, Clone)]
pub(crate) struct Plan<'t> {
    pub terms: &'t Terms,
    pub method: Method,
    pub lines: Vec<Line>,
    pub rates: Rates,
    pub dates: Dates,
    /// Installment, or principal part, in force.
    pub level: Option<i64>,
    /// What the installment was solved from.
    pub level_basis: Option<Basis>,
    /// The level before each tranche that the plan foresees, and before each change that is agreed for a later line;
    /// with the day of the tranche or the beginning of that line.
    pub(super) levels_before: Vec<(NaiveDate, i64)>,
    /// Flat interest is charged on this when every tranche is paid out.
    pub flat_base: i64,
}

impl<'t> Plan<'t> {
    /// The plan as agreed, by whatever conventions the terms ask for.
    pub fn agreed(terms: &'t Terms) -> Result<Plan<'t>, LendingError> {
        #[cfg(feature = "profiles")]
        if let Some(conventions) = &terms.json().conventions {
            return crate::profiles::fineract::life::loan::agreed(terms, conventions);
        }
        Plan::start(terms)
    }

    /// The plan as agreed, with every tranche the contract names.
    pub fn start(terms: &'t Terms) -> Result<Plan<'t>, LendingError> {
        let dates = Dates::of(terms);
        let principal = terms.principal.minor();
        let down = down_payment(terms)?;
        let mut plan = Plan {
            terms,
            method: terms.method(),
            lines: Vec::new(),
            rates: Rates::starting_at(terms.annual_rate()),
            level: None,
            level_basis: None,
            levels_before: Vec::new(),
            flat_base: terms.tranches.iter().try_fold(principal - down, |sum, (_, amount)| add(sum, *amount))?,
            dates,
        };
        let mut spans = first_spans(terms, &plan.dates)?;
        if down > 0 {
            let on = terms.disbursed_on();
            spans.iter_mut().for_each(|s| s.n += 1);
            let span = Span {
                n: 1,
                slot: 0,
                from: on,
                due_on: on,
                years: Years::ZERO,
                regular: false,
                rule: LineRule::REGULAR,
            };
            plan.lines.push(Line::plain(span, down, 0, principal - down));
        }
        let level = match (terms.fixed_installment, terms.rows.is_empty()) {
            (_, false) => LevelChoice::Given(terms.rows.iter().map(|(_, p)| *p).collect()),
            (Some(amount), _) => LevelChoice::Fixed(amount),
            _ => LevelChoice::Solve,
        };
        let (index, balance) = (plan.lines.len(), principal - down);
        plan.lay(Rest { index, spans, balance, level, locked_total: None })?;
        Ok(plan)
    }

    /// A plan whose lines others have laid out: nothing of it is levelled here.
    #[cfg(feature = "profiles")]
    pub fn told(terms: &'t Terms, lines: Vec<Line>) -> Result<Plan<'t>, LendingError> {
        let lent = terms.tranches.iter().try_fold(terms.principal.minor(), |sum, (_, amount)| add(sum, *amount))?;
        let (method, rates, dates) = (terms.method(), Rates::starting_at(terms.annual_rate()), Dates::of(terms));
        let (level, level_basis, levels_before) = (None, None, Vec::new());
        Ok(Plan { terms, method, lines, rates, dates, level, level_basis, levels_before, flat_base: lent })
    }

    /// First line still to come after `on` (its due date lies later).
    pub fn current(&self, on: NaiveDate) -> usize {
        self.lines.partition_point(|l| l.span.due_on <= on)
    }

    /// Spans of the lines from `index` on.
    pub fn spans_from(&self, index: usize) -> Vec<Span> {
        self.lines[index.min(self.lines.len())..].iter().map(|l| l.span).collect()
    }

    /// The level in force at a line, whatever a tranche still to come or a later change will make of it.
    pub fn level_at(&self, index: usize) -> Option<i64> {
        let from = self.lines.get(index).map(|line| line.accrued_to.max(line.span.from));
        let before = |on: NaiveDate| from.is_some_and(|from| from < on);
        self.levels_before.iter().find(|(on, _)| before(*on)).map(|(_, level)| *level).or(self.level)
    }

    /// Ends the plan on `on` with the running line.
    pub fn close(&mut self, index: usize, on: NaiveDate, principal: i64, interest: i64) -> Result<(), LendingError> {
        self.accrue_to(index, on)?;
        self.lines.truncate(index + 1);
        if let Some(line) = self.lines.get_mut(index) {
            line.span.due_on = on;
            (line.principal, line.interest, line.fee) = (principal, interest, 0);
            (line.capitalised, line.deferred, line.balance) = (0, 0, 0);
        }
        Ok(())
    }
}

fn down_payment(terms: &Terms) -> Result<i64, LendingError> {
    match terms.down_payment {
        Some(share) => Exact::of(terms.principal.minor()).times(share.exact())?.round(terms.json().rounding),
        None => Ok(0),
    }
}
