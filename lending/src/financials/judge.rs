//! The whole judgement of a statement.

use serde::Serialize;

use super::{Check, Covenant, CovenantTest, Ratio, RatioFigure, Settings, Statement};
use super::{checks, covenant, plausible};
use crate::LendingError;

/// What is to be said of a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// Whether it holds together.
    pub checks: Vec<Check>,
    /// What it says.
    pub ratios: Vec<RatioFigure>,
    /// Whether covenants are kept, in their order.
    pub covenants: Vec<CovenantTest>,
}

/// Judges a statement beside the one before it. All figures come back in units of the currency, whatever unit the
/// statement was sent in.
///
/// ```
/// use lending::financials::{Covenant, CovenantOutcome, Settings, Statement, judge};
/// let json = r#"{"unit":"ten_thousand","from":"2025-01-01","to":"2025-12-31","balance_sheet":{
///     "total_assets":"1000","total_liabilities":"650","total_equity":"350"}}"#;
/// let statement = Statement::read(serde_json::from_str(json).unwrap(), "statement").unwrap();
/// let covenants = r#"[{"name":"leverage","ratio":"debt_to_asset","test":"at_most","threshold":"0.7"}]"#;
/// let covenants = Covenant::read(serde_json::from_str(covenants).unwrap()).unwrap();
/// let judged = judge(&statement, None, &covenants, &Settings::default()).unwrap();
/// assert_eq!(judged.covenants[0].outcome, CovenantOutcome::Met);
/// assert_eq!(judged.covenants[0].value.unwrap().to_string(), "0.65");
/// assert_eq!(judged.covenants[0].headroom.unwrap().to_string(), "0.05");
/// ```
///
/// # Errors
/// A statement before in another currency, or one that does not end earlier; a tolerance with more decimals than the
/// currency.
pub fn judge(
    statement: &Statement,
    previous: Option<&Statement>,
    covenants: &[Covenant],
    settings: &Settings,
) -> Result<Judgement, LendingError> {
    if let Some(before) = previous {
        let (now, then) = (statement.currency(), before.currency());
        if now != then {
            return Err(LendingError::CurrencyMismatch(now.code(), then.code()));
        }
        let (now, then) = (statement.period().to, before.period().to);
        if then >= now {
            return Err(LendingError::contradiction("previous", reason!("ends on {then}, not before {now}")));
        }
    }
    let figure = |ratio: Ratio| ratio.figure(statement, previous, settings.turnover_on);
    let test = |c: &Covenant| covenant::test(c, &figure(c.ratio())?);
    Ok(Judgement {
        checks: all_checks(statement, previous, settings)?,
        ratios: Ratio::ALL.into_iter().map(figure).collect::<Result<_, _>>()?,
        covenants: covenants.iter().map(test).collect::<Result<_, _>>()?,
    })
}

fn all_checks(
    statement: &Statement,
    previous: Option<&Statement>,
    settings: &Settings,
) -> Result<Vec<Check>, LendingError> {
    let tolerance = settings.tolerance(statement, statement)?;
    let mut all = plausible::sheets(statement, settings);
    all.extend([plausible::period(statement, settings), plausible::sequence(statement, previous)]);
    all.push(checks::balance(statement, tolerance)?);
    all.extend(checks::totals(statement, tolerance)?);
    all.push(checks::cash_on_balance_sheet(statement, tolerance)?);
    all.push(checks::cash_carried_forward(statement, previous, settings)?);
    all.extend(checks::comparatives(statement, previous, settings)?);
    all.extend([plausible::signs(statement), plausible::unit(statement, previous, settings)]);
    Ok(all)
}
