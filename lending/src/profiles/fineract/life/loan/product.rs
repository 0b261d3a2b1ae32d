//! The product that terms describe.

use chrono::Datelike;

use super::Conventions;
use crate::LendingError;
use crate::calendar::{BusinessDay, Grid};
use crate::day_count::DayCount;
use crate::money::AnnualRate;
use crate::profiles::fineract::life::{LifeProduct, Rule};
use crate::profiles::fineract::{Generator, InstallmentFee};
use crate::terms::{
    Across, AllocationTerms, Component, FeeKind, FeeWhen, Future, Grace, InterestBy, LevelBy, Method, OrderItem,
    PenaltyKind, Rounding, Terms, Then, Timing,
};

/// The product of a loan.
///
/// # Errors
/// A term that these conventions do not know: it would be passed over in silence.
pub(super) fn of(terms: &Terms, conventions: &Conventions) -> Result<LifeProduct, LendingError> {
    check(terms, conventions)?;
    let json = terms.json();
    let (days_in_month, days_in_year) = days(terms)?;
    let usual = Rule { types: Vec::new(), allocation: json.allocation.clone(), ahead: conventions.ahead.clone() };
    Ok(LifeProduct {
        currency: json.currency,
        generator: conventions.generator,
        installments: json.installments,
        first_due: first_due(terms)?,
        every: json.every,
        unit: json.unit,
        annual_rate: json.annual_rate,
        flat: json.method == Method::Flat,
        by_period: json.interest == InterestBy::ByPeriod,
        days_in_month,
        days_in_year,
        year_split: json.year_split.unwrap_or_default(),
        partial_period_interest: conventions.partial_period_interest,
        recalculates: conventions.recalculates,
        rest: conventions.rest,
        payoff_until: conventions.payoff_until,
        no_interest_on_past_due: conventions.no_interest_on_past_due,
        installment_fees: fees(terms)?,
        installment_multiple: json.installment_multiple.clone(),
        down_payment: json
            .down_payment
            .as_deref()
            .map(AnnualRate::parse)
            .transpose()
            .map_err(|reason| LendingError::Amount { field: "down_payment".to_owned(), reason })?,
        // The money comes with an event, as all money does.
        down_payment_paid: false,
        rules: conventions.rules.iter().cloned().chain([usual]).collect(),
        arrears_grace_days: 0,
        ranges: Vec::new(),
    })
}

/// Installments of a loan whose interest follows what happens: each payment may change all of them, several times.
const MOST_FOLLOWED: u32 = 600;

fn check(terms: &Terms, conventions: &Conventions) -> Result<(), LendingError> {
    let json = terms.json();
    if conventions.recalculates && json.installments > MOST_FOLLOWED {
        let reason = format!("at most {MOST_FOLLOWED} where interest follows what happens");
        return Err(LendingError::contradiction("installments", reason));
    }
    let level_by = match conventions.generator {
        Generator::Progressive => LevelBy::Equalised,
        Generator::Cumulative => LevelBy::Formula,
    };
    let known = [
        ("method", matches!(json.method, Method::EqualInstallment | Method::Flat)),
        ("rounding", json.rounding == Rounding::HalfEven),
        ("installment_rounding", json.installment_rounding.is_none()),
        ("level_by", json.level_by == level_by),
        ("grace", json.grace == Grace::default()),
        ("periods", json.periods.is_none()),
        ("fixed_installment", json.fixed_installment.is_none()),
        ("business_day", json.business_day == BusinessDay::None),
        ("penalty", json.penalty.kind == PenaltyKind::None),
        ("late_fee", json.late_fee.is_none()),
        ("prepayment.fee", json.prepayment.fee.is_none()),
        ("prepayment.default", json.prepayment.default == Then::ReduceTerm),
        ("conventions.recalculates", !conventions.recalculates || accrues(terms, conventions)),
        ("conventions.rules", conventions.rules.iter().all(|rule| !rule.types.is_empty())),
        ("allocation", is_known(&json.allocation, conventions, false)),
        ("conventions.ahead", conventions.ahead.iter().all(|ahead| is_known(ahead, conventions, false))),
        (
            "conventions.rules",
            conventions.rules.iter().flat_map(orders).all(|allocation| is_known(allocation, conventions, true)),
        ),
    ];
    match known.into_iter().find(|(_, known)| !known) {
        Some((field, _)) => {
            Err(LendingError::contradiction(field, "is not known like this to the conventions of fineract"))
        }
        None => Ok(()),
    }
}

/// Whether the loan is one whose interest can follow what happens.
pub(super) fn accrues(terms: &Terms, conventions: &Conventions) -> bool {
    conventions.generator == Generator::Progressive && terms.method() != Method::Flat
}

fn orders(rule: &Rule) -> impl Iterator<Item = &AllocationTerms> {
    std::iter::once(&rule.allocation).chain(&rule.ahead)
}

/// Whether an order names each component once for each timing, or once for all. Where interest follows what happens, an
/// order has timings and finishes an installment before the next: by component, a payoff would not always settle.
fn is_known(rules: &AllocationTerms, conventions: &Conventions, by_type: bool) -> bool {
    let asked = [Component::Penalty, Component::Fee, Component::Interest, Component::Principal];
    let names_all = |timing: Option<Timing>| {
        let item = |component| match timing {
            None => OrderItem::Any(component),
            Some(timing) => OrderItem::When { timing, component },
        };
        asked.iter().all(|component| rules.order.iter().filter(|known| **known == item(*component)).count() == 1)
    };
    let bare = rules.order.iter().all(|item| matches!(item, OrderItem::Any(_))) && names_all(None);
    let timed = rules.order.iter().all(|item| matches!(item, OrderItem::When { .. }))
        && [Timing::PastDue, Timing::Due, Timing::InAdvance].into_iter().all(|timing| names_all(Some(timing)));
    // Only refunds and the like are spread over all that is to come.
    let spread = rules.across == Across::OldestFirst && (rules.future != Future::Reamortise || by_type);
    let follows = !conventions.recalculates || (timed && spread);
    (bare || timed) && follows && rules.principal_first_after_days.is_none()
}

/// Days of a month and of a year; none where they are the real ones.
fn days(terms: &Terms) -> Result<(Option<u32>, Option<u32>), LendingError> {
    if terms.interest_by() == InterestBy::ByPeriod {
        return Ok((Some(30), Some(360)));
    }
    match terms.day_count() {
        DayCount::Thirty360 => Ok((Some(30), Some(360))),
        DayCount::Actual360 => Ok((None, Some(360))),
        DayCount::Actual364 => Ok((None, Some(364))),
        DayCount::Actual365Fixed => Ok((None, Some(365))),
        DayCount::Thirty365 => Ok((Some(30), Some(365))),
        DayCount::ActualYear => Ok((None, None)),
        _ => Err(LendingError::contradiction(
            "day_count",
            "the conventions of fineract count 30/360, 30/365, ACT/360, ACT/364, ACT/365F or ACT/actual-year",
        )),
    }
}

/// The first due date and the day wished for later, where they are not what the day of the disbursement gives.
fn first_due(terms: &Terms) -> Result<Option<(chrono::NaiveDate, u32)>, LendingError> {
    let (begins, first) = (terms.disbursed_on(), terms.first_due_on());
    let day = terms.json().due_day.unwrap_or(first.day());
    let grid = Grid { anchor: begins, anchor_slot: 0, every: terms.every(), unit: terms.unit(), day: begins.day() };
    // A day that both months have, or the one that the loan began on: the grid of the disbursement.
    let same = grid.date(1)? == first
        && (day == begins.day() || !matches!(terms.unit(), crate::terms::Unit::Month | crate::terms::Unit::Year));
    Ok((!same).then_some((first, day)))
}

fn fees(terms: &Terms) -> Result<Vec<InstallmentFee>, LendingError> {
    let each = terms.json().fees.iter().filter(|fee| fee.when != FeeWhen::Disbursement);
    each.map(|fee| {
        let share = || AnnualRate::parse(&fee.value);
        let read = match (fee.when, fee.kind) {
            (FeeWhen::EachInstallment, FeeKind::Flat) => Ok(InstallmentFee::Flat { amount: fee.value.clone() }),
            (FeeWhen::EachInstallment, FeeKind::PercentOfPrincipalPart) => {
                share().map(|share| InstallmentFee::Principal { share })
            }
            (FeeWhen::EachInstallment, FeeKind::PercentOfInterest) => {
                share().map(|share| InstallmentFee::Interest { share })
            }
            (FeeWhen::EachInstallment, FeeKind::PercentOfInstallment) => {
                share().map(|share| InstallmentFee::Both { share })
            }
            _ => {
                let reason = "the conventions of fineract know fees of each installment: flat, or of what it repays";
                return Err(LendingError::contradiction("fees", reason));
            }
        };
        read.map_err(|reason| LendingError::Amount { field: "fees".to_owned(), reason })
    })
    .collect()
}
