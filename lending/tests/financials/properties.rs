//! What holds for every statement.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{checks, judged, sample};

fn cents(minor: i64) -> String {
    Decimal::new(minor, 2).to_string()
}

/// A balance sheet that balances but for `off` cents.
fn balance_sheet(parts: [i64; 4], off: i64) -> Value {
    let [current, fixed, debt, short] = parts;
    json!({"from": "2025-01-01", "to": "2025-12-31", "balance_sheet": {
        "current_assets": cents(current), "non_current_assets": cents(fixed), "total_assets": cents(current + fixed),
        "current_liabilities": cents(short), "total_liabilities": cents(debt),
        "total_equity": cents(current + fixed - debt + off)}})
}

fn ratios(answer: &Value) -> Vec<Value> {
    let all = answer["ratios"].as_array().expect("ratios").iter();
    all.map(|r| json!([r["ratio"], r["value"], r["trend"], r["not_computable"]["reason"]])).collect()
}

/// Every figure of a statement changed.
fn each_figure(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if !matches!(
                    name.as_str(),
                    "from" | "to" | "balance_sheet_on" | "unit" | "standard" | "left_out" | "currency"
                ) {
                    each_figure(field, change);
                }
            }
        }
        Value::String(text) => change(text),
        _ => {}
    }
}

fn number(text: &str) -> Decimal {
    text.replace(',', "").parse().expect("a figure of the sample")
}

proptest! {
    #[test]
    fn a_balanced_statement_never_fails_and_one_that_is_off_by_more_always_does(
        parts in [0_i64..1_000_000_000_000, 0_i64..1_000_000_000_000, 0_i64..1_000_000_000_000, 0_i64..1_000_000_000_000],
        tolerance in 0_i64..1_000,
        within in -1_000_i64..=1_000,
        beyond in 1_i64..1_000_000_000,
        up in any::<bool>(),
    ) {
        let outcome = |off: i64| {
            let input = json!({"statement": balance_sheet(parts, off), "settings": {"tolerance": cents(tolerance)}});
            checks(&judged(&input), "balance")[0]["outcome"].clone()
        };
        prop_assert_eq!(outcome(0), "passed");
        prop_assert_eq!(outcome(within.clamp(-tolerance, tolerance)), "passed");
        let off = tolerance + beyond;
        prop_assert_eq!(outcome(if up { off } else { -off }), "failed");
    }

    #[test]
    fn the_unit_changes_no_ratio_and_no_check(
        factors in proptest::collection::vec(1_i64..100_000, 160),
        unit in prop_oneof![Just(("thousand", 10)), Just(("yuan", 10_000))],
    ) {
        let mut input = sample::input();
        let mut next = factors.iter().cycle();
        let mut vary = |text: &mut String| {
            let change = Decimal::new(next.next().copied().unwrap_or(1), 4);
            *text = (number(text) * change).round_dp(6).to_string();
        };
        each_figure(&mut input["statement"], &mut vary);
        each_figure(&mut input["previous"], &mut vary);
        let mut scaled = input.clone();
        for statement in ["statement", "previous"] {
            scaled[statement]["unit"] = json!(unit.0);
            each_figure(&mut scaled[statement], &mut |text| *text = (number(text) * Decimal::from(unit.1)).normalize().to_string());
        }
        scaled["settings"]["tolerance"] = json!(unit.1.to_string());
        let (before, after) = (judged(&input), judged(&scaled));
        prop_assert_eq!(ratios(&before), ratios(&after));
        prop_assert_eq!(&before["covenants"], &after["covenants"]);
        prop_assert_eq!(&before["checks"], &after["checks"]);
    }

    #[test]
    fn a_ratio_is_its_quotient_rounded_once(top in 0_i64..1_000_000_000_000, bottom in 1_i64..1_000_000_000_000) {
        let input = json!({"statement": balance_sheet([top, 0, 0, bottom], 0)});
        let value = crate::ratios::ratio(&judged(&input), "current")["value"].clone();
        // Half up by integers of twice the numerator: floor((2·top·10^6 + bottom) ÷ 2·bottom).
        let (top, bottom) = (i128::from(top), i128::from(bottom));
        let expected = (2 * top * 1_000_000 + bottom) / (2 * bottom);
        prop_assert_eq!(value, json!(Decimal::from_i128_with_scale(expected, 6).normalize().to_string()));
    }

    #[test]
    fn at_the_value_a_covenant_is_met_and_a_step_beyond_it_is_breached(
        top in 0_i64..1_000_000_000,
        bottom in 1_i64..1_000_000_000,
        step in 1_i64..1_000_000,
        at_least in any::<bool>(),
    ) {
        let mut input = json!({"statement": balance_sheet([top, 0, 0, bottom], 0)});
        let value = number(crate::ratios::ratio(&judged(&input), "current")["value"].as_str().expect("a value"));
        prop_assume!(value < Decimal::from(900_000_000));
        let step = Decimal::new(if at_least { step } else { -step }, 6);
        let test = if at_least { "at_least" } else { "at_most" };
        let covenant = |threshold: Decimal| json!({"ratio": "current", "test": test, "threshold": threshold.to_string()});
        input["covenants"] = json!([covenant(value), covenant(value + step), covenant(value - step)]);
        let answer = judged(&input);
        let outcome = |k: usize| answer["covenants"][k]["outcome"].clone();
        prop_assert_eq!((outcome(0), outcome(1), outcome(2)), (json!("met"), json!("breached"), json!("met")));
    }
}
