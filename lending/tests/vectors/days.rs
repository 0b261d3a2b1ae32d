//! Day counts: the sources' names, translated.

use serde_json::{Value, json};

use super::{Outcome, engine, text};

pub fn check(case: &Value) -> Outcome {
    let input = &case["inputs"];
    let convention = text(&input["convention"]);
    let end_of_month = input["end_of_month_convention"] == true;
    let day_count = match convention.as_str() {
        "ACT/ACT ISDA" => "ACT/ACT-ISDA",
        "ACT/ACT AFB" => "ACT/ACT-AFB",
        "ACT/ACT Year" => "ACT/ACT-YEAR",
        "ACT/ACT ICMA" => "ACT/ACT-ICMA",
        "30/360 ISDA (bond basis)" | "30/360 Bond Basis" => "30/360",
        "30U/360" if !end_of_month => "30/360",
        "30U/360" | "30U/360 (US, Feb EOM rule)" => "30/360-US",
        "30/360 PSA" => "30/360-PSA",
        "30E/360 ISDA" => "30E/360-ISDA",
        same => same,
    };
    let mut question = json!({"day_count": day_count, "from": input["start"], "to": input["end"]});
    if input["end_is_last_schedule_date"] == true {
        question["maturity"] = input["end"].clone();
    }
    if let Value::String(date) = &input["termination_date"] {
        question["maturity"] = json!(date);
    }
    if let Value::Array(period) = &input["reference_period"] {
        // Sources give one coupon period; its length says how many there are a year.
        let months = |date: &Value| {
            let date = text(date);
            let part = |range: std::ops::Range<usize>| date[range].parse::<u32>().unwrap_or(0);
            part(0..4) * 12 + part(5..7)
        };
        let length = months(&period[1]).saturating_sub(months(&period[0])).max(1);
        question["reference"] = json!({"from": period[0], "to": period[1], "per_year": (12 / length).max(1)});
    }
    let answer = engine("days", &question)?;
    let expected = &case["expected"];
    if let Some(days) = expected.get("days") {
        return if answer["days"] == *days {
            Ok(())
        } else {
            Err(format!("expected {days} days, got {}", answer["days"]))
        };
    }
    let digits = text(&expected["year_fraction"]).split('.').nth(1).map_or(0, str::len);
    let actual = super::decimal(&answer["fraction"])?;
    let difference = (actual - super::decimal(&expected["year_fraction"])?).abs();
    let tolerance = rust_decimal::Decimal::new(1, u32::try_from(digits.min(10)).unwrap_or(10));
    if difference <= tolerance {
        Ok(())
    } else {
        Err(format!("expected {}, got {actual}", text(&expected["year_fraction"])))
    }
}
