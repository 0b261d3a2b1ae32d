//! A statement, read.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::number::amount;
use super::sent::{ComparativeJson, SheetJson, StatementJson};
use super::total::is_total;
use super::{LeftOut, Line, ReportingPeriod, Sheet, Standard, Unit};
use crate::LendingError;
use crate::calendar::within_years;
use crate::error::worded;
use crate::money::{Currency, Money};

/// The figures of one column; `None` for a line said to be unknown.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Column {
    sheets: Vec<Sheet>,
    figures: BTreeMap<Line, Option<Money>>,
}

/// The comparative column, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Comparative {
    pub balance_sheet_on: NaiveDate,
    pub period: ReportingPeriod,
    pub column: Column,
}

/// A financial statement of one period, its figures in minor units of the currency.
///
/// ```
/// use lending::financials::{Line, Statement, StatementJson};
/// let json: StatementJson = serde_json::from_str(r#"{"unit":"ten_thousand","from":"2025-01-01","to":"2025-12-31",
///     "balance_sheet":{"total_assets":"1,234.5678"}}"#).unwrap();
/// let statement = Statement::read(json, "statement").unwrap();
/// assert_eq!(statement.figure(Line::TotalAssets).unwrap().to_string(), "12345678.00");
/// assert_eq!(statement.figure(Line::Revenue), None);
/// assert_eq!(statement.period().days(), 365);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    currency: Currency,
    unit: Unit,
    standard: Standard,
    left_out: LeftOut,
    period: ReportingPeriod,
    column: Column,
    comparative: Option<Comparative>,
}

impl Statement {
    /// Reads a statement; `name` stands before the names of fields in errors (`statement.balance_sheet.inventories`).
    ///
    /// # Errors
    /// A line that is not of its sheet; a figure that is no amount, has more decimals than the currency after its
    /// unit, or goes beyond 10^13 units; dates out of range; a period that ends before it begins; a comparative
    /// column that is not of an earlier day.
    pub fn read(json: StatementJson, name: &str) -> Result<Statement, LendingError> {
        let period = ReportingPeriod { from: json.from, to: json.to };
        period.check()?;
        let given = (json.unit, json.currency);
        let sheets = [
            (Sheet::BalanceSheet, json.balance_sheet),
            (Sheet::IncomeStatement, json.income_statement),
            (Sheet::CashFlow, json.cash_flow),
            (Sheet::Notes, json.notes),
        ];
        let column = Column::read(sheets, given, name)?;
        let comparative = json.comparative.map(|c| Comparative::read(c, period, given, &format!("{name}.comparative")));
        let comparative = comparative.transpose()?;
        Ok(Statement {
            currency: json.currency,
            unit: json.unit,
            standard: json.standard,
            left_out: json.left_out,
            period,
            column,
            comparative,
        })
    }

    /// Its currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The unit it was sent in; figures are kept in the currency's.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The form it follows.
    #[must_use]
    pub fn standard(&self) -> Standard {
        self.standard
    }

    /// Its period.
    #[must_use]
    pub fn period(&self) -> ReportingPeriod {
        self.period
    }

    /// A figure, if it is known.
    #[must_use]
    pub fn figure(&self, line: Line) -> Option<Money> {
        self.known(&self.column, line)
    }

    /// A figure of the comparative column, if it is known.
    #[must_use]
    pub fn comparative_figure(&self, line: Line) -> Option<Money> {
        self.comparative.as_ref().and_then(|c| self.known(&c.column, line))
    }

    /// Whether a sheet is there at all.
    pub(super) fn has(&self, sheet: Sheet) -> bool {
        self.column.sheets.contains(&sheet)
    }

    pub(super) fn comparative(&self) -> Option<&Comparative> {
        self.comparative.as_ref()
    }

    fn known(&self, column: &Column, line: Line) -> Option<Money> {
        let nothing = || {
            let empty = self.left_out == LeftOut::Zero
                && column.sheets.contains(&line.sheet())
                && line.is_on_form(self.standard)
                && !is_total(line, self.standard);
            empty.then(|| Money::zero(self.currency))
        };
        column.figures.get(&line).copied().unwrap_or_else(nothing)
    }
}

impl Column {
    fn read<const N: usize>(
        sheets: [(Sheet, Option<SheetJson>); N],
        (unit, currency): (Unit, Currency),
        name: &str,
    ) -> Result<Column, LendingError> {
        let mut column = Column::default();
        for (sheet, lines) in sheets {
            let Some(SheetJson(lines)) = lines else { continue };
            column.sheets.push(sheet);
            for (code, text) in lines {
                let field = format!("{name}.{}.{code}", sheet.code());
                let Some(line) = Line::parse(&code).filter(|line| line.sheet() == sheet) else {
                    return Err(LendingError::Input { field, reason: worded("not a line of this sheet") });
                };
                let figure = text.map(|t| amount(&t, unit.power(), unit.code(), currency, &field)).transpose()?;
                column.figures.insert(line, figure);
            }
        }
        Ok(column)
    }
}

impl Comparative {
    fn read(
        json: ComparativeJson,
        of: ReportingPeriod,
        given: (Unit, Currency),
        name: &str,
    ) -> Result<Comparative, LendingError> {
        let sheets = [
            (Sheet::BalanceSheet, json.balance_sheet),
            (Sheet::IncomeStatement, json.income_statement),
            (Sheet::CashFlow, json.cash_flow),
        ];
        let column = Column::read(sheets, given, name)?;
        let balance_sheet_on = within_years(json.balance_sheet_on.unwrap_or(of.eve()), "balance_sheet_on")?;
        let period = json.period.unwrap_or(of.year_before());
        period.check()?;
        if balance_sheet_on >= of.to || period.to >= of.to {
            let reason = reason!("must be of days before {}", of.to);
            return Err(LendingError::contradiction("comparative", reason));
        }
        Ok(Comparative { balance_sheet_on, period, column })
    }
}
