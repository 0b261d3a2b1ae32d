//! What a schedule asks for as agreed: interest by day, fees, limits.

use lending::event::{EventKind, Hold};
use lending::money::Money;
use lending::schedule::{Row, build};
use lending::terms::Terms;

use super::loan::{day, event, yuan};
use super::{figures, on, pairs, parse, rate_change, yuan_a_day};

fn rows(terms: &Terms) -> Vec<Row> {
    build(terms).expect("a schedule").rows
}

fn fees(terms: &Terms) -> Vec<String> {
    rows(terms).iter().map(|row| row.fee.to_string()).collect()
}

fn minor(money: Money) -> i64 {
    i64::try_from(money.amount().mantissa()).expect("small")
}

#[test]
fn interest_by_day_goes_by_the_days_of_each_period() {
    for method in ["equal_installment", "equal_principal"] {
        let more = format!(r#""method":"{method}","interest":"by_day","day_count":"ACT/365F","rounding":"half_up""#);
        let rows = rows(&parse("120000.00", "0.0365", 12, &more));
        assert_eq!(rows.iter().map(|row| row.days).collect::<Vec<_>>()[..3], [31, 28, 31]);
        let mut left = 12_000_000;
        for row in &rows {
            // 3.65 % over 365 days: a ten-thousandth of the balance a day.
            assert_eq!(minor(row.interest), (left * i64::from(row.days) + 5_000) / 10_000, "{method}, row {}", row.n);
            left -= minor(row.principal);
            assert_eq!(minor(row.balance), left);
        }
        assert_eq!((rows.len(), left), (12, 0));
    }
}

#[test]
fn an_installment_by_day_is_level_up_to_the_last() {
    let more = r#""method":"equal_installment","interest":"by_day","day_count":"ACT/365F""#;
    let rows = rows(&parse("120000.00", "0.0365", 12, more));
    let level = rows[0].total;
    assert!(rows[..11].iter().all(|row| row.total == level));
    // What rounding left over twelve months is less than a cent a month.
    assert!((minor(rows[11].total) - minor(level)).abs() <= 12);
}

#[test]
fn a_first_period_of_another_length_bears_interest_for_its_own() {
    // Ten days less than a month, by the month that ends on the first due date: 21 of 31 days at 1 %.
    let more = r#""method":"equal_installment","disbursed_on":"2026-01-25""#;
    let json = format!(
        r#"{{"principal":"3100.00","annual_rate":"0.12","installments":12,"first_due_on":"2026-02-15",{more}}}"#
    );
    let rows = rows(&Terms::parse(&json).expect("terms in a test"));
    assert_eq!((rows[0].days, rows[0].interest), (21, yuan("21.00")));
    let second = (minor(rows[0].balance) + 50) / 100;
    assert_eq!((rows[1].days, minor(rows[1].interest)), (28, second));
}

#[test]
fn a_down_payment_bears_no_fee_of_an_installment() {
    let fee = r#""fees":[{"name":"service","kind":"flat","value":"2.00","when":"each_installment"}]"#;
    let terms = parse("1200.00", "0", 3, &format!(r#""down_payment":"0.25",{fee}"#));
    assert_eq!(fees(&terms), ["0.00", "2.00", "2.00", "2.00"]);
}

#[test]
fn a_fee_on_a_due_date_is_asked_for_once_with_that_installment() {
    let asked = |on: &str| {
        let fee = format!(r#""fees":[{{"name":"valuation","kind":"flat","value":"30.00","when":"on","on":"{on}"}}]"#);
        fees(&parse("1200.00", "0", 3, &fee))
    };
    assert_eq!(asked("2026-01-15"), ["30.00", "0.00", "0.00"]);
    assert_eq!(asked("2026-02-15"), ["30.00", "0.00", "0.00"]);
    assert_eq!(asked("2026-02-16"), ["0.00", "30.00", "0.00"]);
    assert_eq!(asked("2026-03-15"), ["0.00", "30.00", "0.00"]);
    assert_eq!(asked("2026-04-15"), ["0.00", "0.00", "30.00"]);
}

#[test]
fn a_fee_kept_back_is_in_no_row() {
    let fee = r#""fees":[{"name":"file","kind":"percent_of_principal","value":"0.02","when":"disbursement"},
        {"name":"letter","kind":"flat","value":"1.50","when":"disbursement"}]"#;
    let schedule = build(&parse("1200.00", "0", 3, fee)).expect("a schedule");
    assert_eq!(schedule.fees_at_disbursement, yuan("25.50"));
    assert_eq!((schedule.totals.fee, schedule.totals.total), (yuan("0.00"), yuan("1200.00")));
}

#[test]
fn a_schedule_tells_when_it_runs_past_the_table_of_business_days() {
    let known = |year: i32| {
        let more = format!(r#""business_day":"following","calendar":{{"known_through":{year}}}"#);
        build(&parse("1200.00", "0", 12, &more)).expect("a schedule").calendar_known_through
    };
    // The last due date lies in January 2027.
    assert_eq!((known(2026), known(2027)), (Some(2026), None));
}

#[test]
fn a_down_payment_is_a_row_besides_the_most_installments() {
    let terms = parse("1200.00", "0", 1200, r#""unit":"day","down_payment":"0.1""#);
    let rows = rows(&terms);
    assert_eq!((rows.len(), rows[0].n, rows[1200].n), (1201, 1, 1201));
    assert_eq!((rows[0].total, rows[0].due_on), (yuan("120.00"), day("2026-01-15")));
}

#[test]
fn a_fixed_installment_covers_more_than_its_interest() {
    let fixed = |amount: &str| {
        let json = format!(
            r#"{{"principal":"1200.00","annual_rate":"0.12","method":"equal_installment","installments":12,
            "disbursed_on":"2026-01-15","first_due_on":"2026-02-15","fixed_installment":"{amount}"}}"#
        );
        Terms::parse(&json).map_err(|error| error.code())
    };
    assert_eq!(fixed("11.99").err(), Some("negative_amortisation"));
    assert_eq!(fixed("12.00").err(), Some("negative_amortisation"));
    assert_eq!(rows(&fixed("12.01").expect("terms in a test"))[0].principal, yuan("0.01"));
}

#[test]
fn a_first_period_dearer_than_an_installment_pays_its_interest_and_the_rest_is_levelled_after_it() {
    // A hundred months at 1 %: as much interest as principal.
    let json = r#"{"principal":"1200.00","annual_rate":"0.12","method":"equal_installment","installments":12,
        "disbursed_on":"2017-10-15","first_due_on":"2026-02-15"}"#;
    let late = rows(&Terms::parse(json).expect("terms in a test"));
    assert_eq!((late[0].principal, late[0].interest), (yuan("0.00"), yuan("1200.00")));
    let eleven = rows(&parse("1200.00", "0.12", 11, r#""method":"equal_installment""#));
    assert!(late[1..11].iter().all(|row| row.total == eleven[0].total));
    assert_eq!(late[11].total, eleven[10].total);
}

#[test]
fn a_rate_agreed_for_a_later_day_changes_no_installment_before_it() {
    let state = on(&yuan_a_day(""), &[rate_change(1, "2026-01-20", "0.24", "2026-04-15")], "2026-01-20");
    let expected =
        [("100.00", "31.00"), ("100.00", "30.00"), ("100.00", "29.00"), ("100.00", "56.00"), ("100.00", "54.00")];
    assert_eq!(figures(&state, 1..=5), pairs(&expected));
}

#[test]
fn days_free_of_interest_are_taken_off_the_installments_they_lie_in() {
    // The last 10 days of the third period and the first 15 of the fourth, which has 30.
    let free = EventKind::Hold { from: day("2026-04-06"), to: day("2026-04-30"), what: Hold::Interest };
    let state = on(&yuan_a_day(""), &[event(1, "h1", "2026-01-20", free)], "2026-01-20");
    let expected =
        [("100.00", "31.00"), ("100.00", "30.00"), ("100.00", "19.65"), ("100.00", "14.00"), ("100.00", "27.00")];
    assert_eq!(figures(&state, 1..=5), pairs(&expected));
}
