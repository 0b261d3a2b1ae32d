//! Money that is paid out after the start, and what happens to the loan before and after its day.

use lending::event::{Event, EventKind, Hold};
use lending::explain::{Figure, Step, explain};
use lending::replay::State;
use lending::terms::Terms;

use super::loan::{change, day, event, pay, yuan};
use super::{figures, on, pairs, parse, principals, rate_change, row, stretches};

/// 1,200.00 in 12 parts of 100.00, the last of the first five on 15 June, and 700.00 more on a day of that month:
/// then 7 parts of 200.00.
fn more_in_june(rate: &str, method: &str, june: u32) -> Terms {
    let tranche = format!(r#""tranches":[{{"on":"2026-06-{june:02}","principal":"700.00"}}]"#);
    parse("1200.00", rate, 12, &format!(r#""method":"{method}",{tranche}"#))
}

fn dearer(terms: &Terms, date: &str) -> State {
    let state = on(terms, &[rate_change(1, date, "0.24", date)], date);
    let expected: Vec<String> =
        [["100.00"; 5].as_slice(), &["200.00"; 7]].concat().iter().map(|p| p.to_string()).collect();
    assert_eq!(principals(&state), expected, "{date}");
    state
}

#[test]
fn a_new_rate_before_a_tranche_counts_on_what_was_lent_until_then() {
    // Of 30 days 2 on 700.00 at 1 %, 3 on 700.00 at 2 %, 25 on 1,400.00 at 2 %.
    let state = dearer(&more_in_june("0.12", "equal_principal", 20), "2026-06-17");
    assert_eq!(figures(&state, 6..=7), pairs(&[("200.00", "25.20"), ("200.00", "24.00")]));
}

#[test]
fn a_new_rate_after_a_tranche_counts_on_all_of_it_once() {
    // Of 30 days 5 on 700.00 and 5 on 1,400.00 at 1 %, 20 on 1,400.00 at 2 %: 1.1667 + 2.3333 + 18.6667.
    let state = dearer(&more_in_june("0.12", "equal_principal", 20), "2026-06-25");
    assert_eq!(figures(&state, 6..=7), pairs(&[("200.00", "22.17"), ("200.00", "24.00")]));
    // The tranche on the due date before: 2 of 30 days at 1 %, 28 at 2 %.
    let state = dearer(&more_in_june("0.12", "equal_principal", 15), "2026-06-17");
    assert_eq!(figures(&state, 6..=7), pairs(&[("200.00", "27.07"), ("200.00", "24.00")]));
}

#[test]
fn a_tranche_on_a_due_date_is_not_lent_in_the_installment_due_that_day() {
    // 800.00: of 31 days 17 at 1 % and 14 at 2 %.
    let state = dearer(&more_in_june("0.12", "equal_principal", 15), "2026-06-01");
    assert_eq!(figures(&state, 5..=6), pairs(&[("100.00", "11.61"), ("200.00", "28.00")]));
}

#[test]
fn the_installment_in_force_is_that_of_the_running_row() {
    let terms = more_in_june("0", "equal_installment", 20);
    let installment = |events: &[Event], date: &str| on(&terms, events, date).installment;
    // The row that is running when the tranche comes repays it too.
    for (date, amount) in [("2026-01-20", "100.00"), ("2026-06-14", "100.00"), ("2026-06-16", "200.00")] {
        assert_eq!(installment(&[], date), Some(yuan(amount)), "{date}");
    }
    // 1,100.00 over 13, and after 4 of them 1,461.52 over 9.
    let longer = [change(1, "2026-03-01", r#"{"kind":"extension","extra_installments":2}"#)];
    assert_eq!(installment(&longer, "2026-03-01"), Some(yuan("84.62")));
    assert_eq!(installment(&longer, "2026-06-16"), Some(yuan("162.39")));
    // What is agreed for September changes nothing before it.
    let later = [rate_change(1, "2026-02-20", "0.12", "2026-09-15")];
    assert_eq!(installment(&later, "2026-02-20"), Some(yuan("100.00")));
}

#[test]
fn an_installment_paid_in_advance_stays_and_no_later_one() {
    let free = EventKind::Hold { from: day("2026-01-21"), to: day("2026-01-22"), what: Hold::Interest };
    let events = [pay(1, "2026-01-20", "100.00"), event(2, "h2", "2026-01-21", free)];
    let state = on(&more_in_june("0", "equal_principal", 20), &events, "2026-01-21");
    let parts: Vec<_> = [1, 2, 6, 7, 12].map(|n| row(&state, n).principal).into();
    assert_eq!(parts, ["100.00", "100.00", "200.00", "200.00", "200.00"].map(yuan));
}

#[test]
fn an_explanation_on_the_day_of_a_tranche_ends_with_that_day() {
    // 1.00 a day, then 2.00, then 3.00.
    let tranche = |on: &str| format!(r#"{{"on":"{on}","principal":"3100.00"}}"#);
    let tranches = format!(r#""tranches":[{},{}]"#, tranche("2026-01-25"), tranche("2026-02-04"));
    let terms = parse("3100.00", "0.12", 31, &tranches);
    let told = |date: &str| {
        let tree = explain(&terms, &[], day(date), Figure::Interest, None).expect("an explanation");
        stretches(&tree, Step::InterestStretch)
    };
    assert_eq!(told("2026-01-25"), ["01-15 01-25 10.00"]);
    assert_eq!(told("2026-02-04"), ["01-15 01-25 10.00", "01-25 02-04 20.00"]);
    assert_eq!(told("2026-02-05"), ["01-15 01-25 10.00", "01-25 02-04 20.00", "02-04 02-05 3.00"]);
}
