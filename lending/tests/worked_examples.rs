//! The worked examples of `docs/` are run as they stand there: a page cannot say what the engine does not answer.
//!
//! A fenced block marked `engine` holds examples with an empty line between them: a command and its input, as
//! `afterloan engine` takes them, and below them what the answer says: `rows.1: principal 9802.19, interest 435.00`
//! (the first row of `rows`), or just `days 63, fraction 0.175000000000000` for fields of the answer itself.

mod recorded;

use lending::day_count::DayCount;
use lending::terms::Terms;
use serde_json::Value;

/// What stands in `docs/conventions/`.
const CONVENTIONS: [(&str, &str); 3] = [
    ("plan.md", include_str!("../../docs/conventions/plan.md")),
    ("life.md", include_str!("../../docs/conventions/life.md")),
    ("other.md", include_str!("../../docs/conventions/other.md")),
];

fn explained(word: &str) -> bool {
    CONVENTIONS.iter().any(|(_, page)| page.contains(&format!("`{word}`")))
}

/// Each example in the blocks of a page that are marked `engine`.
fn examples(page: &'static str) -> impl Iterator<Item = &'static str> {
    let blocks = page.split("\n```engine\n").skip(1).map(|rest| rest.split("\n```").next().unwrap_or(""));
    blocks.flat_map(|block| block.split("\n\n"))
}

/// The value at a path; the items of a list are counted from 1, as installments are.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?.checked_sub(1)?),
        other => other.get(step),
    })
}

/// What differs between an example and what the engine answers, one line a figure.
fn differences(example: &str) -> Vec<String> {
    let Some((command, rest)) = example.split_once(' ') else {
        return vec!["no command".to_owned()];
    };
    let mut inputs = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    let input = match inputs.next() {
        Some(Ok(input)) => input.to_string(),
        other => return vec![format!("no input: {other:?}")],
    };
    let answer: Value = serde_json::from_str(&recorded::run(command, &input)).expect("an answer is JSON");
    let said = rest[inputs.byte_offset()..].lines().map(str::trim).filter(|line| !line.is_empty());
    let mut differ = Vec::new();
    let mut figures = 0;
    for line in said {
        let (path, fields) = line.split_once(": ").unwrap_or(("", line));
        for field in fields.split(", ") {
            figures += 1;
            let (name, expected) = field.split_once(' ').unwrap_or((field, ""));
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let answered = match at(&answer, &path) {
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => "nothing".to_owned(),
            };
            if answered != expected {
                differ.push(format!("{path} is {answered}, not {expected}"));
            }
        }
    }
    if figures == 0 {
        differ.push("it says nothing of the answer".to_owned());
    }
    differ
}

#[test]
fn every_worked_example_is_what_the_engine_answers() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, page) in CONVENTIONS {
        for example in examples(page) {
            count += 1;
            let differ = differences(example);
            if !differ.is_empty() {
                wrong.push(format!("{name}: {example}\n  {}", differ.join("\n  ")));
            }
        }
    }
    println!("{count} worked examples");
    assert!(count > 0, "the pages have examples");
    assert!(wrong.is_empty(), "{} of {count} examples:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_convention_has_a_formula_an_example_and_a_source() {
    for section in CONVENTIONS.iter().flat_map(|(_, page)| page.split("\n### ").skip(1)) {
        let section = section.split("\n## ").next().unwrap_or(section);
        let title = section.lines().next().unwrap_or("");
        for (what, mark) in [("formula", "\nRule: "), ("worked example", "\n```engine\n"), ("source", "\nSource: ")] {
            assert!(section.contains(mark), "{title}: no {what}");
        }
    }
}

#[test]
fn every_day_count_and_every_field_of_the_terms_has_its_convention() {
    for day_count in DayCount::ALL {
        assert!(explained(day_count.code()), "{}", day_count.code());
    }
    let terms = Terms::parse(
        r#"{"principal":"1200.00","annual_rate":"0.12","method":"custom","installments":1,"disbursed_on":"2026-01-15",
        "first_due_on":"2026-02-15","rows":[{"due_on":"2026-02-15","principal":"1200.00"}],
        "late_fee":{"kind":"flat","value":"5"},"prepayment":{"fee":{"share":"0.01"}},"calendar":{"exceptions":{}},
        "tranches":[],"fees":[]}"#,
    )
    .expect("terms in a test");
    let json = serde_json::to_value(terms.json()).expect("JSON");
    for field in json.as_object().expect("fields").keys() {
        assert!(explained(field), "{field}");
    }
}

/// The words of the interface that stand for a convention each.
#[test]
fn every_word_for_a_convention_is_explained() {
    let words = "equal_installment equal_principal interest_only bullet flat custom day week month year by_period \
        by_day half_even half_up half_down up down formula equalised following modified_following preceding \
        percent_of_principal percent_of_principal_part percent_of_interest percent_of_installment \
        percent_of_outstanding disbursement each_installment multiplier annual_rate daily_rate principal \
        principal_and_interest installment percent_of_overdue oldest_first component_first past_due due in_advance \
        next last next_last reamortise reduce_term reduce_installment extra_installments defer_installments \
        capitalise spread holiday interest_only waive forgive_principal due_day cure_days rate_change hold re_age \
        re_amortise write_off eu us_actuarial irr fineract fineract_life fineract_charges simple table";
    for word in words.split_whitespace() {
        assert!(explained(word), "{word}");
    }
}
