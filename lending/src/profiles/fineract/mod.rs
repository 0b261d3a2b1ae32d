//! Apache Fineract's schedules where they differ from the standard ones: its progressive loans (flat interest
//! levelled over unequal rows, tranches charged from the start of their period, overdue principal that goes on
//! bearing interest, multiples above the installment) and its older cumulative loans.
//!
//! What a lender's product says is data ([`Product`]); nothing here asks which loan it is.

mod accrual;
mod changes;
pub mod charges;
mod cumulative;
mod factors;
mod installment_fee;
pub mod life;
mod progressive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::apr::bad;
use crate::day_count::YearSplit;
use crate::exact::{Exact, add, round_div, sub};
use crate::money::{AnnualRate, Currency, Money};
use crate::terms::{Grace, Period, Rounding, Unit};
use crate::{LendingError, MAX_INSTALLMENTS};
pub use changes::Change;
pub use installment_fee::InstallmentFee;

/// Which of the two generators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generator {
    /// `PROGRESSIVE`: interest by segments, one rounding a row, a smoothing pass.
    Progressive,
    /// `CUMULATIVE`: one periodic rate, flat interest on the gross amount.
    Cumulative,
}

/// What interest is charged on, and what is kept equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repayment {
    /// Declining balance, equal installments.
    EqualInstallment,
    /// Declining balance, equal principal.
    EqualPrincipal,
    /// Flat interest.
    Flat,
}

/// Money paid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disbursement {
    /// When.
    pub on: NaiveDate,
    /// How much.
    pub amount: String,
}

/// A loan product of Fineract and the loan made with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its currency.
    #[serde(default = "euro")]
    pub currency: Currency,
    /// Which generator.
    pub generator: Generator,
    /// What is kept equal.
    pub repayment: Repayment,
    /// Paid out, in order; the first ones on one day are the principal.
    pub disbursements: Vec<Disbursement>,
    /// The nominal rate, a year or (`rate_over_term`) for the whole term.
    pub annual_rate: AnnualRate,
    /// The rate is for the whole term.
    #[serde(default)]
    pub rate_over_term: bool,
    /// Number of installments.
    pub installments: u32,
    /// Every so many units.
    pub every: u32,
    /// The unit of `every`.
    pub unit: Unit,
    /// Periods of the installments (progressive).
    #[serde(default)]
    pub periods: Vec<Period>,
    /// `SAME_AS_REPAYMENT_PERIOD`: a period's part of the rate, whatever its days.
    #[serde(default)]
    pub by_period: bool,
    /// Days of a month: 30, or none for the real ones.
    #[serde(default)]
    pub days_in_month: Option<u32>,
    /// Days of a year: 360, 364, 365, or none for the real ones.
    #[serde(default)]
    pub days_in_year: Option<u32>,
    /// How a span over New Year is split.
    #[serde(default)]
    pub year_split: YearSplit,
    /// Installments are multiples of this.
    #[serde(default)]
    pub installment_multiple: Option<String>,
    /// All amounts are multiples of this (cumulative).
    #[serde(default)]
    pub currency_multiple: Option<String>,
    /// Part of each disbursement due on its day, in a row of its own.
    #[serde(default)]
    pub down_payment: Option<AnnualRate>,
    /// Grace.
    #[serde(default)]
    pub grace: Grace,
    /// A tranche within a period is charged from its day; otherwise, with `by_period`, from the period's start.
    #[serde(default = "yes")]
    pub partial_period_interest: bool,
    /// What happens after the first disbursements (declining balance, equal installments), in order.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Significant digits between roundings (declining balance, equal installments); 19 unless it says otherwise.
    #[serde(default)]
    pub digits: Option<u32>,
    /// Principal that is overdue on this day goes on bearing interest until it.
    #[serde(default)]
    pub overdue_until: Option<NaiveDate>,
    /// Fees of each installment; a down payment has none.
    #[serde(default)]
    pub installment_fees: Vec<InstallmentFee>,
}

fn euro() -> Currency {
    Currency::EUR
}

fn yes() -> bool {
    true
}

/// A row of the schedule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProfileRow {
    /// Number, from 1.
    pub n: u32,
    /// Principal.
    pub principal: Money,
    /// Interest.
    pub interest: Money,
    /// Fees.
    pub fee: Money,
    /// All three.
    pub total: Money,
    /// Balance after it, before a tranche of that day.
    pub balance: Money,
}

/// A row in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Cells {
    principal: i64,
    interest: i64,
    balance: i64,
}

/// The product as numbers.
struct Loan<'p> {
    product: &'p Product,
    multiple: i64,
    /// Paid out, by day, without the down payment.
    tranches: Vec<(NaiveDate, i64)>,
    /// All that is paid out, with the down payments.
    gross: i64,
    /// What is paid down of each day's disbursements, when the product asks for it.
    down_payments: Vec<DownPayment>,
}

/// A part of what is paid out on a day, due on the same day.
struct DownPayment {
    on: NaiveDate,
    gross: i64,
    down: i64,
}

/// Fineract rounds half to even everywhere.
const ROUNDING: Rounding = Rounding::HalfEven;

/// To a multiple of minor units.
fn to_multiple(value: Exact, multiple: i64) -> Result<i64, LendingError> {
    to_multiple_by(value, multiple, ROUNDING)
}

fn to_multiple_by(value: Exact, multiple: i64, rounding: Rounding) -> Result<i64, LendingError> {
    let den =
        value.den.checked_mul(i128::from(multiple)).ok_or_else(|| LendingError::overflow("installment_multiple"))?;
    round_div(value.num, den, rounding)?
        .checked_mul(multiple)
        .ok_or_else(|| LendingError::overflow("installment_multiple"))
}

fn minor(text: &str, currency: Currency, field: &'static str) -> Result<i64, LendingError> {
    let money = Money::parse_positive(text, currency);
    money.map(Money::minor).map_err(|reason| LendingError::Amount { field: field.to_owned(), reason })
}

/// The schedule of a loan before anything is paid.
///
/// # Errors
/// Fields that contradict each other, and figures beyond the engine's limits.
pub fn schedule(product: &Product) -> Result<Vec<ProfileRow>, LendingError> {
    let loan = Loan::of(product)?;
    let regular = loan.rows()?;
    let mut rows: Vec<ProfileRow> = Vec::with_capacity(regular.len() + loan.down_payments.len());
    let mut down_payments = loan.down_payments.iter().peekable();
    let mut balance = 0;
    let paid_down = |paid_out: &DownPayment, before: i64| {
        let balance = add(before, sub(paid_out.gross, paid_out.down)?)?;
        Ok::<_, LendingError>(Cells { principal: paid_out.down, interest: 0, balance })
    };
    for (k, cells) in regular.into_iter().enumerate() {
        // On one day the installment comes before the down payment of a new tranche.
        let due = product.periods.get(k).map(|period| period.due);
        while let Some(paid_out) = down_payments.next_if(|d| due.is_none_or(|due| d.on < due)) {
            let cells = paid_down(paid_out, balance)?;
            balance = cells.balance;
            rows.push(row(product, rows.len(), cells, 0)?);
        }
        let fee = installment_fee::sum(&product.installment_fees, cells.principal, cells.interest, product.currency)?;
        balance = cells.balance;
        rows.push(row(product, rows.len(), cells, fee)?);
    }
    for paid_out in down_payments {
        let cells = paid_down(paid_out, balance)?;
        balance = cells.balance;
        rows.push(row(product, rows.len(), cells, 0)?);
    }
    Ok(rows)
}

fn row(product: &Product, before: usize, cells: Cells, fee: i64) -> Result<ProfileRow, LendingError> {
    let money = |minor| Money::of_minor(minor, product.currency);
    Ok(ProfileRow {
        n: u32::try_from(before + 1).unwrap_or(u32::MAX),
        principal: money(cells.principal),
        interest: money(cells.interest),
        fee: money(fee),
        total: money(add(add(cells.principal, cells.interest)?, fee)?),
        balance: money(cells.balance),
    })
}

impl Loan<'_> {
    fn of(product: &Product) -> Result<Loan<'_>, LendingError> {
        if product.installments == 0 || product.installments > MAX_INSTALLMENTS || product.every == 0 {
            return Err(LendingError::Limit { field: "installments", limit: crate::Limit::Installments });
        }
        if product.days_in_month.is_some_and(|d| d != 30) || product.days_in_year == Some(0) {
            return Err(bad("days_in_month", "30, or none for the real days"));
        }
        if product.grace.principal.max(product.grace.interest) >= product.installments {
            return Err(LendingError::contradiction("grace", "grace over all installments leaves none to repay"));
        }
        if product.generator == Generator::Progressive && product.periods.len() != product.installments as usize {
            return Err(LendingError::contradiction("periods", "one period an installment"));
        }
        if product.periods.iter().any(|p| p.due <= p.from) || product.periods.windows(2).any(|w| w[1].from < w[0].due) {
            return Err(LendingError::contradiction("periods", "periods follow each other"));
        }
        let multiple = match &product.installment_multiple {
            Some(text) => minor(text, product.currency, "installment_multiple")?,
            None => 1,
        };
        let mut tranches: Vec<(NaiveDate, i64)> = Vec::new();
        for paid_out in &product.disbursements {
            let amount = minor(&paid_out.amount, product.currency, "disbursements")?;
            match tranches.iter_mut().find(|(on, _)| *on == paid_out.on) {
                Some((_, sum)) => *sum = add(*sum, amount)?,
                None => tranches.push((paid_out.on, amount)),
            }
        }
        tranches.sort_unstable();
        if tranches.is_empty() {
            return Err(bad("disbursements", "at least one"));
        }
        let gross = tranches.iter().try_fold(0, |sum, (_, amount)| add(sum, *amount))?;
        let mut down_payments = Vec::new();
        if let Some(share) = product.down_payment {
            for (on, amount) in &mut tranches {
                let down = to_multiple(Exact::of(*amount).times(share.exact())?, multiple)?;
                down_payments.push(DownPayment { on: *on, gross: *amount, down });
                *amount = sub(*amount, down)?;
            }
        }
        Ok(Loan { product, multiple, tranches, gross, down_payments })
    }

    /// The regular installments.
    fn rows(&self) -> Result<Vec<Cells>, LendingError> {
        match self.product.generator {
            Generator::Progressive if self.accrues() => changes::rows(self),
            Generator::Progressive => progressive::rows(self),
            Generator::Cumulative => cumulative::rows(self),
        }
    }

    /// Declining balance without grace: the room `accrual` keeps its interest.
    fn accrues(&self) -> bool {
        self.product.repayment == Repayment::EqualInstallment && self.product.grace == Grace::default()
    }

    fn flat(&self) -> bool {
        self.product.repayment == Repayment::Flat
    }
}
