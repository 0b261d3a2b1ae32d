//! Covenants: met, breached, or not testable.

use serde_json::{Value, json};

use crate::{judged, refused, sample, with};

fn tested(ratio: &str, test: &str, threshold: &str) -> Value {
    let covenant = json!([{"name": "n", "ratio": ratio, "test": test, "threshold": threshold}]);
    judged(&with("/covenants", covenant))["covenants"][0].clone()
}

#[test]
fn on_the_threshold_a_covenant_is_met_and_one_step_beyond_it_is_not() {
    for (test, threshold, outcome, headroom) in [
        ("at_most", "0.589354", "met", "0"),
        ("at_most", "0.589353", "breached", "-0.000001"),
        ("at_least", "0.589354", "met", "0"),
        ("at_least", "0.589355", "breached", "-0.000001"),
        ("at_most", "0.600000", "met", "0.010646"),
    ] {
        let result = tested("debt_to_asset", test, threshold);
        assert_eq!(
            (&result["outcome"], &result["headroom"]),
            (&json!(outcome), &json!(headroom)),
            "{test} {threshold}"
        );
        assert_eq!(result["value"], "0.589354");
    }
}

#[test]
fn headroom_is_also_a_share_of_the_threshold() {
    let result = tested("dscr", "at_least", "2.5");
    assert_eq!((&result["outcome"], &result["headroom"]), (&json!("breached"), &json!("-0.221519")));
    assert_eq!(result["headroom_share"], "-0.088608");
    assert_eq!(tested("net_margin", "at_least", "0")["headroom_share"], Value::Null);
    assert_eq!(tested("net_margin", "at_least", "-0.07")["headroom_share"], "2");
}

#[test]
fn a_covenant_on_a_ratio_that_has_no_value_says_why() {
    let answer = judged(&with("/statement/notes", Value::Null));
    let result = &answer["covenants"][1];
    assert_eq!((&result["outcome"], &result["because"]["reason"]), (&json!("not_testable"), &json!("missing")));
    assert_eq!((&result["value"], &result["headroom"]), (&Value::Null, &Value::Null));
}

#[test]
fn up_to_a_hundred_covenants_and_thresholds_up_to_a_billion() {
    let covenant = sample::input()["covenants"][0].clone();
    let list = |n: usize| with("/covenants", Value::Array(vec![covenant.clone(); n]));
    assert_eq!(judged(&list(100))["covenants"].as_array().map(Vec::len), Some(100));
    assert_eq!(refused(&list(101)), ("limit".to_owned(), "covenants".to_owned()));
    assert_eq!(tested("current", "at_least", "1000000000")["outcome"], "breached");
    for (threshold, code) in [("1000000000.1", "too_large"), ("0.0000001", "too_many_decimals"), ("", "empty")] {
        let (found, field) = refused(&with("/covenants/0/threshold", json!(threshold)));
        assert_eq!((found.as_str(), field.as_str()), (code, "covenants[0].threshold"), "{threshold}");
    }
}
