//! Changes an input at random: values become others of their kind, of another kind, absurd ones, or go.

use serde_json::{Map, Value, json};

use crate::seeded::Seeded;

const WORDS: [&str; 30] = [
    "",
    "0",
    "-1",
    "0.01",
    "0.005",
    "1e5",
    "10",
    "10000000000000",
    "10000000000000.01",
    "99999999999999999999999999",
    "NaN",
    "１２，３４５",
    "1900-01-01",
    "2200-12-31",
    "1899-12-31",
    "2201-01-01",
    "2026-02-29",
    "2028-02-29",
    "0000-00-00",
    "-9999-01-01",
    "262142-12-31",
    "equal_principal",
    "flat",
    "bullet",
    "interest_only",
    "by_day",
    "ACT/ACT-ISDA",
    "ACT/ACT-ICMA",
    "day",
    "year",
];
const NUMBERS: [i64; 14] =
    [0, 1, 2, 3, 12, 31, 360, 1_200, 1_201, 65_536, 4_294_967_295, 4_294_967_296, i64::MAX, i64::MIN];

/// A line with one to three changes; now and then cut off or with a byte changed.
pub fn line(seeded: &mut Seeded, good: &Value) -> String {
    let mut input = if good.is_null() || seeded.once_in(40) { any(seeded, 4) } else { good.clone() };
    for _ in 0..=seeded.below(3) * seeded.below(2) {
        change(seeded, &mut input);
    }
    let mut text = input.to_string();
    if seeded.once_in(12) {
        let at = seeded.below(text.len() + 1);
        let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).expect("0 is one");
        if seeded.once_in(2) {
            text.truncate(at);
        } else {
            text.insert(at, *seeded.pick(&['0', '9', '-', '"', '{', '}', ',', '\u{0}', '款']));
        }
    }
    text
}

/// Goes down to a random place and changes what is there.
fn change(seeded: &mut Seeded, value: &mut Value) {
    match value {
        Value::Object(fields) if !fields.is_empty() && !seeded.once_in(30) => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = seeded.pick(&names).clone();
            if seeded.once_in(25) {
                fields.remove(&name);
            } else if seeded.once_in(60) {
                let grown = any(seeded, 2);
                fields.insert(format!("{name}_"), grown);
            } else if let Some(inner) = fields.get_mut(&name) {
                change(seeded, inner);
            }
        }
        Value::Array(list) if !list.is_empty() && !seeded.once_in(12) => {
            let at = seeded.below(list.len());
            match seeded.below(8) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                _ => change(seeded, &mut list[at]),
            }
        }
        Value::String(text) if !seeded.once_in(8) => *text = word(seeded, text),
        Value::Number(_) if !seeded.once_in(8) => *value = json!(*seeded.pick(&NUMBERS)),
        other => *other = any(seeded, 2),
    }
}

/// Another text of the same look: a date a while away, a number of another size.
fn word(seeded: &mut Seeded, text: &str) -> String {
    if let Ok(date) = text.parse::<chrono::NaiveDate>()
        && !seeded.once_in(4)
    {
        let days = seeded.between(-400, 1_500) * if seeded.once_in(8) { 40 } else { 1 };
        return (date + chrono::TimeDelta::days(days)).to_string();
    }
    if text.parse::<rust_decimal::Decimal>().is_ok() && !seeded.once_in(3) {
        let high = *seeded.pick(&[10, 10_000, 1_000_000_000, 1_000_000_000_000_000]);
        let scale = u32::try_from(seeded.below(7)).expect("small");
        return rust_decimal::Decimal::new(seeded.between(-1, high), scale).to_string();
    }
    (*seeded.pick(&WORDS)).to_owned()
}

/// Any JSON.
fn any(seeded: &mut Seeded, depth: usize) -> Value {
    match seeded.below(if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => json!(seeded.once_in(2)),
        2 => json!(*seeded.pick(&NUMBERS)),
        3 => json!(0.1),
        4 => json!(*seeded.pick(&WORDS)),
        5 => (0..seeded.below(4)).map(|_| any(seeded, depth - 1)).collect(),
        _ => {
            let names = ["terms", "events", "on", "as_of", "change", "kind", "product", "rows", "flows", "amount"];
            let field = |seeded: &mut Seeded| ((*seeded.pick(&names)).to_owned(), any(seeded, depth - 1));
            (0..seeded.below(5)).map(|_| field(seeded)).collect::<Map<_, _>>().into()
        }
    }
}
