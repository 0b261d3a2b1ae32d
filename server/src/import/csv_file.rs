//! CSV: the column `record` says what a row is; it fills the columns of its kind and leaves the others empty.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::line::{Line, LineProblem, Read};

/// Columns that belong to a loan's terms; more of them come as JSON in the column `terms`.
const TERMS: &[&str] = &[
    "principal",
    "annual_rate",
    "method",
    "installments",
    "every",
    "unit",
    "disbursed_on",
    "first_due_on",
    "currency",
    "profile",
    "interest",
    "day_count",
];
const NUMBERS: &[&str] = &["installments", "every"];
/// Columns of a payment.
const PAYMENT: &[&str] = &["id", "amount", "on"];
const COLUMNS: &[&str] = &[
    "record",
    "reference",
    "type",
    "name",
    "phone",
    "email",
    "language",
    "borrowers",
    "number",
    "borrower",
    "product",
    "terms",
    "loan",
];

pub(super) fn lines(text: &str) -> Vec<Read> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|h| h.trim().to_owned()).collect(),
        Err(e) => return vec![(1, Err(LineProblem::of_file(&e.to_string())))],
    };
    let known = |name: &str| COLUMNS.contains(&name) || TERMS.contains(&name) || PAYMENT.contains(&name);
    if let Some(name) = header.iter().find(|name| !known(name)) {
        return vec![(
            1,
            Err(LineProblem { line: 1, field: name.clone(), reason: "is not a column of an import file".to_owned() }),
        )];
    }
    reader
        .records()
        .enumerate()
        .map(|(i, record)| {
            let number = record
                .as_ref()
                .ok()
                .and_then(csv::StringRecord::position)
                .map_or(i + 2, |p| usize::try_from(p.line()).unwrap_or(i + 2));
            let read = record
                .map_err(|e| LineProblem { line: number, field: String::new(), reason: e.to_string() })
                .and_then(|record| {
                    let cells: BTreeMap<&str, &str> = header
                        .iter()
                        .map(String::as_str)
                        .zip(record.iter().map(str::trim))
                        .filter(|(_, cell)| !cell.is_empty())
                        .collect();
                    line(number, cells)
                });
            (number, read)
        })
        .collect()
}

fn line(number: usize, mut cells: BTreeMap<&str, &str>) -> Result<Line, LineProblem> {
    let problem = |field: &str, reason: String| LineProblem { line: number, field: field.to_owned(), reason };
    let record = cells
        .remove("record")
        .ok_or_else(|| problem("record", "is empty: borrower, person, loan or payment".to_owned()))?;
    let mut object = Map::new();
    object.insert("record".to_owned(), json!(if record == "payment" { "event" } else { record }));
    match record {
        "loan" => {
            let mut terms: Map<String, Value> = match cells.remove("terms") {
                Some(text) => serde_json::from_str(text).map_err(|e| problem("terms", e.to_string()))?,
                None => Map::new(),
            };
            for name in TERMS {
                if let Some(cell) = cells.remove(name) {
                    let value = if NUMBERS.contains(name) {
                        json!(
                            cell.parse::<u32>()
                                .map_err(|_| problem(name, format!("{cell:?} is not a whole number")))?
                        )
                    } else {
                        json!(cell)
                    };
                    terms.insert((*name).to_owned(), value);
                }
            }
            object.insert("terms".to_owned(), Value::Object(terms));
        }
        "payment" => {
            let mut event = Map::new();
            event.insert("kind".to_owned(), json!("payment"));
            for name in PAYMENT {
                let cell = cells.remove(name).ok_or_else(|| problem(name, "is empty".to_owned()))?;
                event.insert((*name).to_owned(), json!(cell));
            }
            object.insert("event".to_owned(), Value::Object(event));
        }
        "person" => {
            let borrowers: Vec<&str> =
                cells.remove("borrowers").unwrap_or("").split(';').map(str::trim).filter(|b| !b.is_empty()).collect();
            object.insert("borrowers".to_owned(), json!(borrowers));
        }
        _ => {}
    }
    for (name, cell) in cells {
        object.insert(name.to_owned(), json!(cell));
    }
    serde_json::from_value(Value::Object(object)).map_err(|e| problem("", e.to_string()))
}
