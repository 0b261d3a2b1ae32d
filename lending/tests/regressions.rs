//! Cases that random ones found, each as small as it goes, named by the rule that was broken.

mod loan;

use lending::event::{Event, EventKind};
use lending::explain::{Figure, explain};
use lending::ledger::{self, Account};
use lending::prepayment::payoff;
use lending::replay::{LoanStatus, State, replay};
use lending::schedule;
use lending::terms::Terms;
use loan::{change, day, event, money, pay, prepay, terms, yuan};
use rust_decimal::Decimal;

fn parse(json: &str) -> Terms {
    Terms::parse(json).expect("terms in a test")
}

/// Principal as the ledger has it.
fn booked_principal(state: &State) -> Decimal {
    let entries = ledger::entries(state).expect("entries");
    let lines = entries.iter().flat_map(|e| &e.lines).filter(|l| l.account == Account::LoanPrincipal);
    lines.map(|l| l.debit.amount() - l.credit.amount()).sum()
}

fn explained(terms: &Terms, events: &[Event], on: &str, figure: Figure) -> String {
    explain(terms, events, day(on), figure, None).expect("an explanation").value.text()
}

/// A holiday's interest becomes principal on its due date. A letter charged to that installment and paid before
/// made the installment look done: the interest to come already counted as owed principal.
#[test]
fn interest_to_be_capitalised_is_no_principal_before_its_due_date() {
    let terms = terms("");
    let events = [
        change(1, "2026-01-20", r#"{"kind":"restructuring","holiday":1}"#),
        event(2, "c2", "2026-01-20", EventKind::Charge { name: "letter".to_owned(), amount: money("5.00") }),
        pay(3, "2026-01-21", "5.00"),
    ];
    for (on, principal) in [("2026-01-21", "120000.00"), ("2026-02-14", "120000.00"), ("2026-02-15", "120435.00")] {
        let state = replay(&terms, &events, day(on)).expect("a state");
        assert_eq!(state.outstanding.principal, yuan(principal), "on {on}");
        assert_eq!(booked_principal(&state), yuan(principal).amount(), "on {on}");
        assert_eq!(explained(&terms, &events, on, Figure::Balance), principal, "on {on}");
    }
    let state = replay(&terms, &events, day("2026-02-14")).expect("a state");
    assert_eq!(state.outstanding.interest, yuan("420.97"), "30 of 31 days have accrued");
}

/// An interest-free installment is interrupted by a prepayment: its days must stay free, in the explanation and
/// in the installment that is solved for anew.
#[test]
fn an_interest_free_installment_stays_free_when_principal_is_prepaid() {
    let terms = parse(
        r#"{"principal":"120000.00","annual_rate":"0.0435","method":"equal_installment","installments":12,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15","grace":{"principal":0,"interest":0,"interest_free":1}}"#,
    );
    let events = [prepay(1, "2026-02-10", "20000.00", "reduce_installment")];
    let state = replay(&terms, &events, day("2026-02-10")).expect("a state");
    assert_eq!(state.outstanding.total, yuan("100000.00"));
    assert_eq!(explained(&terms, &events, "2026-02-10", Figure::Outstanding), "100000.00");
    let smaller = parse(
        r#"{"principal":"100000.00","annual_rate":"0.0435","method":"equal_installment","installments":12,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15","grace":{"principal":0,"interest":0,"interest_free":1}}"#,
    );
    let plain = schedule::build(&smaller).expect("a schedule");
    let totals = |rows: &[schedule::Row]| rows.iter().map(|r| r.total).collect::<Vec<_>>();
    assert_eq!(totals(&state.versions[1].rows), totals(&plain.rows));
}

/// A rate that is announced for a later installment must not forget what the running one accrued on the balance
/// before a prepayment.
#[test]
fn a_change_from_a_later_installment_on_keeps_what_has_accrued() {
    let terms = terms("");
    let prepaid = [prepay(1, "2026-02-05", "60000.00", "reduce_term")];
    let before = replay(&terms, &prepaid, day("2026-02-10")).expect("a state");
    let mut announced = prepaid.to_vec();
    let later = r#"{"kind":"restructuring","annual_rate":"0.06","from":"2026-05-16"}"#;
    announced.push(change(2, "2026-02-06", later));
    let after = replay(&terms, &announced, day("2026-02-10")).expect("a state");
    assert_eq!(after.outstanding, before.outstanding);
    assert_eq!(after.rows[0].interest, before.rows[0].interest);
    assert_ne!(after.rows[5].interest, before.rows[5].interest);
}

/// What is owed today cannot become principal of an installment that has not begun: the plan between would not
/// add up.
#[test]
fn arrears_and_forgiven_principal_change_the_plan_from_today_on() {
    let terms = terms("");
    for lever in [r#""arrears":"capitalise""#, r#""arrears":"spread""#, r#""forgive_principal":"100""#] {
        let json = format!(r#"{{"kind":"restructuring","extra_installments":1,{lever},"from":"2026-06-01"}}"#);
        let refused = replay(&terms, &[change(1, "2026-03-01", &json)], day("2026-03-01"));
        assert!(refused.is_err_and(|e| e.to_string().contains("from")), "{lever}");
    }
}

/// Flat interest that an installment put off is what it was on its day: a prepayment after it makes the base of
/// later interest smaller, not of that. A loan whose principal is all prepaid still owes it.
#[test]
fn deferred_flat_interest_does_not_shrink_when_principal_is_prepaid() {
    let terms = parse(
        r#"{"principal":"1200.00","annual_rate":"0.12","method":"flat","installments":3,"disbursed_on":"2026-01-01",
        "first_due_on":"2026-02-01","grace":{"principal":1,"interest":1,"interest_free":0}}"#,
    );
    let on = day("2026-02-01");
    let quote = payoff(&terms, &[], on).expect("a quote");
    assert_eq!((quote.principal, quote.interest), (yuan("1200.00"), yuan("12.00")));
    let short = vec![prepay(1, "2026-02-01", "1211.99", "reduce_term")];
    let state = replay(&terms, &short, on).expect("a state");
    assert_eq!(state.status, LoanStatus::Active, "a cent is missing");
    // Interest is not due yet: the money for it waits as credit.
    assert_eq!((state.outstanding.total, state.credit_balance), (yuan("12.00"), yuan("11.99")));
    assert_eq!(payoff(&terms, &short, on).expect("a quote").total, yuan("0.01"));
}

/// Room for four thousand million installments was asked for before anybody counted them.
#[test]
fn a_loan_past_its_last_due_date_is_not_given_more_installments_than_there_may_be() {
    let terms = terms("");
    let on = "2040-01-01";
    for (more, taken) in [("4294967295", false), ("1201", false), ("12", true)] {
        let json = format!(r#"{{"kind":"restructuring","extra_installments":{more}}}"#);
        let answer = replay(&terms, &[change(1, on, &json)], day(on));
        assert_eq!(answer.is_ok(), taken, "{more}: {:?}", answer.err());
    }
}

/// 1,200.00 in 12 parts of 100.00 and 700.00 more on 20 June, when 5 have fallen due: 7 parts of 200.00 after it.
fn with_a_tranche(rate: &str, method: &str) -> Terms {
    parse(&format!(
        r#"{{"principal":"1200.00","annual_rate":"{rate}","method":"{method}","installments":12,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15","tranches":[{{"on":"2026-06-20","principal":"700.00"}}]}}"#
    ))
}

/// A change before a tranche laid out what the borrower had by then and forgot what was still to be paid out.
#[test]
fn a_change_before_a_tranche_does_not_forget_the_tranche() {
    let terms = with_a_tranche("0", "equal_principal");
    let on = day("2026-03-01");
    let interest = EventKind::Hold { from: on, to: day("2026-03-10"), what: lending::event::Hold::Interest };
    let rate = EventKind::RateChange { annual_rate: lending::money::AnnualRate::ZERO, from: None };
    for (what, event, parts) in [
        ("rate", event(1, "r1", "2026-03-01", rate), ["100.00", "200.00"]),
        ("hold", event(1, "h1", "2026-03-01", interest), ["100.00", "200.00"]),
        ("date", change(1, "2026-03-01", r#"{"kind":"due_date","due_day":20}"#), ["100.00", "200.00"]),
        // 1,100.00 over 13, and after 4 of them 761.52 + 700.00 over 9.
        ("later", change(1, "2026-03-01", r#"{"kind":"extension","extra_installments":2}"#), ["84.62", "162.39"]),
    ] {
        let state = replay(&terms, &[event], on).expect("a state");
        let principal: Decimal = state.rows.iter().map(|r| r.principal.amount()).sum();
        assert_eq!(principal, yuan("1900.00").amount(), "{what}");
        assert_eq!(state.outstanding.principal, yuan("1200.00"), "{what}");
        assert_eq!([state.rows[2].principal, state.rows[7].principal], parts.map(yuan), "{what}");
        loan::books_hold(&state);
    }
}

/// What had accrued by a day before a tranche was what will have accrued by the day of the tranche.
#[test]
fn interest_before_a_tranche_runs_day_by_day() {
    // 1 % for the 30 days from 15 June on: 700.00 for 5 days, then 1,400.00 (flat: 1,200.00, then 1,900.00).
    for method in ["equal_principal", "flat"] {
        let terms = with_a_tranche("0.12", method);
        let paid: Vec<Event> = (2..=6).map(|m| pay(m, &format!("2026-{m:02}-15"), "112.00")).collect();
        let accrued = |on: &str| replay(&terms, &paid, day(on)).expect("a state").outstanding.interest;
        let [early, late] = if method == "flat" { ["0.80", "5.17"] } else { ["0.47", "3.50"] };
        assert_eq!(accrued("2026-06-17"), yuan(early), "{method}");
        assert_eq!(accrued("2026-06-25"), yuan(late), "{method}");
        let quote = payoff(&terms, &paid, day("2026-06-25")).expect("a quote");
        assert_eq!(quote.interest, yuan(late), "{method}");
    }
}

/// A plan that ended early, before a tranche came, had no installments left for it.
#[test]
fn a_tranche_is_repaid_over_all_installments_of_the_contract() {
    let terms = parse(
        r#"{"principal":"10.00","annual_rate":"0","method":"equal_principal","installments":4,"installment_multiple":"10",
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15","tranches":[{"on":"2026-03-20","principal":"20.00"}]}"#,
    );
    let rows = schedule::build(&terms).expect("a schedule").rows;
    let principal: Vec<String> = rows.iter().map(|r| r.principal.to_string()).collect();
    assert_eq!(principal, ["10.00", "0.00", "10.00", "10.00"]);
}

/// An installment that is spared its principal was taken for the installment that a multiple must not be above.
#[test]
fn a_multiple_is_measured_by_an_installment_that_repays() {
    let terms = |more: &str| {
        let common = r#""principal":"1200.00","annual_rate":"0","method":"equal_installment","installments":4"#;
        let dates = r#""disbursed_on":"2026-01-15","first_due_on":"2026-02-15""#;
        Terms::parse(&format!("{{{common},{dates},{more}}}"))
    };
    let spared = terms(r#""installment_multiple":"10","grace":{"principal":1,"interest":0,"interest_free":0}"#);
    let rows = schedule::build(&spared.expect("terms in a test")).expect("a schedule").rows;
    assert_eq!(
        rows.iter().map(|r| r.principal.to_string()).collect::<Vec<_>>(),
        ["0.00", "400.00", "400.00", "400.00"]
    );
    // A fee does not make an installment that a multiple is above large enough.
    let fee = r#""fees":[{"name":"service","kind":"flat","value":"900.00","when":"each_installment"}]"#;
    let refused = terms(&format!(r#""installment_multiple":"2000",{fee}"#)).expect_err("a multiple above the loan");
    assert_eq!(refused.field(), Some("installment_multiple"));
}

/// A fee for a day that no installment reaches was never charged, and nobody was told.
#[test]
fn a_fee_after_the_last_due_date_is_refused() {
    let terms = |on: &str| {
        Terms::parse(&format!(
            r#"{{"principal":"1200.00","annual_rate":"0.12","method":"equal_installment","installments":3,
            "disbursed_on":"2026-01-15","first_due_on":"2026-02-15",
            "fees":[{{"name":"valuation","kind":"flat","value":"30.00","when":"on","on":"{on}"}}]}}"#
        ))
    };
    let rows = schedule::build(&terms("2026-04-15").expect("terms in a test")).expect("a schedule").rows;
    assert_eq!(rows[2].fee, yuan("30.00"));
    let refused = terms("2026-04-16").expect_err("a fee that is never due");
    assert_eq!(refused.field(), Some("fees"));
    assert_eq!(refused.to_string(), "fees: valuation is for a day after the last due date 2026-04-15");
}

/// The interest of an installment that settling cut short was shown as it stood in the row, without how it came about:
/// the days it had were taken for a whole period.
#[test]
fn interest_up_to_the_day_of_settling_is_explained_by_its_days() {
    // 1 % for 10 of 31 days.
    let terms = parse(
        r#"{"principal":"3100.00","annual_rate":"0.12","method":"equal_principal","installments":31,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}"#,
    );
    let settled = [prepay(1, "2026-01-25", "3110.00", "reduce_term")];
    let tree = explain(&terms, &settled, day("2026-01-25"), Figure::Interest, Some(1)).expect("an explanation");
    assert_eq!((tree.value.text(), tree.evaluate().ok()), ("10.00".to_owned(), Some("10.00".to_owned())));
    assert_eq!(tree.source, None, "worked out, not only looked up");
}

/// What was agreed for a later installment counted at once wherever the installment is kept: as the one in force, and
/// for what is left after a prepayment.
#[test]
fn an_installment_agreed_for_later_is_kept_for_later() {
    // 12 of 100.00; from the ninth on the 400.00 left are repaid in 6 instead of 4.
    let terms = parse(
        r#"{"principal":"1200.00","annual_rate":"0","method":"equal_installment","installments":12,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}"#,
    );
    let agreed = [
        pay(1, "2026-02-15", "100.00"),
        change(2, "2026-02-20", r#"{"kind":"restructuring","extra_installments":2,"from":"2026-09-15"}"#),
    ];
    let with = |more: Event, on: &str| {
        let state = replay(&terms, &[agreed.as_slice(), &[more]].concat(), day(on)).expect("a state");
        (state.installment, state.rows.iter().skip(1).map(|r| r.principal.to_string()).collect::<Vec<_>>())
    };
    let parts = |hundreds: usize, then: &[&str]| -> Vec<String> {
        [vec!["100.00"; hundreds], then.to_vec()].concat().iter().map(|part| (*part).to_owned()).collect()
    };
    let free = EventKind::Hold { from: day("2026-02-21"), to: day("2026-02-22"), what: lending::event::Hold::Interest };
    let free = event(3, "h3", "2026-02-21", free);
    let six = parts(7, &["66.67", "66.67", "66.67", "66.67", "66.67", "66.65"]);
    assert_eq!(with(free.clone(), "2026-02-21"), (Some(yuan("100.00")), six.clone()));
    assert_eq!(with(free, "2026-09-20"), (Some(yuan("66.67")), six));
    for (prepaid, left) in [
        ("150.00", parts(7, &["66.67", "66.67", "66.67", "49.99"])),
        ("350.00", parts(7, &["50.00"])),
        ("400.00", parts(7, &[])),
        ("1050.00", vec!["50.00".to_owned()]),
    ] {
        let answer = with(prepay(3, "2026-02-21", prepaid, "reduce_term"), "2026-02-21");
        assert_eq!(answer, (Some(yuan("100.00")), left), "{prepaid}");
    }
    let rate = lending::money::AnnualRate::parse("0.1").expect("a rate in a test");
    let dearer = EventKind::RateChange { annual_rate: rate, from: Some(day("2026-09-15")) };
    let events = [event(1, "r1", "2026-01-20", dearer), prepay(2, "2026-01-20", "20000.00", "reduce_term")];
    let state = replay(&loan::terms(""), &events, day("2026-01-20")).expect("a state");
    assert!(state.rows[..8].iter().all(|row| row.total == yuan("10237.19")));
    assert!(state.rows[8].total > yuan("10237.19"));
}

/// The same where a tranche comes later still, and when more is agreed for the same day.
#[test]
fn what_is_agreed_before_a_tranche_is_kept_up_to_the_tranche() {
    // 8 of 100.00; 400.00 in 6 of 66.67; after 2 of them 966.66 in 4, which is 241.665 each.
    let terms = parse(
        r#"{"principal":"1200.00","annual_rate":"0","method":"equal_installment","installments":12,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15","tranches":[{"on":"2026-11-20","principal":"700.00"}]}"#,
    );
    let agreed = change(1, "2026-02-20", r#"{"kind":"restructuring","extra_installments":2,"from":"2026-09-15"}"#);
    let free = EventKind::Hold { from: day("2026-02-21"), to: day("2026-02-22"), what: lending::event::Hold::Interest };
    let events = [agreed, event(2, "h2", "2026-02-21", free)];
    let rows = ["100.00"; 8].iter().chain(&["66.67"; 2]).chain(&["241.66"; 3]).chain(&["241.68"]);
    let expected: Vec<_> = rows.map(|part| yuan(part)).collect();
    for (on, installment) in [("2026-02-21", "100.00"), ("2026-09-20", "66.67"), ("2026-11-20", "241.66")] {
        let state = replay(&terms, &events, day(on)).expect("a state");
        assert_eq!(state.rows.iter().map(|r| r.principal).collect::<Vec<_>>(), expected, "{on}");
        assert_eq!(state.installment, Some(yuan(installment)), "{on}");
    }
    // 400.00 in 7; after 2 of them 985.72 in 5.
    let more = change(3, "2026-02-22", r#"{"kind":"restructuring","extra_installments":1,"from":"2026-09-15"}"#);
    let events = [events.as_slice(), &[more]].concat();
    for (on, installment) in [("2026-02-22", "100.00"), ("2026-09-20", "57.14"), ("2026-11-20", "197.14")] {
        let state = replay(&terms, &events, day(on)).expect("a state");
        assert_eq!(state.installment, Some(yuan(installment)), "{on}");
    }
}
