//! Figures that must be equal: balance, totals, cash, comparatives. (What is merely unlikely: `plausible`.)

use super::check::{Check, CheckKind, CheckOutcome, Compared, Fault};
use super::total::{Part, parts};
use super::{Line, Obstacle, Of, Place, Settings, Sheet, Statement};
use crate::LendingError;
use crate::money::Money;

/// Amounts of lines, added and taken off; what is missing is kept.
struct Side<'a> {
    statement: &'a Statement,
    sum: Vec<Money>,
    missing: Vec<Place>,
}

impl<'a> Side<'a> {
    fn new(statement: &'a Statement) -> Self {
        Side { statement, sum: Vec::new(), missing: Vec::new() }
    }

    /// A line whose figure is needed.
    fn with(mut self, line: Line) -> Self {
        match self.statement.figure(line) {
            Some(figure) => self.sum.push(figure),
            None => self.missing.push(Place::new(Of::Statement, line)),
        }
        self
    }

    /// A part of a total: one that no form asks for counts only when it is given.
    fn with_part(self, part: Part) -> Self {
        match self.statement.figure(part.line) {
            None if !part.line.is_on_form(self.statement.standard()) => self,
            Some(figure) if part.taken_off => self.and(negative(figure)),
            _ => self.with(part.line),
        }
    }

    fn and(mut self, figure: Money) -> Self {
        self.sum.push(figure);
        self
    }

    fn total(&self) -> Result<Money, LendingError> {
        Money::sum(self.sum.iter().copied(), self.statement.currency())
    }
}

fn negative(figure: Money) -> Money {
    Money::of_minor(-figure.minor(), figure.currency())
}

fn compared(line: Line, found: Money, expected: Money) -> Result<Compared, LendingError> {
    let difference = Money::sum([found, negative(expected)], found.currency())?;
    Ok(Compared { line, found, expected, difference })
}

/// Says whether a line equals a sum.
fn tie(kind: CheckKind, line: Line, expected: Side<'_>, tolerance: Money) -> Result<Check, LendingError> {
    let found = Side::new(expected.statement).with(line);
    let missing: Vec<Place> = found.missing.iter().chain(&expected.missing).copied().collect();
    if !missing.is_empty() {
        return Ok(Check::new(kind, CheckOutcome::NotTestable(Obstacle::Missing { figures: missing })).of(line));
    }
    let figures = compared(line, found.total()?, expected.total()?)?;
    let outcome = if figures.difference.magnitude() <= tolerance {
        CheckOutcome::Passed
    } else {
        CheckOutcome::Failed(Fault::Differs)
    };
    Ok(Check { figures: vec![figures], tolerance: Some(tolerance), ..Check::new(kind, outcome).of(line) })
}

/// Assets = liabilities + equity.
pub(super) fn balance(statement: &Statement, tolerance: Money) -> Result<Check, LendingError> {
    let expected = Side::new(statement).with(Line::TotalLiabilities).with(Line::TotalEquity);
    tie(CheckKind::Balance, Line::TotalAssets, expected, tolerance)
}

/// Every total that the form has, or that is given, is the sum of its parts. Nothing is said of a sheet that is not
/// there.
pub(super) fn totals(statement: &Statement, tolerance: Money) -> Result<Vec<Check>, LendingError> {
    let mut checks = Vec::new();
    for total in Line::ALL.iter().copied().filter(|line| statement.has(line.sheet())) {
        let given = statement.figure(total).is_some();
        let parts: Vec<Part> = parts(total, statement.standard())
            .into_iter()
            .filter(|part| part.line.is_on_form(statement.standard()) || statement.figure(part.line).is_some())
            .collect();
        if parts.is_empty() || !(given || total.is_on_form(statement.standard())) {
            continue;
        }
        let expected = parts.into_iter().fold(Side::new(statement), Side::with_part);
        checks.push(tie(CheckKind::Total, total, expected, tolerance)?);
    }
    Ok(checks)
}

/// Closing cash = monetary funds − restricted ones + cash equivalents. The notes' two are nothing when they are left
/// out: few enterprises have them, and a difference shows.
pub(super) fn cash_on_balance_sheet(statement: &Statement, tolerance: Money) -> Result<Check, LendingError> {
    let mut expected = Side::new(statement).with(Line::MonetaryFunds);
    if let Some(restricted) = statement.figure(Line::RestrictedCash) {
        expected = expected.and(negative(restricted));
    }
    if let Some(equivalents) = statement.figure(Line::CashEquivalents) {
        expected = expected.and(equivalents);
    }
    tie(CheckKind::CashOnBalanceSheet, Line::ClosingCash, expected, tolerance)
}

/// Opening cash = the closing cash of a statement that ends on the eve, or the opening cash of one that begins on the
/// same day (figures since the year's start).
pub(super) fn cash_carried_forward(
    statement: &Statement,
    previous: Option<&Statement>,
    settings: &Settings,
) -> Result<Check, LendingError> {
    let kind = CheckKind::CashCarriedForward;
    let obstacle = |why| Ok(Check::new(kind, CheckOutcome::NotTestable(why)).of(Line::OpeningCash));
    let Some(previous) = previous else { return obstacle(Obstacle::NoPrevious) };
    let line = match (previous.period(), statement.period()) {
        (before, now) if before.to == now.eve() => Line::ClosingCash,
        (before, now) if before.from == now.from => Line::OpeningCash,
        (before, now) => {
            return obstacle(Obstacle::PeriodsDoNotMeet { ends_on: before.to, expected_on: now.eve() });
        }
    };
    let Some(carried) = previous.figure(line) else {
        return obstacle(Obstacle::Missing { figures: vec![Place::new(Of::Previous, line)] });
    };
    tie(kind, Line::OpeningCash, Side::new(statement).and(carried), settings.tolerance(statement, previous)?)
}

/// Comparative figures = the last statement's, where both are of the same days.
pub(super) fn comparatives(
    statement: &Statement,
    previous: Option<&Statement>,
    settings: &Settings,
) -> Result<Vec<Check>, LendingError> {
    let sheets = [Sheet::BalanceSheet, Sheet::IncomeStatement, Sheet::CashFlow];
    let asked = sheets.into_iter().filter(|sheet| statement.has(*sheet));
    asked.map(|sheet| comparative(statement, previous, settings, sheet)).collect()
}

fn comparative(
    statement: &Statement,
    previous: Option<&Statement>,
    settings: &Settings,
    sheet: Sheet,
) -> Result<Check, LendingError> {
    let check = |outcome| Check::new(CheckKind::Comparative, outcome).about(sheet);
    let obstacle = |why| Ok(check(CheckOutcome::NotTestable(why)));
    let Some(previous) = previous else { return obstacle(Obstacle::NoPrevious) };
    let Some(column) = statement.comparative() else { return obstacle(Obstacle::NoComparative) };
    let (before, compared_with) = (previous.period(), column.period);
    let (meets, expected_on) = match sheet {
        Sheet::BalanceSheet => (before.to == column.balance_sheet_on, column.balance_sheet_on),
        _ => (before == compared_with, compared_with.to),
    };
    if !meets {
        return obstacle(Obstacle::PeriodsDoNotMeet { ends_on: before.to, expected_on });
    }
    let tolerance = settings.tolerance(statement, previous)?;
    let (mut looked_at, mut figures) = (0, Vec::new());
    for line in Line::ALL.iter().copied().filter(|line| line.sheet() == sheet) {
        if let (Some(found), Some(expected)) = (statement.comparative_figure(line), previous.figure(line)) {
            looked_at += 1;
            figures.extend(Some(compared(line, found, expected)?).filter(|c| c.difference.magnitude() > tolerance));
        }
    }
    if looked_at == 0 {
        return obstacle(Obstacle::TooFewLines { found: 0, needed: 1 });
    }
    let outcome = if figures.is_empty() { CheckOutcome::Passed } else { CheckOutcome::Failed(Fault::Differs) };
    Ok(Check { figures, tolerance: Some(tolerance), ..check(outcome) })
}
