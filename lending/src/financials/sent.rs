//! A statement as it is sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{ReportingPeriod, Standard};
use crate::money::Currency;

/// What the figures are given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 元: units of the currency.
    #[default]
    Yuan,
    /// 千元.
    Thousand,
    /// 万元.
    TenThousand,
}

impl Unit {
    pub(super) fn power(self) -> u32 {
        match self {
            Unit::Yuan => 0,
            Unit::Thousand => 3,
            Unit::TenThousand => 4,
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Unit::Yuan => "yuan",
            Unit::Thousand => "thousand",
            Unit::TenThousand => "ten_thousand",
        }
    }
}

/// What a line that is left out of a sheet stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// Nothing, as an empty cell of a whole form: for lines of the form that are no totals. `null` is unknown still.
    Zero,
}

/// Lines of a sheet and their figures as text, each line once; `null` for a figure that is not known.
#[derive(Debug, Clone, Default)]
pub struct SheetJson(pub Vec<(String, Option<String>)>);

impl<'de> Deserialize<'de> for SheetJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lines;
        impl<'de> Visitor<'de> for Lines {
            type Value = SheetJson;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("lines with their figures as text")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SheetJson, A::Error> {
                let mut lines = BTreeMap::new();
                while let Some((line, figure)) = map.next_entry::<String, Option<String>>()? {
                    // The last of two would win silently.
                    if lines.contains_key(&line) {
                        return Err(A::Error::custom(format!("duplicate field `{line}`")));
                    }
                    lines.insert(line, figure);
                }
                Ok(SheetJson(lines.into_iter().collect()))
            }
        }
        deserializer.deserialize_map(Lines)
    }
}

/// A statement as it is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementJson {
    /// Default CNY.
    #[serde(default = "yuan")]
    pub currency: Currency,
    /// Default yuan.
    #[serde(default)]
    pub unit: Unit,
    /// Default 企业会计准则.
    #[serde(default)]
    pub standard: Standard,
    /// Default unknown.
    #[serde(default)]
    pub left_out: LeftOut,
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day, and the day of the balance sheet.
    pub to: NaiveDate,
    /// 资产负债表, 期末余额.
    pub balance_sheet: Option<SheetJson>,
    /// 利润表, 本期金额.
    pub income_statement: Option<SheetJson>,
    /// 现金流量表, 本期金额.
    pub cash_flow: Option<SheetJson>,
    /// What no form has a line for.
    pub notes: Option<SheetJson>,
    /// The other column.
    pub comparative: Option<ComparativeJson>,
}

/// The comparative column as it is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparativeJson {
    /// Day of the balance sheet's (上年年末余额); default the day before the period.
    pub balance_sheet_on: Option<NaiveDate>,
    /// Period of the others' (上期金额); default the same a year before.
    pub period: Option<ReportingPeriod>,
    /// 资产负债表, 上年年末余额.
    pub balance_sheet: Option<SheetJson>,
    /// 利润表, 上期金额.
    pub income_statement: Option<SheetJson>,
    /// 现金流量表, 上期金额.
    pub cash_flow: Option<SheetJson>,
}

fn yuan() -> Currency {
    Currency::CNY
}
