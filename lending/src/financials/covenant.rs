//! Covenants on ratios, as data, and whether they are kept.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::number::decimal;
use super::workings::DECIMALS;
use super::{Obstacle, Ratio, RatioFigure, RatioValue};
use crate::LendingError;
use crate::exact::Exact;
use crate::money::MoneyError;
use crate::terms::Rounding;

/// Most covenants tested at a time.
pub const MAX_COVENANTS: usize = 100;

/// Largest threshold, in either direction.
const LARGEST: i64 = 1_000_000_000;

/// On which side of the threshold the ratio must lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// The threshold or above.
    AtLeast,
    /// The threshold or below.
    AtMost,
}

/// A covenant as it is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CovenantJson {
    /// The lender's name for it, handed back as it is.
    #[serde(default)]
    pub name: String,
    /// What is tested.
    pub ratio: Ratio,
    /// In which direction.
    pub test: Test,
    /// A decimal with at most 6 decimals, up to 10^9 in size: `"0.7"` is 70 %.
    pub threshold: String,
}

/// A covenant on a ratio.
///
/// ```
/// use lending::financials::Covenant;
/// let read = |json: &str| Covenant::read(serde_json::from_str(json).unwrap());
/// assert!(read(r#"[{"ratio":"dscr","test":"at_least","threshold":"1.2"}]"#).is_ok());
/// let refused = read(r#"[{"ratio":"dscr","test":"at_least","threshold":"120 %"}]"#).unwrap_err();
/// assert_eq!((refused.code(), refused.field()), ("not_a_number", Some("covenants[0].threshold")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covenant {
    name: String,
    ratio: Ratio,
    test: Test,
    threshold: Decimal,
}

impl Covenant {
    pub(super) fn ratio(&self) -> Ratio {
        self.ratio
    }

    /// Reads covenants.
    ///
    /// # Errors
    /// More than [`MAX_COVENANTS`]; a threshold that is no decimal, has more than 6 decimals, or is beyond 10^9.
    pub fn read(json: Vec<CovenantJson>) -> Result<Vec<Covenant>, LendingError> {
        if json.len() > MAX_COVENANTS {
            return Err(LendingError::Limit { field: "covenants", limit: crate::Limit::Covenants });
        }
        let read = |(k, json): (usize, CovenantJson)| {
            let field = format!("covenants[{k}].threshold");
            let threshold = decimal(&json.threshold, DECIMALS, "threshold", &field)?.normalize();
            if threshold.abs() > Decimal::from(LARGEST) {
                return Err(LendingError::Amount { field, reason: MoneyError::TooLarge });
            }
            Ok(Covenant { name: json.name, ratio: json.ratio, test: json.test, threshold })
        };
        json.into_iter().enumerate().map(read).collect()
    }
}

/// How a covenant came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome", content = "because")]
pub enum CovenantOutcome {
    /// Kept.
    Met,
    /// Not kept.
    Breached,
    /// The ratio could not be worked out.
    NotTestable(Obstacle),
}

/// A covenant and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CovenantTest {
    /// The lender's name for it.
    pub name: String,
    /// What was tested.
    pub ratio: Ratio,
    /// In which direction.
    pub test: Test,
    /// Against what.
    pub threshold: Decimal,
    /// The ratio's value.
    pub value: Option<Decimal>,
    /// How it came out.
    #[serde(flatten)]
    pub outcome: CovenantOutcome,
    /// How far the value is on the right side of the threshold; below zero: by how much it is breached.
    pub headroom: Option<Decimal>,
    /// Headroom ÷ size of the threshold, rounded half up to 6 decimals; none for a threshold of nothing.
    pub headroom_share: Option<Decimal>,
}

/// Tests a covenant on its ratio. The ratio as it is printed is compared, so that what is shown and what is decided are
/// one figure; on the threshold itself a covenant is met.
pub(super) fn test(covenant: &Covenant, figure: &RatioFigure) -> Result<CovenantTest, LendingError> {
    let mut tested = CovenantTest {
        name: covenant.name.clone(),
        ratio: covenant.ratio,
        test: covenant.test,
        threshold: covenant.threshold,
        value: None,
        outcome: CovenantOutcome::Met,
        headroom: None,
        headroom_share: None,
    };
    match &figure.value {
        RatioValue::NotComputable(why) => tested.outcome = CovenantOutcome::NotTestable(why.clone()),
        RatioValue::Value(value) => {
            let headroom = match covenant.test {
                Test::AtLeast => value.checked_sub(covenant.threshold),
                Test::AtMost => covenant.threshold.checked_sub(*value),
            };
            let headroom = headroom.ok_or(LendingError::overflow("headroom"))?.normalize();
            if headroom < Decimal::ZERO {
                tested.outcome = CovenantOutcome::Breached;
            }
            if !covenant.threshold.is_zero() {
                tested.headroom_share = Some(share(headroom, covenant.threshold)?);
            }
            (tested.value, tested.headroom) = (Some(*value), Some(headroom));
        }
    }
    Ok(tested)
}

/// `part ÷ |whole|`, rounded once.
fn share(part: Decimal, whole: Decimal) -> Result<Decimal, LendingError> {
    let beyond = || LendingError::overflow("headroom_share");
    let micro = |value: Decimal| {
        let scale = 10_i128.pow(DECIMALS.saturating_sub(value.scale()));
        value.mantissa().checked_mul(scale).ok_or_else(beyond)
    };
    let rounded = Exact::new(micro(part)?, micro(whole)?.abs()).round_to(DECIMALS, Rounding::HalfUp)?;
    let num = rounded.num.checked_mul(10_i128.pow(DECIMALS)).ok_or_else(beyond)? / rounded.den;
    Ok(Decimal::try_from_i128_with_scale(num, DECIMALS).map_err(|_| beyond())?.normalize())
}
