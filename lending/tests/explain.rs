//! Working an explanation out again gives the figure.

mod loan;

use lending::explain::{Figure, Source, Step, explain};
use lending::replay::replay;
use loan::{change, day, pay, prepay, terms};

#[test]
fn every_figure_of_a_late_loan_is_explained() {
    for more in [
        "",
        r#","interest":"by_day","day_count":"ACT/365F""#,
        r#","interest":"by_day","day_count":"ACT/ACT-ISDA","penalty":{"kind":"daily_rate","value":"0.0005","base":"principal_and_interest","compound":true,"cap":"0.05"}"#,
        r#","grace":{"principal":2,"interest":2},"late_fee":{"kind":"flat","value":"50","after_days":5}"#,
    ] {
        let terms = terms(more);
        let events = [
            pay(1, "2026-02-20", "5000"),
            pay(2, "2026-03-20", "6000"),
            prepay(3, "2026-05-02", "40000", "reduce_installment"),
            change(4, "2026-07-20", r#"{"kind":"extension","extra_installments":4}"#),
            pay(5, "2026-08-10", "3000"),
        ];
        for on in ["2026-02-17", "2026-03-19", "2026-05-02", "2026-06-01", "2026-09-30"] {
            let state = replay(&terms, &events, day(on)).expect("a state");
            let figure = |figure, n| {
                let tree = explain(&terms, &events, day(on), figure, n).expect("an explanation");
                assert_eq!(tree.evaluate().expect("a figure"), tree.value.text());
                tree.value.text()
            };
            assert_eq!(figure(Figure::Outstanding, None), state.outstanding.total.to_string(), "{more} {on}");
            assert_eq!(figure(Figure::Overdue, None), state.overdue.total.to_string());
            assert_eq!(figure(Figure::DueNow, None), state.due_now.to_string());
            assert_eq!(figure(Figure::DaysPastDue, None), state.days_past_due.to_string());
            let quote = lending::prepayment::payoff(&terms, &events, day(on)).expect("a quote");
            assert_eq!(figure(Figure::Payoff, None), quote.total.to_string());
            for row in &state.rows {
                assert_eq!(figure(Figure::Interest, Some(row.n)), row.interest.to_string());
                assert_eq!(figure(Figure::Principal, Some(row.n)), row.principal.to_string());
                assert_eq!(figure(Figure::Installment, Some(row.n)), row.total.to_string());
                assert_eq!(figure(Figure::Penalty, Some(row.n)), row.penalty.to_string());
            }
        }
    }
}

#[test]
fn penalty_names_the_payments_it_rests_on() {
    let events = [pay(1, "2026-02-20", "5000")];
    let tree = explain(&terms(""), &events, day("2026-03-01"), Figure::Penalty, Some(1)).expect("an explanation");
    assert_eq!(tree.events(), ["p1"]);
    assert_eq!(tree.value.text(), "17.44");
    let json = serde_json::to_value(&tree).expect("json");
    assert_eq!(json["value"]["unit"], "money");
}

#[test]
fn the_level_installment_rests_on_terms_alone() {
    let tree = explain(&terms(""), &[], day("2026-01-15"), Figure::Installment, None).expect("an explanation");
    assert_eq!(tree.value.text(), "10237.19");
    fn leaves(tree: &lending::explain::Explanation) -> bool {
        tree.operands.iter().all(leaves) && tree.source.as_ref().is_none_or(|s| matches!(s, Source::Terms { .. }))
    }
    assert!(leaves(&tree));
}

/// Outstanding principal reads: paid out, less what payments paid (many of them together), less what was forgiven.
#[test]
fn principal_is_what_was_paid_out_less_what_came_back() {
    let terms = terms("");
    let mut events: Vec<_> = (1..=5).map(|k| pay(k, &format!("2026-{:02}-15", k + 1), "10237.19")).collect();
    events.push(change(9, "2026-06-20", r#"{"kind":"restructuring","holiday":1,"forgive_principal":"1000"}"#));
    let tree = explain(&terms, &events, day("2026-07-20"), Figure::Balance, None).expect("an explanation");
    let state = replay(&terms, &events, day("2026-07-20")).expect("a state");
    assert_eq!(tree.value.text(), state.outstanding.principal.to_string());
    assert_eq!(tree.evaluate().expect("a figure"), tree.value.text());
    let rules: Vec<Step> = tree.operands.iter().map(|o| o.rule).collect();
    assert_eq!(rules, [Step::Disbursed, Step::PaidPrincipal, Step::Forgiven]);
    let given: Vec<Step> = tree.operands[0].operands.iter().map(|o| o.rule).collect();
    assert_eq!(given, [Step::Term, Step::Capitalised]);
    let payments = &tree.operands[1].operands;
    assert_eq!(payments.iter().flat_map(|p| p.events()).collect::<Vec<_>>(), ["p1", "p2", "p3", "p4", "p5"]);
    assert_eq!(payments[0].value.text(), "9802.19");
    assert_eq!(tree.operands[2].value.text(), "1000.00");
}
