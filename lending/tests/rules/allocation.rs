//! Where a payment goes, credit, charges and refunds.

use lending::allocation::preview;
use lending::event::EventKind;
use lending::money::{Currency, Money};
use lending::replay::{LoanStatus, PaymentKind, RowStatus, State};
use lending::statement_of_account::draw_up;
use lending::terms::Component;

use super::loan::{books_hold, change, day, event, pay, yuan};
use super::{charge, on, pairs, parse, parts, plain, refund, row, yuan_a_day};

fn used(state: &State) -> Vec<(String, String)> {
    let used = state.payments.iter().filter(|p| p.kind == PaymentKind::CreditUsed);
    used.map(|p| (p.event_id.clone(), p.amount.to_string())).collect()
}

fn triples(list: &[(u32, &str, &str)]) -> Vec<(u32, String, String)> {
    list.iter().map(|(n, a, b)| (*n, (*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn credit_is_used_oldest_first_and_only_as_far_as_something_is_due() {
    let terms = plain("");
    let paid = |second: &str, third: &str| {
        [pay(1, "2026-02-15", "130.00"), pay(2, "2026-02-15", second), pay(3, "2026-02-15", third)]
    };
    let state = on(&terms, &paid("40.00", "50.00"), "2026-03-15");
    assert_eq!(used(&state), pairs(&[("p1", "30.00"), ("p2", "40.00"), ("p3", "30.00")]));
    assert_eq!((state.credit_balance, row(&state, 2).paid_on), (yuan("20.00"), Some(day("2026-03-15"))));
    let state = on(&terms, &paid("70.00", "5.00"), "2026-03-15");
    assert_eq!(used(&state), pairs(&[("p1", "30.00"), ("p2", "70.00")]));
    assert_eq!(state.credit_balance, yuan("5.00"));
    books_hold(&state);
}

#[test]
fn credit_pays_one_due_date_after_another() {
    let state = on(&plain(""), &[pay(1, "2026-02-15", "350.00")], "2026-05-20");
    assert_eq!(used(&state), pairs(&[("p1", "100.00"), ("p1", "100.00"), ("p1", "50.00")]));
    assert_eq!((row(&state, 3).paid_on, row(&state, 4).remaining.total), (Some(day("2026-04-15")), yuan("50.00")));
}

#[test]
fn credit_waits_over_an_installment_that_asks_for_nothing() {
    let terms = plain("");
    let events = [pay(1, "2026-02-15", "210.00"), change(2, "2026-02-16", r#"{"kind":"restructuring","holiday":1}"#)];
    let before = on(&terms, &events, "2026-03-01");
    assert_eq!(row(&before, 2).status, RowStatus::Upcoming);
    let state = on(&terms, &events, "2026-04-20");
    assert_eq!(row(&state, 2).paid_on, Some(day("2026-03-15")));
    assert_eq!(row(&state, 3).paid_on, Some(day("2026-04-15")));
    assert_eq!((used(&state), state.credit_balance), (pairs(&[("p1", "110.00")]), yuan("0.00")));
}

#[test]
fn the_running_installment_can_be_paid_from_the_day_after_the_due_date_before_it() {
    let terms = plain("");
    let state = on(&terms, &[pay(1, "2026-01-15", "100.00")], "2026-01-15");
    assert_eq!(row(&state, 1).status, RowStatus::Paid);
    let first = pay(1, "2026-02-15", "100.00");
    let early = on(&terms, &[first.clone(), pay(2, "2026-02-15", "100.00")], "2026-02-15");
    assert_eq!((row(&early, 2).status, early.credit_balance), (RowStatus::Upcoming, yuan("100.00")));
    let running = on(&terms, &[first, pay(2, "2026-02-16", "100.00")], "2026-02-16");
    assert_eq!((row(&running, 2).status, running.credit_balance), (RowStatus::Paid, yuan("0.00")));
}

#[test]
fn money_beyond_what_is_due_goes_where_the_contract_sends_it() {
    for (future, amount, expected) in [
        ("next", "150.00", &[(1, "100.00", "0.00")][..]),
        ("last", "150.00", &[(1, "100.00", "0.00"), (12, "50.00", "0.00")]),
        (
            "last",
            "330.00",
            &[(1, "100.00", "0.00"), (10, "30.00", "0.00"), (11, "100.00", "0.00"), (12, "100.00", "0.00")],
        ),
        ("next_last", "250.00", &[(1, "100.00", "0.00"), (2, "100.00", "0.00"), (12, "50.00", "0.00")]),
    ] {
        let terms = plain(&format!(r#""allocation":{{"future":"{future}"}}"#));
        let state = on(&terms, &[pay(1, "2026-02-15", amount)], "2026-02-15");
        assert_eq!(parts(&state.payments[0]), triples(expected), "{future}");
        books_hold(&state);
    }
}

#[test]
fn an_even_spread_gives_on_what_an_installment_cannot_take() {
    let terms = plain(r#""allocation":{"future":"reamortise"},"installments":4,"method":"equal_principal""#);
    // 300.00 each. The second has 10.00 left to pay: what it cannot take of its third goes to the others.
    let events = [pay(1, "2026-02-15", "300.00"), pay(2, "2026-02-16", "870.00"), pay(3, "2026-02-17", "30.00")];
    let state = on(&terms, &events, "2026-02-17");
    assert_eq!(
        parts(&state.payments[1]),
        triples(&[(2, "290.00", "0.00"), (3, "290.00", "0.00"), (4, "290.00", "0.00")])
    );
    assert_eq!(state.status, LoanStatus::Settled);
    // The first installment owes 360.00: at last it takes alone, and never more than it owes.
    for (last, owed, credit) in [("99.00", "1.00", "0.00"), ("101.00", "0.00", "1.00")] {
        let uneven = [charge(1, "2026-01-20", "60.00"), pay(2, "2026-01-20", "1160.00"), pay(3, "2026-01-20", last)];
        let state = on(&terms, &uneven, "2026-01-20");
        assert_eq!((state.outstanding.total, state.credit_balance), (yuan(owed), yuan(credit)));
        books_hold(&state);
    }
}

#[test]
fn principal_comes_first_beyond_the_agreed_days_and_for_the_whole_of_that_day() {
    let terms = yuan_a_day(r#""allocation":{"principal_first_after_days":60}"#);
    // 60 days after 2026-02-15 is 2026-04-16.
    let at_sixty = on(&terms, &[pay(1, "2026-04-16", "50.00")], "2026-04-16");
    assert_eq!(parts(&at_sixty.payments[0]), triples(&[(1, "19.00", "31.00")]));
    let events = [
        pay(1, "2026-04-17", "100.00"),
        pay(2, "2026-04-17", "31.00"),
        pay(3, "2026-04-17", "50.00"),
        pay(4, "2026-04-18", "30.00"),
    ];
    let state = on(&terms, &events, "2026-04-18");
    let told: Vec<_> = state.payments.iter().flat_map(parts).collect();
    let expected = [(1, "100.00", "0.00"), (1, "0.00", "31.00"), (2, "50.00", "0.00"), (2, "0.00", "30.00")];
    assert_eq!(told, triples(&expected));
    let much_later = on(&terms, &[pay(1, "2026-06-20", "50.00")], "2026-06-20");
    assert_eq!(parts(&much_later.payments[0]), triples(&[(1, "50.00", "0.00")]));
}

#[test]
fn only_principal_changes_its_place_beyond_the_agreed_days() {
    let order = r#"["fee","penalty","interest","compound","principal"]"#;
    let terms = yuan_a_day(&format!(
        r#""penalty":{{"kind":"daily_rate","value":"0.001","grace_days":0}},"allocation":{{"order":{order},"principal_first_after_days":5}}"#
    ));
    // 10 days: 1.00 of penalty, 31.00 of interest, 100.00 of principal.
    let state = on(&terms, &[pay(1, "2026-02-25", "110.00")], "2026-02-25");
    let part = &state.payments[0].parts[0];
    assert_eq!((part.principal, part.penalty, part.interest), (yuan("100.00"), yuan("1.00"), yuan("9.00")));
}

#[test]
fn an_order_can_tell_installments_past_due_from_those_due() {
    let when = |timing: &str, component: &str| format!(r#"{{"timing":"{timing}","component":"{component}"}}"#);
    let order = [
        when("past_due", "interest"),
        when("due", "interest"),
        when("due", "principal"),
        when("past_due", "principal"),
        when("in_advance", "principal"),
        when("in_advance", "interest"),
    ];
    let allocation = |across: &str| format!(r#""allocation":{{"order":[{}],"across":"{across}"}}"#, order.join(","));
    let events = [pay(1, "2026-03-15", "181.00")];
    let across = on(&yuan_a_day(&allocation("component_first")), &events, "2026-03-15");
    assert_eq!(parts(&across.payments[0]), triples(&[(1, "20.00", "31.00"), (2, "100.00", "30.00")]));
    let one_by_one = on(&yuan_a_day(&allocation("oldest_first")), &events, "2026-03-15");
    assert_eq!(parts(&one_by_one.payments[0]), triples(&[(1, "100.00", "31.00"), (2, "20.00", "30.00")]));
}

#[test]
fn a_refund_of_more_than_there_is_becomes_a_charge() {
    let terms = plain("");
    let events = [pay(1, "2026-02-15", "130.00"), refund(2, "2026-02-16", "10.00"), refund(3, "2026-02-17", "30.00")];
    let state = on(&terms, &events[..2], "2026-02-16");
    assert_eq!((state.credit_balance, state.payments[1].credit), (yuan("20.00"), yuan("-10.00")));
    let state = on(&terms, &events, "2026-02-17");
    assert_eq!((state.credit_balance, state.payments[2].credit), (yuan("0.00"), yuan("-20.00")));
    assert_eq!((row(&state, 2).fee, row(&state, 2).total), (yuan("10.00"), yuan("110.00")));
    books_hold(&state);
}

#[test]
fn a_refund_comes_out_of_the_oldest_credit() {
    let terms = plain("");
    let events = [pay(1, "2026-02-15", "130.00"), pay(2, "2026-02-15", "40.00"), refund(3, "2026-02-16", "35.00")];
    let state = on(&terms, &events, "2026-03-15");
    assert_eq!(used(&state), pairs(&[("p2", "35.00")]));
}

#[test]
fn a_settled_loan_stays_settled_when_what_was_paid_too_much_is_refunded() {
    let terms = parse("1200.00", "0", 1, "");
    let events = [pay(1, "2026-02-18", "1230.00"), refund(2, "2026-02-20", "30.00")];
    let state = on(&terms, &events, "2026-02-20");
    assert_eq!((state.status, state.closed_on), (LoanStatus::Settled, Some(day("2026-02-18"))));
}

#[test]
fn a_charge_goes_to_the_first_open_installment_due_on_its_day_or_later() {
    let terms = plain("");
    let charged = |events: &[lending::event::Event], date: &str| -> Vec<u32> {
        let rows = on(&terms, events, date).rows;
        rows.iter().filter(|r| r.fee.is_positive()).map(|r| r.n).collect()
    };
    assert_eq!(charged(&[charge(1, "2026-02-15", "5.00")], "2026-02-15"), [1]);
    assert_eq!(charged(&[charge(1, "2026-02-16", "5.00")], "2026-02-16"), [2]);
    let ahead = [pay(1, "2026-02-15", "100.00"), pay(2, "2026-02-20", "100.00"), charge(3, "2026-02-21", "5.00")];
    assert_eq!(charged(&ahead, "2026-02-21"), [3]);
    assert_eq!(charged(&[charge(1, "2027-02-01", "5.00")], "2027-02-01"), [12]);
    let one = parse("1200.00", "0", 1, "");
    let state = on(&one, &[pay(1, "2026-02-15", "1200.00"), charge(2, "2026-02-20", "5.00")], "2026-02-20");
    assert_eq!((state.status, state.outstanding.fee), (LoanStatus::Active, yuan("5.00")));
}

#[test]
fn a_waiver_of_what_is_left_settles_the_installment_on_its_day() {
    let terms = yuan_a_day(r#""allocation":{"order":["principal","interest"]}"#);
    let waiver = |amount: Option<&str>| {
        let component = Component::Interest;
        event(2, "w1", "2026-02-20", EventKind::Waiver { component, amount: amount.map(yuan) })
    };
    let paid = pay(1, "2026-02-15", "100.00");
    let state = on(&terms, &[paid.clone(), waiver(None)], "2026-02-25");
    assert_eq!((row(&state, 1).paid_on, row(&state, 1).waived.interest), (Some(day("2026-02-20")), yuan("31.00")));
    let state = on(&terms, &[paid.clone(), waiver(Some("11.00"))], "2026-02-25");
    assert_eq!((row(&state, 1).paid_on, row(&state, 1).remaining.interest), (None, yuan("20.00")));
    // Two are late: the older one is forgiven first.
    let late = [
        paid,
        event(3, "w3", "2026-03-20", EventKind::Waiver { component: Component::Interest, amount: Some(yuan("40.00")) }),
    ];
    let state = on(&terms, &late, "2026-03-20");
    let waived: Vec<_> = (1..=3).map(|n| row(&state, n).waived.interest).collect();
    assert_eq!(waived, [yuan("31.00"), yuan("9.00"), yuan("0.00")]);
}

#[test]
fn a_waiver_of_more_than_is_owed_counts_as_what_was_owed() {
    let terms = plain("");
    let waiver = EventKind::Waiver { component: Component::Fee, amount: Some(yuan("8.00")) };
    let events = [charge(1, "2026-02-10", "5.00"), event(2, "w1", "2026-02-20", waiver)];
    let told = draw_up(&terms, &events, day("2026-02-20"), day("2026-02-20")).expect("a statement");
    assert_eq!(told.lines.iter().map(|l| l.credit).collect::<Vec<_>>(), [yuan("5.00")]);
    assert_eq!(row(&on(&terms, &events, "2026-02-20"), 1).waived.fee, yuan("5.00"));
}

#[test]
fn a_preview_refuses_what_is_no_payment() {
    let terms = plain("");
    let field = |amount| {
        let error = preview(&terms, &[], amount, day("2026-02-15")).expect_err("no payment");
        error.to_string()
    };
    let zero = field(yuan("0"));
    let negative = field(yuan("-1.00"));
    let dollars = field(Money::parse("1.00", Currency::USD).expect("an amount"));
    assert!(zero != negative && negative != dollars && dollars.contains("USD"), "{zero}; {negative}; {dollars}");
    assert!(preview(&terms, &[], yuan("1.00"), day("2026-02-15")).is_ok());
}
