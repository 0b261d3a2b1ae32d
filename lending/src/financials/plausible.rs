//! Is all there, and is it likely: sheets, periods, signs, units.

use super::check::{Check, CheckKind, CheckOutcome, Compared, Fault};
use super::{Line, Obstacle, Of, Place, Settings, Sheet, Statement};
use crate::money::Money;

/// Lines without which a sheet says nothing.
fn key_lines(sheet: Sheet) -> &'static [Line] {
    match sheet {
        Sheet::BalanceSheet => &[Line::TotalAssets, Line::TotalLiabilities, Line::TotalEquity],
        Sheet::IncomeStatement => &[Line::Revenue, Line::TotalProfit, Line::NetProfit],
        Sheet::CashFlow => &[Line::NetCashChange, Line::OpeningCash, Line::ClosingCash],
        Sheet::Notes => &[],
    }
}

/// Fewest lines that say something about the unit.
const FEWEST_LINES: usize = 3;

/// Each sheet that is asked for has its key lines.
pub(super) fn sheets(statement: &Statement, settings: &Settings) -> Vec<Check> {
    let complete = |sheet: &Sheet| {
        let missing = key_lines(*sheet).iter().filter(|line| statement.figure(**line).is_none());
        let figures: Vec<Place> = missing.map(|line| Place::new(Of::Statement, *line)).collect();
        let complete = figures.is_empty() && statement.has(*sheet);
        let outcome = if complete { CheckOutcome::Passed } else { CheckOutcome::Failed(Fault::Incomplete { figures }) };
        Check::new(CheckKind::SheetComplete, outcome).about(*sheet)
    };
    settings.sheets.iter().map(complete).collect()
}

/// The period is the one asked for, or made of whole months.
pub(super) fn period(statement: &Statement, settings: &Settings) -> Check {
    let found = statement.period();
    let holds = settings.period.map_or(found.is_whole_months(), |asked| asked == found);
    let fault = Fault::Period { found, expected: settings.period };
    Check::new(CheckKind::Period, if holds { CheckOutcome::Passed } else { CheckOutcome::Failed(fault) })
}

/// The period begins the day after the last one ended, or with it.
pub(super) fn sequence(statement: &Statement, previous: Option<&Statement>) -> Check {
    let outcome = match (previous.map(Statement::period), statement.period()) {
        (None, _) => CheckOutcome::NotTestable(Obstacle::NoPrevious),
        (Some(before), now) if before.to == now.eve() || before.from == now.from => CheckOutcome::Passed,
        (Some(previous), found) => CheckOutcome::Failed(Fault::Sequence { previous, found }),
    };
    Check::new(CheckKind::Sequence, outcome)
}

/// No figure is below zero that cannot be.
pub(super) fn signs(statement: &Statement) -> Check {
    let figures = || Line::ALL.iter().filter_map(|line| Some((*line, statement.figure(*line)?)));
    let wrong = figures().filter(|(line, found)| found.is_negative() && !line.may_be_negative());
    let nothing = Money::zero(statement.currency());
    let wrong: Vec<Compared> =
        wrong.map(|(line, found)| Compared { line, found, expected: nothing, difference: found }).collect();
    let outcome = match figures().count() {
        0 => CheckOutcome::NotTestable(Obstacle::TooFewLines { found: 0, needed: 1 }),
        _ if wrong.is_empty() => CheckOutcome::Passed,
        _ => CheckOutcome::Failed(Fault::Negative),
    };
    Check { figures: wrong, ..Check::new(CheckKind::Sign, outcome) }
}

/// A unit is doubtful when more than half of the balance sheet's lines moved, in one direction, by at least half of a
/// factor between units. Flows say nothing of it: a year's are twelve times a month's. Business that grows by a unit's
/// factor seldom takes its paid-in capital and fixed assets along.
pub(super) fn unit(statement: &Statement, previous: Option<&Statement>, settings: &Settings) -> Check {
    let check = |outcome| Check::new(CheckKind::Unit, outcome).about(Sheet::BalanceSheet);
    let Some(previous) = previous else { return check(CheckOutcome::NotTestable(Obstacle::NoPrevious)) };
    let lines = Line::ALL.iter().filter(|line| line.sheet() == Sheet::BalanceSheet);
    let size = |figure: Money| i128::from(figure.minor()).abs();
    let pairs: Vec<(i128, i128)> = lines
        .filter_map(|line| Some((size(statement.figure(*line)?), size(previous.figure(*line)?))))
        .filter(|(now, before)| *now > 0 && *before > 0)
        .collect();
    if pairs.len() < FEWEST_LINES {
        let too_few = Obstacle::TooFewLines { found: pairs.len(), needed: FEWEST_LINES };
        return check(CheckOutcome::NotTestable(too_few));
    }
    for factor in &settings.unit_factors {
        for larger in [true, false] {
            let far = |(now, before): &&(i128, i128)| {
                let (big, small) = if larger { (now, before) } else { (before, now) };
                big * 2 >= small * i128::from(*factor)
            };
            let moved = pairs.iter().filter(far).count();
            if moved * 2 > pairs.len() {
                let fault = Fault::Unit { factor: *factor, larger, moved, compared: pairs.len() };
                return check(CheckOutcome::Failed(fault));
            }
        }
    }
    check(CheckOutcome::Passed)
}
