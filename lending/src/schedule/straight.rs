//! The most common loan by far, straight from its terms to its rows.
//!
//! Equal installments by period and nothing else agreed: a row takes a date, a product and a rounding. [`super::Plan`]
//! lays the same loan out so that it can be laid out again when something changes; a schedule that is only looked at
//! needs none of that, and without it comes in a third of the time. What is not quite so (a first period dearer than
//! its installment, figures beyond 64 bits, a date out of range) is left to the plan, which also words each refusal.
//! The test below holds the two ways against each other.

use super::build::{Row, Schedule};
use super::due_dates::DueDates;
use super::rates::Rates;
use super::span::Dates;
use super::{LineRule, Span};
use crate::calendar::BusinessDay;
use crate::day_count::actual;
use crate::exact::{Exact, Steps, level_installment, round_div_of_words};
use crate::terms::{Grace, InterestBy, LevelBy, Method, Terms, TermsJson};

/// The schedule, unless it takes a plan to lay it out.
pub(super) fn schedule(terms: &Terms) -> Option<Schedule> {
    if !is_straight(terms.json()) {
        return None;
    }
    let (dates, rounding, count) = (Dates::of(terms), terms.json().rounding, terms.installments());
    let mut from = terms.disbursed_on();
    let first = dates.span(terms, 1, 1, from, LineRule::REGULAR).ok()?;
    let second = dates.span(terms, 2, 2, first.due_on, LineRule::REGULAR).ok()?;
    let (mut due_on, mut days) = (first.due_on, u32::try_from(actual(from, first.due_on)).ok()?);
    let mut later_dates = DueDates::after_anchor(&dates.grid);
    // All dates have to lie within the engine's years, even where rounding ends the loan before the last of them.
    dates.grid.date(count).ok()?;

    let alike = first.years == second.years;
    let first = factor(terms, &first)?;
    let later = if alike { first } else { factor(terms, &second)? };
    let mut left = terms.principal().minor();
    // One and a fraction in lowest terms.
    let grown = Exact { num: first.den.checked_add(first.num)?, den: first.den };
    let owed = Exact::of(left).times(grown).ok()?;
    let steps = Steps::Equal { factor: later, count: count - 1 };
    let level = level_installment(owed, &steps, terms.multiple, terms.level_rounding()).ok()?;

    let mut rows = Vec::with_capacity(count as usize);
    let (mut factor, later) = (first.words()?, later.words()?);
    let mut interest_of_all = 0_i64;
    for n in 1..=count {
        let interest = round_div_of_words(left.checked_mul(factor.0)?, factor.1, rounding);
        let principal = match level.checked_sub(interest)? {
            _ if n == count => left,
            repays @ 1.. => repays.min(left),
            _ => return None,
        };
        left -= principal;
        interest_of_all = interest_of_all.checked_add(interest)?;
        rows.push(Row {
            n,
            from,
            due_on,
            days,
            principal: terms.money(principal),
            interest: terms.money(interest),
            fee: terms.money(0),
            total: terms.money(principal.checked_add(interest)?),
            balance: terms.money(left),
        });
        if left == 0 {
            break;
        }
        (from, factor) = (due_on, later);
        (due_on, days) = later_dates.next()?;
    }
    Schedule::of(terms, rows, terms.principal().minor(), interest_of_all, 0).ok()
}

/// Interest on 1 over a whole period.
fn factor(terms: &Terms, span: &Span) -> Option<Exact> {
    let factor = Rates::starting_at(terms.annual_rate()).factor(terms, span, span.from, span.due_on).ok()?;
    Some(Exact::new(factor.num, factor.den))
}

/// Whether nothing is agreed that a plan would have to see to. Each term is named: a new one does not compile until it
/// is judged here.
fn is_straight(terms: &TermsJson) -> bool {
    let TermsJson {
        // What it is made of.
        currency: _,
        principal: _,
        annual_rate: _,
        installments: _,
        every: _,
        unit: _,
        disbursed_on: _,
        first_due_on: _,
        due_day: _,
        rounding: _,
        installment_rounding: _,
        installment_multiple: _,
        // How interest by day is counted, and which days are free: neither is asked.
        day_count: _,
        year_split: _,
        calendar: _,
        // What begins with the first payment, or with being late.
        penalty: _,
        late_fee: _,
        allocation: _,
        prepayment: _,
        // What has to be as usual.
        method: Method::EqualInstallment,
        interest: InterestBy::ByPeriod,
        level_by: LevelBy::Formula,
        business_day: BusinessDay::None,
        grace: Grace { principal: 0, interest: 0, interest_free: 0 },
        periods: None,
        rows: None,
        down_payment: None,
        fixed_installment: None,
        tranches,
        fees,
        #[cfg(feature = "profiles")]
            conventions: None,
    } = terms
    else {
        return false;
    };
    tranches.is_empty() && fees.is_empty()
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;
    use rust_decimal::Decimal;
    use serde_json::{Value, json};

    use super::*;
    use crate::calendar::month_length;
    use crate::schedule::build::by_plan;

    /// Terms with nothing special agreed; figures and dates as odd as they come.
    fn usual() -> impl Strategy<Value = Value> {
        let amounts = (1_i64..10_000_000_000, prop_oneof![Just(0_i64), 1_i64..400_000, 1_i64..10_000_000]);
        let dates = (prop_oneof![Just("month"), Just("month"), Just("year"), Just("week"), Just("day")], 1_u32..5);
        let days = (0_u64..40_000, prop_oneof![1_u64..400, Just(31), Just(28)], any::<bool>());
        let rounding = prop::sample::select(vec!["half_even", "half_up", "half_down", "up", "down"]);
        let multiple = prop_oneof![Just(None), Just(None), Just(Some("1")), Just(Some("0.05")), Just(Some("50"))];
        let roundings = (rounding.clone(), prop_oneof![Just(None), rounding.prop_map(Some)]);
        (amounts, 1_u32..400, dates, days, roundings, multiple).prop_map(
            |(
                (minor, rate),
                installments,
                (unit, every),
                (start, first, late),
                (rounding, level_rounding),
                multiple,
            )| {
                let disbursed = chrono::NaiveDate::from_ymd_opt(1990, 1, 1).expect("a date") + chrono::Days::new(start);
                let first = disbursed + chrono::Days::new(first);
                let last = month_length(first.year(), first.month()) == first.day();
                json!({
                    "principal": Decimal::new(minor, 2).to_string(), "annual_rate": Decimal::new(rate, 6).to_string(),
                    "method": "equal_installment", "installments": installments, "every": every, "unit": unit,
                    "disbursed_on": disbursed, "first_due_on": first,
                    "due_day": if late && last { Some(31) } else { None },
                    "rounding": rounding, "installment_multiple": multiple, "installment_rounding": level_rounding,
                })
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn the_straight_way_is_the_way_by_plan(terms in usual()) {
            if let Ok(terms) = serde_json::from_value::<Terms>(terms) {
                let planned = by_plan(&terms);
                if let Some(straight) = schedule(&terms) {
                    prop_assert_eq!(Ok(straight), planned);
                }
            }
        }
    }

    #[test]
    fn what_is_usual_goes_straight_and_what_is_not_does_not() {
        let goes = |more: &str| {
            let terms = format!(
                r#"{{"principal":"1200.00","annual_rate":"0.12","method":"equal_installment","installments":12,
                "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"{more}}}"#
            );
            schedule(&Terms::parse(&terms).expect("terms in a test")).is_some()
        };
        assert!(goes(""));
        assert!(goes(r#","unit":"week","rounding":"up","installment_multiple":"5""#));
        for special in [
            r#","interest":"by_day""#,
            r#","level_by":"equalised""#,
            r#","business_day":"following""#,
            r#","grace":{"principal":1}"#,
            r#","down_payment":"0.1""#,
            r#","fixed_installment":"150.00""#,
            r#","tranches":[{"on":"2026-03-01","principal":"100.00"}]"#,
            r#","fees":[{"name":"service","kind":"flat","value":"1.00","when":"each_installment"}]"#,
        ] {
            assert!(!goes(special), "{special}");
        }
    }
}
