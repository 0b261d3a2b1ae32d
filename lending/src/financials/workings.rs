//! How a ratio came about: the same tree as for a loan's figures, with steps of its own.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Line, Of, Place, Statement, TurnoverOn};
use crate::LendingError;
use crate::exact::Exact;
use crate::explain::{Explanation, Operation, Quantity, ValueUnit};
use crate::money::Money;
use crate::terms::Rounding;

/// Decimals of a ratio.
pub(super) const DECIMALS: u32 = 6;

/// A ratio as a tree: working it out again ([`Explanation::evaluate`]) gives the ratio.
pub type Working = Explanation<WorkingStep, Origin>;

/// Which rule a step follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkingStep {
    /// A line of a statement.
    Line,
    /// Days of the period.
    DaysOfPeriod,
    /// A balance is halved between its two ends.
    TwoEnds,
    /// Half of opening and closing balance together.
    AverageBalance,
    /// 速动资产: current assets less inventories.
    QuickAssets,
    /// 毛利: revenue less cost of sales.
    GrossProfit,
    /// 息税前利润 (EBIT): profit before tax and interest.
    Ebit,
    /// 息税折旧摊销前利润 (EBITDA): EBIT, depreciation and amortisation.
    Ebitda,
    /// 可用于还本付息的资金: EBITDA less income tax.
    CashForDebtService,
    /// 应还本付息金额: principal and interest due.
    DebtService,
    /// Numerator ÷ denominator.
    Quotient,
    /// What part of the period's flow the balance is, in days of the period.
    InDays,
    /// The ratio: the quotient rounded once.
    Ratio,
}

/// Where a leaf's value stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "in")]
pub enum Origin {
    /// On a line of a statement.
    Line(Place),
    /// In the period of the statement.
    Period {
        /// First day.
        from: NaiveDate,
        /// Last day, counted too.
        to: NaiveDate,
    },
    /// In the ratio's definition.
    Definition,
}

/// Builds trees from statements. A figure that is missing counts as nothing while building and is kept under
/// `missing`: with anything there, the tree must not be used.
pub(super) struct Workings<'a> {
    statement: &'a Statement,
    previous: Option<&'a Statement>,
    turnover_on: TurnoverOn,
    pub missing: Vec<Place>,
}

impl<'a> Workings<'a> {
    pub(super) fn new(statement: &'a Statement, previous: Option<&'a Statement>, turnover_on: TurnoverOn) -> Self {
        Workings { statement, previous, turnover_on, missing: Vec::new() }
    }

    /// A line of the statement.
    pub(super) fn line(&mut self, line: Line) -> Working {
        let figure = self.statement.figure(line);
        self.placed(figure, Place::new(Of::Statement, line))
    }

    /// A balance for turnover, as the settings have it.
    pub(super) fn balance(&mut self, line: Line) -> Result<Working, LendingError> {
        let closing = self.line(line);
        if self.turnover_on == TurnoverOn::Closing {
            return Ok(closing);
        }
        let opening = self.opening(line);
        let both = self.step(WorkingStep::AverageBalance, Operation::Sum, vec![opening, closing])?;
        let two = self.leaf(WorkingStep::TwoEnds, Exact::of(2), ValueUnit::Number, Origin::Definition);
        self.step(WorkingStep::AverageBalance, Operation::Quotient, vec![both, two])
    }

    /// The balance on the eve of the period: from the comparative column, or else from the statement before, whichever
    /// is of that day.
    fn opening(&mut self, line: Line) -> Working {
        let eve = self.statement.period().eve();
        let column = self.statement.comparative().filter(|column| column.balance_sheet_on == eve);
        let compared = column.and_then(|_| self.statement.comparative_figure(line));
        let previous = self.previous.filter(|previous| previous.period().to == eve);
        match compared {
            Some(figure) => self.placed(Some(figure), Place::new(Of::Comparative, line)),
            None => self.placed(previous.and_then(|p| p.figure(line)), Place::new(Of::Previous, line)),
        }
    }

    /// Days of the period.
    fn days(&self) -> Working {
        let period = self.statement.period();
        let origin = Origin::Period { from: period.from, to: period.to };
        self.leaf(WorkingStep::DaysOfPeriod, Exact::of(period.days()), ValueUnit::Days, origin)
            .over(period.from, period.to)
    }

    /// A step whose value is money.
    pub(super) fn step(
        &self,
        rule: WorkingStep,
        operation: Operation,
        operands: Vec<Working>,
    ) -> Result<Working, LendingError> {
        Working::step(rule, operation, ValueUnit::Money, self.statement.currency(), operands)
    }

    /// The ratio: numerator ÷ denominator (above zero), for turnover × days, rounded half up to [`DECIMALS`].
    pub(super) fn ratio(&self, top: Working, bottom: Working, unit: ValueUnit) -> Result<Working, LendingError> {
        let currency = self.statement.currency();
        let step = |rule, operation, unit, operands| Working::step(rule, operation, unit, currency, operands);
        let mut value = step(WorkingStep::Quotient, Operation::Quotient, ValueUnit::Number, vec![top, bottom])?;
        if unit == ValueUnit::Days {
            value = step(WorkingStep::InDays, Operation::Product, unit, vec![value, self.days()])?;
        }
        let round = Operation::Round { rounding: Rounding::HalfUp, decimals: DECIMALS };
        step(WorkingStep::Ratio, round, unit, vec![value])
    }

    fn placed(&mut self, figure: Option<Money>, place: Place) -> Working {
        if figure.is_none() && !self.missing.contains(&place) {
            self.missing.push(place);
        }
        let minor = figure.map_or(0, Money::minor);
        self.leaf(WorkingStep::Line, Exact::of(minor), ValueUnit::Money, Origin::Line(place))
    }

    fn leaf(&self, rule: WorkingStep, exact: Exact, unit: ValueUnit, origin: Origin) -> Working {
        Working::leaf(rule, Quantity::new(exact, unit, self.statement.currency()), origin)
    }
}
