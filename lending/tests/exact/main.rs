//! Random loans, the same on every run, each worked out twice: by the engine and by fractions of whole
//! numbers of any size. No figure may differ by a minor unit. `AFTERLOAN_EXACT_LOANS` widens the search.

mod dates;
mod fees;
mod loan;
mod model;
#[path = "../seeded/mod.rs"]
mod seeded;
mod terms;
mod years;

use std::num::NonZero;
use std::thread;

use lending::money::Money;
use lending::terms::Terms;
use lending::{LendingError, schedule};

use loan::{Loan, Method};
use seeded::Seeded;

const SEED: u64 = 20_260_115;
const LOANS: u64 = 20_000;

#[test]
fn no_random_loan_is_off_by_a_cent() {
    let loans = match std::env::var("AFTERLOAN_EXACT_LOANS") {
        Ok(text) => text.parse().expect("AFTERLOAN_EXACT_LOANS is a count"),
        Err(_) => LOANS,
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = u64::try_from(threads).expect("a count");
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let share = |first| scope.spawn(move || judge((first..loans).step_by(threads as usize)));
        let running: Vec<_> = (0..threads).map(share).collect();
        running.into_iter().map(|t| t.join().expect("neither side panics")).collect()
    });
    let rows: u64 = outcomes.iter().map(|o| o.rows).sum();
    let refused: u64 = outcomes.iter().map(|o| o.refused).sum();
    let off: Vec<&String> = outcomes.iter().flat_map(|o| &o.off).collect();
    println!("{loans} loans, {rows} rows, {refused} refused by both, {} off", off.len());
    assert!(off.is_empty(), "{} of {loans} loans differ, the first: {}", off.len(), off[0]);
    // Refusals are part of the search, not its whole.
    assert!(refused < loans / 20 + 1, "{refused} of {loans} loans are refused");
}

#[derive(Default)]
struct Outcome {
    rows: u64,
    refused: u64,
    off: Vec<String>,
}

fn judge(cases: impl Iterator<Item = u64>) -> Outcome {
    let mut outcome = Outcome::default();
    for case in cases {
        let loan = Loan::random(&mut Seeded::of(SEED, case));
        match compare(&loan) {
            Ok(0) => outcome.refused += 1,
            Ok(rows) => outcome.rows += rows as u64,
            Err(difference) => outcome.off.push(format!("loan {case}: {difference}\n{}\n{loan:?}", loan.terms())),
        }
    }
    outcome
}

/// The rows both sides agree on; none when both refuse the loan.
fn compare(loan: &Loan) -> Result<usize, String> {
    let ours = model::schedule(loan);
    // An installment cannot be a multiple of more than itself, and a fee has to fall due with one.
    let refused = ours.as_ref().is_none_or(|rows| {
        if fees::left_out(loan, rows.last().map(|row| row.due)) {
            return true;
        }
        let repays = rows.iter().find(|row| row.principal > 0);
        let most = repays.map_or(i64::MAX, |row| row.principal + row.interest);
        loan.method == Method::EqualInstallment && loan.multiple > most
    });
    let read = serde_json::from_value::<Terms>(loan.terms()).map_err(|e| e.to_string());
    let theirs = match read.and_then(|terms| terms.as_new().map_err(|e| e.to_string())) {
        Ok(terms) => schedule::build(&terms).map_err(|e: LendingError| e.to_string())?,
        Err(_) if refused => return Ok(0),
        Err(error) => return Err(format!("the engine refuses it: {error}")),
    };
    let Some(ours) = ours.filter(|_| !refused) else {
        return Err("the engine should refuse it".to_owned());
    };
    if ours.len() != theirs.rows.len() {
        return Err(format!("{} rows, the engine has {}", ours.len(), theirs.rows.len()));
    }
    for (i, (row, engine)) in ours.iter().zip(&theirs.rows).enumerate() {
        let due = row.due.to_string() == engine.due_on.to_string();
        let figures = [row.principal, row.interest, row.fee, row.principal + row.interest + row.fee, row.balance];
        let shown = [engine.principal, engine.interest, engine.fee, engine.total, engine.balance].map(minor);
        if !due || figures != shown || engine.n as usize != i + 1 {
            return Err(format!("row {}: {row:?}, the engine has {engine:?}", i + 1));
        }
    }
    let sum = |part: fn(&model::Row) -> i64| ours.iter().map(part).sum::<i64>();
    let lent = loan.principal + loan.tranches.iter().map(|(_, amount)| amount).sum::<i64>();
    let sums = [lent, sum(|row| row.interest), sum(|row| row.fee), fees::at_disbursement(loan)];
    let totals = &theirs.totals;
    let shown = [totals.principal, totals.interest, totals.fee, theirs.fees_at_disbursement].map(minor);
    if sums != shown {
        return Err(format!("sums of {sums:?}, the engine has {totals:?} and {shown:?}"));
    }
    Ok(ours.len())
}

fn minor(money: Money) -> i64 {
    i64::try_from(money.amount().mantissa()).expect("an amount of a loan")
}
