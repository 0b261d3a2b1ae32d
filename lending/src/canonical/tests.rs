//! Held against serde: the same text, and back to the same value.

use serde_json::Value;

use super::{Read, Write, read, text};
use crate::event::{Event, EventJson};
use crate::modification::{Change, compare};
use crate::money::{AnnualRate, Currency, Money};
use crate::policy::{History, Policy};
use crate::terms::{Terms, TermsJson};

/// What serde's value is as canonical text: keys sorted, no spaces.
fn by_serde(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut fields: Vec<String> =
                map.iter().map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), by_serde(value))).collect();
            fields.sort_unstable();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(by_serde).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

/// Both write the same, and what is read is what was written.
fn agree<T: Write + Read + serde::Serialize>(value: &T) {
    let written = text(value);
    assert_eq!(written, by_serde(&serde_json::to_value(value).expect("a value")));
    let again: T = read(&written).unwrap_or_else(|| panic!("cannot be read: {written}"));
    assert_eq!(text(&again), written);
}

/// Terms with every field, list and kind of fee in use.
const RICH_TERMS: &str = r#"{"currency":"KWD","principal":"120000.000","annual_rate":"0.0435","method":"equal_installment",
    "installments":6,"every":2,"unit":"month","disbursed_on":"2026-01-15","first_due_on":"2026-03-15","due_day":15,
    "interest":"by_day","day_count":"ACT/actual-year","year_split":{"at":"dec31","leap":"feb29_only"},
    "rounding":"half_up","installment_multiple":"0.005","level_by":"equalised",
    "grace":{"principal":1,"interest":1,"interest_free":1},"down_payment":"0.125",
    "tranches":[{"on":"2026-02-20","principal":"500.5"}],"business_day":"modified_following",
    "calendar":{"exceptions":{"2026-10-10":true,"2026-02-16":false},"known_through":2026},
    "fees":[{"name":"\"设立\"\\\n\t\r\u0008\u000c\u0001 费","kind":"flat","value":"10","when":"disbursement"},
            {"name":"a","kind":"percent_of_outstanding","value":"0.001","when":"each_installment"},
            {"name":"b","kind":"percent_of_interest","value":"0.01","when":"on","on":"2026-05-01"}],
    "penalty":{"kind":"daily_rate","value":"0.0005","base":"principal_and_interest","grace_days":5,"compound":true,"cap":"0.3"},
    "late_fee":{"kind":"percent_of_overdue","value":"0.01","minimum":"1","maximum":"50","after_days":7},
    "allocation":{"order":["fee",{"timing":"past_due","component":"interest"},"principal"],"across":"component_first",
                  "future":"next_last","principal_first_after_days":90},
    "prepayment":{"default":"reduce_installment","fee":{"share":"0.01","free_after_installments":3}}}"#;
const PLAIN_TERMS: &str = r#"{"principal":"120000","annual_rate":"0.0435","method":"equal_principal","installments":12,
    "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}"#;
const CUSTOM_TERMS: &str = r#"{"principal":"1000","annual_rate":"10","method":"custom","installments":2,
    "disbursed_on":"2026-01-15","first_due_on":"2026-02-15",
    "rows":[{"due_on":"2026-02-15","principal":"400"},{"due_on":"2026-03-15","principal":"600"}]}"#;
const IMPOSED_TERMS: &str = r#"{"principal":"1000","annual_rate":"0","method":"bullet","installments":1,
    "disbursed_on":"2026-01-15","first_due_on":"2026-02-15","periods":[{"from":"2026-01-15","due":"2026-02-15"}]}"#;
const RICH_CHANGE: &str = r#"{"kind":"restructuring","extra_installments":2,"defer_installments":1,
    "deferred_interest":"capitalise","annual_rate":"0.03","holiday":1,"interest_only":1,"arrears":"spread","spread_over":3,
    "waive":{"penalty":"0.5","fee":"1","compound":"0","interest":"0.25"},"forgive_principal":"10","due_day":20,
    "cure_days":10,"from":"2026-06-01"}"#;
/// One event of each kind.
const EVENTS: &str = r#"[
    {"id":"a","on":"2026-01-15","kind":"disbursement"},
    {"seq":2,"id":"b","on":"2026-01-15","kind":"disbursement","amount":"120000"},
    {"seq":3,"id":"c\"\\","on":"2026-02-15","kind":"payment","amount":"1.2"},
    {"seq":4,"id":"d","on":"2026-02-15","kind":"prepayment","amount":"100","then":"reduce_term"},
    {"seq":5,"id":"e","on":"2026-02-16","kind":"reversal","of":"d"},
    {"seq":6,"id":"f","on":"2026-02-16","kind":"charge","name":"函件 \u001f","amount":"5"},
    {"seq":7,"id":"g","on":"2026-02-17","kind":"waiver","component":"penalty"},
    {"seq":8,"id":"h","on":"2026-02-17","kind":"waiver","component":"fee","amount":"1"},
    {"seq":9,"id":"i","on":"2026-02-18","kind":"rate_change","annual_rate":"0.04","from":"2026-03-01"},
    {"seq":10,"id":"j","on":"2026-02-18","kind":"hold","from":"2026-02-18","to":"2026-02-20","what":"dunning"},
    {"seq":11,"id":"k","on":"2026-02-18","kind":"credit","amount":"3"},
    {"seq":12,"id":"l","on":"2026-02-19","kind":"refund","amount":"1"},
    {"seq":13,"id":"m","on":"2026-02-19","kind":"re_age","installments":4,"first_due_on":"2026-04-01"},
    {"seq":14,"id":"n","on":"2026-02-19","kind":"re_amortise"},
    {"seq":15,"id":"o","on":"2026-02-20","kind":"write_off"},
    {"seq":16,"id":"p","on":"2026-02-20","kind":"modification","change":{"kind":"cure","cure_days":5}}]"#;

#[test]
fn terms_and_changes_are_written_as_serde_writes_them_and_read_back() {
    for json in [RICH_TERMS, PLAIN_TERMS, CUSTOM_TERMS, IMPOSED_TERMS] {
        agree(&serde_json::from_str::<TermsJson>(json).expect("terms in a test"));
    }
    for json in [RICH_CHANGE, r#"{"kind":"due_date"}"#, r#"{"kind":"extension","arrears":"keep"}"#] {
        agree(&serde_json::from_str::<Change>(json).expect("a change in a test"));
    }
}

#[test]
fn every_kind_of_event_is_written_as_serde_writes_it_and_read_back() {
    let events: Vec<Value> = serde_json::from_str(EVENTS).expect("events in a test");
    for json in events {
        let event = Event::parse(&json, Currency::CNY).expect("an event in a test");
        assert_eq!(text(&event), by_serde(&event.to_json()));
        let read = Event::read(&mut super::Reader::new(&text(&event)), Currency::CNY);
        assert_eq!(read, Some(event));
        agree(&serde_json::from_value::<EventJson<'_>>(json).expect("an event in a test"));
    }
}

#[test]
fn policy_and_history_are_written_as_serde_writes_them_and_read_back() {
    agree(&Policy::default());
    let rich = r#"{"documents":["收入证明","x"],"max_restructured_share":"0.05","watch_days":365,"min_installments_paid":null}"#;
    agree(&serde_json::from_str::<Policy>(rich).expect("a policy in a test"));
    agree(&History::default());
    let rich = r#"{"open_requests":["extension","cure"],"guarantors":2,"documents":["a"],"restructured_share":"0.01"}"#;
    agree(&serde_json::from_str::<History>(rich).expect("a history in a test"));
}

#[test]
fn every_word_of_every_list_is_the_word_of_serde() {
    for currency in Currency::ALL {
        agree(currency);
    }
    for day_count in crate::day_count::DayCount::ALL {
        agree(day_count);
    }
    let same = |word: &str, by_serde: Value, read: bool| {
        assert_eq!(Value::from(word), by_serde);
        assert!(read, "{word} is not read as what it stands for");
    };
    super::shapes::each_word(same);
    #[cfg(feature = "profiles")]
    super::shapes::each_word_of_profiles(same);
}

#[test]
fn a_comparison_is_hashed_as_its_json() {
    let terms = Terms::parse(PLAIN_TERMS).expect("terms in a test");
    let on = "2026-02-20".parse().expect("a date");
    let mut compared = compare(&terms, &[], on, &Change::extend(6)).expect("a comparison");
    let hash = std::mem::take(&mut compared.result_hash);
    let json = by_serde(&serde_json::to_value(&compared).expect("a value"));
    assert_eq!(text(&compared), json);
    assert_eq!(super::hash(&compared), hash);
}

#[test]
fn amounts_and_rates_are_plain_decimals() {
    for (minor, currency, plain) in [
        (0, Currency::CNY, "0.00"),
        (5, Currency::CNY, "0.05"),
        (-5, Currency::CNY, "-0.05"),
        (1_234_567, Currency::CNY, "12345.67"),
        (-120, Currency::JPY, "-120"),
        (0, Currency::JPY, "0"),
        (1, Currency::KWD, "0.001"),
        (i64::MIN, Currency::CNY, "-92233720368547758.08"),
    ] {
        assert_eq!(Money::of_minor(minor, currency).to_string(), plain);
    }
    for rate in ["0", "0.0435", "1", "10", "0.000000000001", "9.999999999999"] {
        let parsed = AnnualRate::parse(rate).expect("a rate");
        assert_eq!(parsed.to_string(), rate);
        assert_eq!(parsed.to_string(), parsed.as_decimal().to_string());
    }
}

#[test]
fn nothing_else_is_read() {
    let terms = text(&serde_json::from_str::<TermsJson>(RICH_TERMS).expect("terms in a test"));
    assert!(read::<TermsJson>(&terms).is_some());
    for end in (0..terms.len()).filter(|end| terms.is_char_boundary(*end)) {
        assert!(read::<TermsJson>(&terms[..end]).is_none(), "cut after {end} bytes");
    }
    for (right, wrong) in [
        ("\"bullet\"", "\"rocket\""),
        ("2026-03-15", "2026-02-30"),
        ("\"every\":2", "\"every\":-2"),
        ("\"every\":2", "\"every\":\"2\""),
        ("\"half_up\"", "half_up"),
        ("\"fees\":[", "\"fees\":[,"),
        ("}", "} "),
        ("\"0.0435\"", "\"eleven\""),
        ("true", "maybe"),
    ] {
        let text = terms.replacen(right, wrong, 1);
        assert_eq!(read::<TermsJson>(&text).is_none(), text != terms, "{wrong}");
    }
}
