//! A lender's files: what one adds, what the same one adds again, and what a bad line leaves behind.

use lending::money::Currency;
use serde_json::{Value, json};
use server::import::{self, LineProblem, Refused, Summary};

use crate::harness::TestPortal;

/// The examples of docs/import.md, in its two forms.
fn documented(form: &str) -> String {
    let page = include_str!("../../../docs/import.md");
    let (_, after) = page.split_once(&format!("```{form}\n")).expect("an example");
    after.split_once("```").expect("its end").0.to_owned()
}

/// Imports a file of this name and text, as `afterloan import` does.
async fn import(test: &TestPortal, name: &str, text: &str) -> Result<Summary, Vec<LineProblem>> {
    std::fs::create_dir_all(test.folder()).expect("a folder");
    let file = test.folder().join(name);
    std::fs::write(&file, text).expect("a file");
    let portfolio = import::read(&file, Currency::CNY)?;
    import::write(&test.portal, &portfolio).await.map_err(|refused| match refused {
        Refused::Lines(lines) => lines,
        Refused::Fault(fault) => panic!("{fault}"),
    })
}

/// Where a file is wrong: line and field of each problem.
fn places(refused: Result<Summary, Vec<LineProblem>>) -> Vec<(usize, String)> {
    refused.expect_err("a refusal").into_iter().map(|p| (p.line, p.field)).collect()
}

async fn is_empty(test: &TestPortal) -> bool {
    let mut rows = 0;
    for table in ["borrower", "person", "contact", "membership", "loan", "loan_event", "ledger_entry", "audit"] {
        rows += test.count(table).await;
    }
    rows == 0
}

#[tokio::test]
async fn the_documented_files_are_imported_once_whichever_form_they_come_in() {
    for (name, other, form, other_form) in [("a.jsonl", "a.csv", "json", "csv"), ("b.csv", "b.ndjson", "csv", "json")] {
        let test = TestPortal::start().await;
        let added = import(&test, name, &documented(form)).await.expect("imported");
        assert_eq!(added, Summary { borrowers: 1, persons: 1, loans: 1, events: 1 }, "{name}");
        test.assert_books_agree().await;
        let written = test.count("ledger_entry").await;
        // The same again, and the same in the other form.
        for (again, form) in [(name, form), (other, other_form)] {
            let nothing = import(&test, again, &documented(form)).await.expect("imported");
            assert_eq!(nothing, Summary::default(), "{again} after {name}");
        }
        assert_eq!(test.count("ledger_entry").await, written);
        test.assert_books_agree().await;
    }
}

#[tokio::test]
async fn one_bad_line_and_nothing_is_written() {
    let test = TestPortal::start().await;
    let good = documented("json");
    let stray = json!({"record": "event", "loan": "LN-0", "event": {"id": "x", "kind": "payment", "on": "2026-01-05", "amount": "1.00"}});
    let unknown = json!({"record": "loan", "number": "LN-1", "borrower": "B-2", "product": "yacht", "terms": terms()});
    let late = json!({"record": "borrower", "reference": "B-9", "type": "estate", "name": "甲"});
    for (line, wrong) in [
        (stray, vec![(5, "loan")]),
        (unknown, vec![(5, "borrower"), (5, "product")]),
        (late, vec![(5, "type")]),
        (json!({"record": "borrower", "reference": "B-1", "type": "person", "name": "乙"}), vec![(5, "reference")]),
        (json!("no record"), vec![(5, "")]),
    ] {
        let found = places(import(&test, "bad.jsonl", &format!("{good}{line}\n")).await);
        let wrong: Vec<(usize, String)> = wrong.into_iter().map(|(n, field)| (n, field.to_owned())).collect();
        assert_eq!(found, wrong, "{line}");
        assert!(is_empty(&test).await, "something stayed of a file with {line}");
    }
    let csv = documented("csv").replace("10664.88", "10664.888").replace("equal_installment", "equal_instalment");
    assert_eq!(places(import(&test, "bad.csv", &csv).await).first().map(|(line, _)| *line), Some(4));
    assert!(is_empty(&test).await);
}

/// Two persons with one number would read each other's letters.
#[tokio::test]
async fn a_number_of_another_person_is_refused() {
    let test = TestPortal::start().await;
    import(&test, "first.jsonl", &documented("json")).await.expect("imported");
    let second = json!({"record": "person", "reference": "P-2", "name": "李敏", "phone": "+8613800000001", "borrowers": ["B-1"]});
    assert_eq!(places(import(&test, "second.jsonl", &format!("{second}\n")).await), [(1, "phone".to_owned())]);
    assert_eq!((test.count("person").await, test.count("membership").await), (1, 1));
}

/// A fee that no installment would ask for is refused when a loan is new. One that is kept from before the rule is read,
/// shown and paid all the same.
#[tokio::test]
async fn a_rule_for_new_loans_does_not_shut_out_those_that_are_kept() {
    let test = TestPortal::start().await;
    let mut terms = terms();
    terms["fees"] = json!([{"name": "valuation", "kind": "flat", "value": "30.00", "when": "on", "on": "2031-01-01"}]);
    let line = json!({"record": "loan", "number": "LN-1", "borrower": "B-1", "product": "equipment", "terms": terms});
    let found = places(import(&test, "late.jsonl", &format!("{}{line}\n", documented("json"))).await);
    assert_eq!(found, [(5, "terms".to_owned())]);

    let who = test.person().await;
    let loan = test.loan(&who, json!({"fees": terms["fees"]})).await;
    let found = server::loans::view::find(&test.portal, &who, loan).await.expect("the loan");
    assert!(found.state.rows.iter().all(|row| row.fee.is_zero()));
    test.assert_books_agree().await;
}

/// The figures that Fineract itself has of this loan (vectors PRE-F: 16.43 and 0.58 of 17.01, then 0.49 on what is left),
/// from a file of either form. What a profile says stands in the terms that are kept.
#[tokio::test]
async fn a_loan_with_a_profile_shows_the_figures_of_its_core() {
    let terms = json!({"principal": "100.00", "annual_rate": "0.07", "method": "equal_installment", "installments": 6,
        "disbursed_on": "2026-10-03", "first_due_on": "2026-11-03", "day_count": "30/360", "profile": "fineract",
        "conventions": {"recalculates": true}});
    let line = json!({"record": "loan", "number": "FN-1", "borrower": "B-1", "product": "equipment", "terms": terms});
    let paid = json!({"record": "event", "loan": "FN-1", "event": {"id": "f-1", "kind": "payment", "on": "2026-11-03", "amount": "17.01"}});
    let json = format!("{}{line}\n{paid}\n", documented("json"));
    let csv = "record,reference,type,name,number,borrower,product,principal,annual_rate,method,installments,disbursed_on,first_due_on,profile,day_count,terms,loan,id,on,amount
borrower,B-1,company,江岸精密机械有限公司,,,,,,,,,,,,,,,,
loan,,,,FN-1,B-1,equipment,100.00,0.07,equal_installment,6,2026-10-03,2026-11-03,fineract,30/360,\"{\"\"conventions\"\":{\"\"recalculates\"\":true}}\",,,,
payment,,,,,,,,,,,,,,,,FN-1,f-1,2026-11-03,17.01
";
    for (name, text) in [("core.jsonl", json.as_str()), ("core.csv", csv)] {
        let test = TestPortal::start().await;
        import(&test, name, text).await.expect("imported");
        test.assert_books_agree().await;
        let kept: Value = sqlx::query_scalar("select terms from loan where number = 'FN-1'")
            .fetch_one(&mut test.owner().await)
            .await
            .expect("the loan");
        assert!(kept.get("profile").is_none(), "{name}");
        assert_eq!(kept["conventions"]["of"], "fineract", "{name}");
        assert_eq!(kept["penalty"]["kind"], "none", "{name}");
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "select principal::numeric(20,2)::text, interest::numeric(20,2)::text, paid::numeric(20,2)::text
             from installment join loan using (borrower_id, loan_id) where number = 'FN-1' order by n limit 2",
        )
        .fetch_all(&mut test.owner().await)
        .await
        .expect("its installments");
        let row =
            |principal: &str, interest: &str, paid: &str| (principal.to_owned(), interest.to_owned(), paid.to_owned());
        assert_eq!(rows, [row("16.43", "0.58", "17.01"), row("16.52", "0.49", "0.00")], "{name}");
    }
}

#[tokio::test]
async fn a_profile_that_there_is_not_is_refused_by_name_and_so_is_a_term_that_it_does_not_know() {
    let test = TestPortal::start().await;
    for (changed, told) in [
        (json!({"profile": "mifos"}), "expected one of standard, fineract"),
        (json!({"profile": 7}), "a profile is a name"),
        (json!({"profile": "fineract", "penalty": {"kind": "multiplier"}}), "penalty"),
        (json!({"profile": "fineract", "grace": {"principal": 1}}), "grace"),
        (json!({"profile": "fineract", "conventions": {"generater": "cumulative"}}), "generater"),
    ] {
        let mut terms = terms();
        for (field, value) in changed.as_object().into_iter().flatten() {
            terms[field] = value.clone();
        }
        let line =
            json!({"record": "loan", "number": "FN-1", "borrower": "B-1", "product": "equipment", "terms": terms});
        let refused =
            import(&test, "bad.jsonl", &format!("{}{line}\n", documented("json"))).await.expect_err("refused");
        assert_eq!((refused[0].line, refused[0].field.as_str()), (5, "terms"), "{changed}");
        assert!(refused[0].reason.contains(told), "{changed}: {}", refused[0].reason);
        assert!(is_empty(&test).await);
    }
}

fn terms() -> Value {
    json!({"principal": "1200.00", "annual_rate": "0.12", "method": "equal_installment", "installments": 3,
        "disbursed_on": "2026-01-15", "first_due_on": "2026-02-15"})
}
