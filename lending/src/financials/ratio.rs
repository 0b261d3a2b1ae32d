//! The ratios. Sources: 中央企业综合绩效评价实施细则 (国资发评价〔2006〕157号, annex 1) for liquidity, debt, interest
//! cover and turnover; 建设项目经济评价方法与参数 (third edition, 2006) for debt service cover.
//!
//! No figure is annualised: flows are compared with flows of the same period, and the days of receivables and
//! inventories are counted with the days of the period its revenue and cost are of. A quarter with a quarter of the
//! year's revenue gives the days of the year.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::workings::{DECIMALS, Working, WorkingStep, Workings};
use super::{Line, Obstacle, Statement, TurnoverOn};
use crate::LendingError;
use crate::explain::{Operation, ValueUnit};

/// A ratio of a statement.
///
/// ```
/// use lending::financials::{Ratio, RatioValue, Settings, Statement, judge};
/// let json = r#"{"from":"2025-01-01","to":"2025-12-31",
///     "income_statement":{"revenue":"3000","cost_of_sales":"2100","net_profit":"0"}}"#;
/// let statement = Statement::read(serde_json::from_str(json).unwrap(), "statement").unwrap();
/// let judged = judge(&statement, None, &[], &Settings::default()).unwrap();
/// let margin = judged.ratios.iter().find(|figure| figure.ratio == Ratio::GrossMargin).unwrap();
/// assert_eq!(margin.value, RatioValue::Value("0.3".parse().unwrap()));
/// assert_eq!(margin.explanation.as_ref().unwrap().evaluate().unwrap(), "0.3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ratio {
    /// 流动比率: current assets ÷ current liabilities.
    Current,
    /// 速动比率: (current assets − inventories) ÷ current liabilities.
    Quick,
    /// 资产负债率: total liabilities ÷ total assets.
    DebtToAsset,
    /// 利息保障倍数 (已获利息倍数): (profit before tax + interest expense) ÷ interest expense.
    InterestCover,
    /// 偿债备付率 (DSCR): (profit before tax + interest expense + depreciation + amortisation − income tax) ÷ principal
    /// and interest due in the period.
    Dscr,
    /// 毛利率: (revenue − cost of sales) ÷ revenue.
    GrossMargin,
    /// 销售净利率: net profit ÷ revenue.
    NetMargin,
    /// 应收账款周转天数: receivables ÷ revenue × days of the period.
    ReceivableDays,
    /// 存货周转天数: inventories ÷ cost of sales × days of the period.
    InventoryDays,
}

/// Where a ratio goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Better for a lender than in the period before.
    Improved,
    /// Worse.
    Worsened,
    /// The same.
    Unchanged,
}

/// The value of a ratio, or why it has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RatioValue {
    /// Rounded once, half up (away from zero), to 6 decimals; this figure is what covenants test.
    Value(Decimal),
    /// It cannot be worked out.
    NotComputable(Obstacle),
}

/// A ratio and how it came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatioFigure {
    /// Which.
    pub ratio: Ratio,
    /// A plain number (0.7 is 70 %), or days.
    pub unit: ValueUnit,
    /// Its value, or why it has none.
    #[serde(flatten)]
    pub value: RatioValue,
    /// Its value in the statement before, by that statement's own figures.
    pub previous: Option<Decimal>,
    /// The value less the previous one.
    pub change: Option<Decimal>,
    /// Whether that is better for a lender.
    pub trend: Option<Trend>,
    /// The tree of its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Working>,
}

impl Ratio {
    /// All of them.
    pub const ALL: [Ratio; 9] = [
        Ratio::Current,
        Ratio::Quick,
        Ratio::DebtToAsset,
        Ratio::InterestCover,
        Ratio::Dscr,
        Ratio::GrossMargin,
        Ratio::NetMargin,
        Ratio::ReceivableDays,
        Ratio::InventoryDays,
    ];

    /// Days for turnover, otherwise a plain number.
    #[must_use]
    pub fn unit(self) -> ValueUnit {
        match self {
            Ratio::ReceivableDays | Ratio::InventoryDays => ValueUnit::Days,
            _ => ValueUnit::Number,
        }
    }

    /// Whether a lender likes it high.
    #[must_use]
    pub fn better_when_higher(self) -> bool {
        !matches!(self, Ratio::DebtToAsset | Ratio::ReceivableDays | Ratio::InventoryDays)
    }

    /// Numerator and denominator.
    fn parts(self, of: &mut Workings<'_>) -> Result<(Working, Working), LendingError> {
        Ok(match self {
            Ratio::Current => (of.line(Line::CurrentAssets), of.line(Line::CurrentLiabilities)),
            Ratio::Quick => {
                let operands = vec![of.line(Line::CurrentAssets), of.line(Line::Inventories)];
                let quick = of.step(WorkingStep::QuickAssets, Operation::Difference, operands)?;
                (quick, of.line(Line::CurrentLiabilities))
            }
            Ratio::DebtToAsset => (of.line(Line::TotalLiabilities), of.line(Line::TotalAssets)),
            Ratio::InterestCover => (ebit(of)?, of.line(Line::InterestExpense)),
            Ratio::Dscr => {
                let operands = vec![ebit(of)?, of.line(Line::Depreciation), of.line(Line::Amortisation)];
                let operands = vec![of.step(WorkingStep::Ebitda, Operation::Sum, operands)?, of.line(Line::IncomeTax)];
                let cash = of.step(WorkingStep::CashForDebtService, Operation::Difference, operands)?;
                let operands = vec![of.line(Line::PrincipalDue), of.line(Line::InterestDue)];
                (cash, of.step(WorkingStep::DebtService, Operation::Sum, operands)?)
            }
            Ratio::GrossMargin => {
                let operands = vec![of.line(Line::Revenue), of.line(Line::CostOfSales)];
                (of.step(WorkingStep::GrossProfit, Operation::Difference, operands)?, of.line(Line::Revenue))
            }
            Ratio::NetMargin => (of.line(Line::NetProfit), of.line(Line::Revenue)),
            Ratio::ReceivableDays => (of.balance(Line::AccountsReceivable)?, of.line(Line::Revenue)),
            Ratio::InventoryDays => (of.balance(Line::Inventories)?, of.line(Line::CostOfSales)),
        })
    }

    /// The ratio's tree, or why there is none.
    fn work_out(self, mut of: Workings<'_>) -> Result<Result<Working, Obstacle>, LendingError> {
        let (top, bottom) = self.parts(&mut of)?;
        let denominator = bottom.value.exact.num;
        Ok(if !of.missing.is_empty() {
            Err(Obstacle::Missing { figures: of.missing })
        } else if denominator == 0 {
            Err(Obstacle::DenominatorZero)
        } else if denominator < 0 {
            Err(Obstacle::DenominatorNegative)
        } else {
            Ok(of.ratio(top, bottom, self.unit())?)
        })
    }

    /// The ratio of a statement, beside that of the one before.
    pub(super) fn figure(
        self,
        statement: &Statement,
        previous: Option<&Statement>,
        on: TurnoverOn,
    ) -> Result<RatioFigure, LendingError> {
        let before = match previous.map(|before| self.work_out(Workings::new(before, None, on))).transpose()? {
            Some(Ok(tree)) => Some(value_of(&tree)?),
            _ => None,
        };
        let (value, explanation) = match self.work_out(Workings::new(statement, previous, on))? {
            Ok(tree) => (RatioValue::Value(value_of(&tree)?), Some(tree)),
            Err(why) => (RatioValue::NotComputable(why), None),
        };
        let change = match value {
            RatioValue::Value(now) => before.and_then(|before| now.checked_sub(before)).map(|d| d.normalize()),
            RatioValue::NotComputable(_) => None,
        };
        let trend = change.map(|change| match change {
            d if d.is_zero() => Trend::Unchanged,
            d if d.is_sign_positive() == self.better_when_higher() => Trend::Improved,
            _ => Trend::Worsened,
        });
        Ok(RatioFigure { ratio: self, unit: self.unit(), value, previous: before, change, trend, explanation })
    }
}

fn ebit(of: &mut Workings<'_>) -> Result<Working, LendingError> {
    let operands = vec![of.line(Line::TotalProfit), of.line(Line::InterestExpense)];
    of.step(WorkingStep::Ebit, Operation::Sum, operands)
}

/// The ratio as a decimal: it has at most six.
fn value_of(tree: &Working) -> Result<Decimal, LendingError> {
    let beyond = || LendingError::overflow("ratio");
    let exact = tree.value.exact.num.checked_mul(10_i128.pow(DECIMALS)).ok_or_else(beyond)? / tree.value.exact.den;
    let value = Decimal::try_from_i128_with_scale(exact, DECIMALS).map_err(|_| beyond())?;
    Ok(value.normalize())
}
