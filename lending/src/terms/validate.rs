//! The door: terms that are unreadable, beyond a limit or at odds with themselves do not become [`Terms`].

use chrono::{Datelike, NaiveDate};

use super::{FeeAmount, FeeKind, FeeWhen, Method, PenaltyKind, Terms, TermsJson};
use crate::calendar::within_years;
use crate::exact::Exact;
use crate::money::{AnnualRate, Currency, Money, MoneyError};
use crate::order::sort_by;
use crate::{LendingError, Limit, MAX_INSTALLMENTS};

/// A fee whose value is read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FeeRule {
    pub kind: FeeKind,
    pub amount: i64,
    pub share: Exact,
    pub when: FeeWhen,
    pub on: Option<NaiveDate>,
}

/// A late fee whose values are read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LateFeeRule {
    pub kind: FeeAmount,
    pub amount: i64,
    pub share: Exact,
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    pub after_days: u32,
}

fn unreadable(field: &str, reason: MoneyError) -> LendingError {
    LendingError::Amount { field: field.to_owned(), reason }
}

fn positive(text: &str, field: &str, currency: Currency) -> Result<i64, LendingError> {
    Money::parse_positive(text, currency).map(Money::minor).map_err(|e| unreadable(field, e))
}

fn not_negative(text: &str, field: &str, currency: Currency) -> Result<i64, LendingError> {
    let money = Money::parse(text, currency).map_err(|e| unreadable(field, e))?;
    if money.is_negative() { Err(unreadable(field, MoneyError::Negative)) } else { Ok(money.minor()) }
}

fn share(text: &str, field: &str) -> Result<AnnualRate, LendingError> {
    AnnualRate::parse(text).map_err(|e| unreadable(field, e))
}

impl TryFrom<TermsJson> for Terms {
    type Error = LendingError;

    fn try_from(json: TermsJson) -> Result<Terms, LendingError> {
        let currency = json.currency;
        let principal = Money::of_minor(positive(&json.principal, "principal", currency)?, currency);
        counts_hold(&json)?;
        dates_hold(&json)?;
        let rows = custom_rows(&json, principal)?;
        let multiple = match &json.installment_multiple {
            Some(text) => positive(text, "installment_multiple", currency)?,
            None => 1,
        };
        let share_of_one = |text: &Option<String>, field| text.as_deref().map(|t| share(t, field)).transpose();
        let down_payment = share_of_one(&json.down_payment, "down_payment")?;
        if down_payment.is_some_and(|d| d >= AnnualRate::WHOLE) {
            return Err(LendingError::contradiction("down_payment", "the whole principal or more"));
        }
        let penalty_rate = match json.penalty.kind {
            PenaltyKind::None => AnnualRate::ZERO,
            _ => share(&json.penalty.value, "penalty.value")?,
        };
        let terms = Terms {
            principal,
            multiple,
            fixed_installment: json
                .fixed_installment
                .as_deref()
                .map(|t| positive(t, "fixed_installment", currency))
                .transpose()?,
            tranches: tranches(&json)?,
            rows,
            down_payment,
            fees: fees(&json)?,
            penalty_rate,
            penalty_cap: share_of_one(&json.penalty.cap, "penalty.cap")?,
            late_fee: late_fee(&json)?,
            prepayment_fee: json
                .prepayment
                .fee
                .as_ref()
                .map(|f| share(&f.share, "prepayment.fee.share"))
                .transpose()?,
            calendar: json.calendar.clone().unwrap_or_default(),
            json,
        };
        // A schedule that cannot be laid out is a contradiction too: say so now, not when someone looks at it.
        let schedule = crate::schedule::build(&terms)?;
        // Not a down payment, and not an installment that is spared its principal.
        let first = schedule.rows.iter().find(|row| row.due_on > row.from && row.principal.is_positive());
        if let Some(row) = first.filter(|_| terms.method() == Method::EqualInstallment) {
            let installment = crate::exact::add(row.principal.minor(), row.interest.minor())?;
            if terms.multiple > installment {
                return Err(LendingError::contradiction(
                    "installment_multiple",
                    reason!("{} is above the installment of {}", terms.money(terms.multiple), terms.money(installment)),
                ));
            }
        }
        Ok(terms)
    }
}

impl Terms {
    /// The terms, if a new loan may have them: each door for loans from outside asks. Loans that are kept already are
    /// read without, because a rule that came later must not shut them out.
    ///
    /// # Errors
    /// [`LendingError::Contradiction`]: a fee on a day after the last due date, which no installment would ever ask for.
    pub fn as_new(self) -> Result<Terms, LendingError> {
        if self.json.fees.iter().any(|fee| fee.when == FeeWhen::On) {
            let last = crate::schedule::build(&self)?.rows.last().map_or(self.disbursed_on(), |row| row.due_on);
            let late = self.json.fees.iter().find(|fee| fee.when == FeeWhen::On && fee.on.is_some_and(|on| on > last));
            if let Some(fee) = late {
                let reason = reason!("{} is for a day after the last due date {last}", fee.name);
                return Err(LendingError::contradiction("fees", reason));
            }
        }
        Ok(self)
    }
}

impl From<Terms> for TermsJson {
    fn from(terms: Terms) -> TermsJson {
        terms.json
    }
}

fn counts_hold(json: &TermsJson) -> Result<(), LendingError> {
    let n = json.installments;
    if n == 0 {
        return Err(LendingError::contradiction("installments", "there must be at least one"));
    }
    if n > MAX_INSTALLMENTS {
        return Err(LendingError::Limit { field: "installments", limit: Limit::Installments });
    }
    if json.every == 0 || json.every > 1200 {
        return Err(LendingError::contradiction("every", "must be from 1 to 1200"));
    }
    if json.grace.principal >= n {
        let reason = reason!("{} of {n} installments pay no principal: none is left to repay it", json.grace.principal);
        return Err(LendingError::contradiction("grace.principal", reason));
    }
    if json.grace.interest >= n {
        let reason = reason!("{} of {n} installments pay no interest: none is left to take it", json.grace.interest);
        return Err(LendingError::contradiction("grace.interest", reason));
    }
    if json.grace.interest_free > n {
        let reason = reason!("{} interest-free installments of {n}", json.grace.interest_free);
        return Err(LendingError::contradiction("grace.interest_free", reason));
    }
    if json.allocation.order.is_empty() {
        return Err(LendingError::contradiction("allocation.order", "is empty"));
    }
    Ok(())
}

fn dates_hold(json: &TermsJson) -> Result<(), LendingError> {
    within_years(json.disbursed_on, "disbursed_on")?;
    within_years(json.first_due_on, "first_due_on")?;
    if json.first_due_on <= json.disbursed_on {
        let reason = reason!("{} is not after the disbursement on {}", json.first_due_on, json.disbursed_on);
        return Err(LendingError::contradiction("first_due_on", reason));
    }
    if let Some(day) = json.due_day {
        let first = json.first_due_on.day();
        let clamped = day.min(crate::calendar::month_length(json.first_due_on.year(), json.first_due_on.month()));
        if day == 0 || day > 31 || clamped != first {
            return Err(LendingError::contradiction(
                "due_day",
                reason!("{day} does not give the first due date {}", json.first_due_on),
            ));
        }
    }
    if let Some(periods) = &json.periods {
        let mut from = json.disbursed_on;
        if periods.len() != json.installments as usize {
            return Err(LendingError::contradiction(
                "periods",
                reason!("{} periods for {} installments", periods.len(), json.installments),
            ));
        }
        for period in periods {
            within_years(period.due, "periods")?;
            if period.from < from || period.due <= period.from {
                return Err(LendingError::contradiction(
                    "periods",
                    reason!("the period {} to {} overlaps or is empty", period.from, period.due),
                ));
            }
            from = period.due;
        }
    }
    Ok(())
}

fn custom_rows(json: &TermsJson, principal: Money) -> Result<Vec<(NaiveDate, i64)>, LendingError> {
    let rows = match (&json.rows, json.method) {
        (Some(rows), Method::Custom) => rows,
        (None, Method::Custom) => {
            return Err(LendingError::contradiction("rows", "method custom needs rows"));
        }
        (Some(_), _) => {
            return Err(LendingError::contradiction("rows", "only method custom has rows"));
        }
        (None, _) => return Ok(Vec::new()),
    };
    if rows.len() != json.installments as usize {
        return Err(LendingError::contradiction(
            "rows",
            reason!("{} rows for {} installments", rows.len(), json.installments),
        ));
    }
    let (mut read, mut last, mut sum) = (Vec::with_capacity(rows.len()), json.disbursed_on, 0_i64);
    for row in rows {
        if within_years(row.due_on, "rows")? <= last {
            return Err(LendingError::contradiction("rows", reason!("{} is not after {last}", row.due_on)));
        }
        last = row.due_on;
        let amount = not_negative(&row.principal, "rows", json.currency)?;
        sum = crate::exact::add(sum, amount)?;
        read.push((row.due_on, amount));
    }
    if sum != principal.minor() {
        let sum = Money::of_minor(sum, json.currency);
        return Err(LendingError::contradiction("rows", reason!("their principal sums to {sum}, not {principal}")));
    }
    Ok(read)
}

fn tranches(json: &TermsJson) -> Result<Vec<(NaiveDate, i64)>, LendingError> {
    let mut read = Vec::with_capacity(json.tranches.len());
    for tranche in &json.tranches {
        if within_years(tranche.on, "tranches")? <= json.disbursed_on {
            return Err(LendingError::contradiction(
                "tranches",
                reason!("{} is not after the first disbursement", tranche.on),
            ));
        }
        read.push((tranche.on, positive(&tranche.principal, "tranches", json.currency)?));
    }
    sort_by(&mut read, |a, b| a.0 < b.0);
    Ok(read)
}

fn fees(json: &TermsJson) -> Result<Vec<FeeRule>, LendingError> {
    let read = |fee: &super::Fee| {
        let flat = fee.kind == FeeKind::Flat;
        if fee.when == FeeWhen::On && fee.on.is_none() {
            return Err(LendingError::contradiction("fees", reason!("{} needs a date", fee.name)));
        }
        Ok(FeeRule {
            kind: fee.kind,
            amount: if flat { not_negative(&fee.value, "fees", json.currency)? } else { 0 },
            share: if flat { Exact::ZERO } else { share(&fee.value, "fees")?.exact() },
            when: fee.when,
            on: fee.on,
        })
    };
    json.fees.iter().map(read).collect()
}

fn late_fee(json: &TermsJson) -> Result<Option<LateFeeRule>, LendingError> {
    let Some(fee) = &json.late_fee else {
        return Ok(None);
    };
    let flat = fee.kind == FeeAmount::Flat;
    let bound = |text: &Option<String>| text.as_deref().map(|t| not_negative(t, "late_fee", json.currency)).transpose();
    Ok(Some(LateFeeRule {
        kind: fee.kind,
        amount: if flat { not_negative(&fee.value, "late_fee.value", json.currency)? } else { 0 },
        share: if flat { Exact::ZERO } else { share(&fee.value, "late_fee.value")?.exact() },
        minimum: bound(&fee.minimum)?,
        maximum: bound(&fee.maximum)?,
        after_days: fee.after_days,
    }))
}
