//! What a line of a statement of account says, on the page and in the file alike.

use lending::{
    event::Hold,
    language::{self, Language},
    money::Money,
    replay::PaymentKind,
    statement_of_account::{Line, Parts, What},
};
use server::ids::{PaymentId, RequestId};

use super::words;
use crate::routes;

/// A line's name.
pub(super) fn name(l: Language, what: &What) -> String {
    let period = |from, to| (language::date_in_year(l, from), language::date_in_year(l, to));
    match what {
        What::Disbursed => words::disbursed(l).to_owned(),
        What::Due { n, .. } => words::due(l, *n),
        What::Capitalised { n } => words::capitalised(l, *n),
        What::Penalty => words::penalty(l).to_owned(),
        What::LateFee => words::late_fee(l).to_owned(),
        What::Charged { .. } => words::charged(l).to_owned(),
        What::PrepaymentFee => words::prepayment_fee(l).to_owned(),
        What::Paid { kind: PaymentKind::Prepayment, .. } => words::prepaid(l).to_owned(),
        What::Paid { kind: PaymentKind::Credit, .. } => words::goodwill(l).to_owned(),
        What::Paid { .. } => words::paid(l).to_owned(),
        What::CreditUsed => words::credit_used(l).to_owned(),
        What::Refunded => words::refunded(l).to_owned(),
        What::TakenBack { of, .. } => words::taken_back(l, &language::date_in_year(l, *of)),
        What::Waived => words::waived(l).to_owned(),
        What::Changed { .. } => words::changed(l).to_owned(),
        What::RateChanged => words::rate_changed(l).to_owned(),
        What::Held { what, from, to } => {
            let (from, to) = period(*from, *to);
            match what {
                Hold::Penalty => words::held_penalty(l, &from, &to),
                Hold::Interest => words::held_interest(l, &from, &to),
                Hold::Dunning => words::held_dunning(l, &from, &to),
            }
        }
        What::WrittenOff => words::written_off(l).to_owned(),
        What::WorkedOutAgain => words::worked_out_again(l).to_owned(),
    }
}

/// What else there is to say in our words: where the amount belongs.
pub(super) fn detail(l: Language, line: &Line) -> String {
    let mut said: Vec<String> = Vec::new();
    if let What::Due { asked, .. } = &line.what {
        said.push(words::due_asks(l, &language::amount(l, *asked)));
    }
    if line.what == What::WrittenOff {
        said.push(words::written_off_text(l).to_owned());
    }
    said.extend(line.parts.iter().flat_map(|parts| components(l, parts)));
    said.join(" · ")
}

/// A component of a line and how it is said.
type Told = (Money, fn(Language, &str) -> String);

fn components(l: Language, parts: &Parts) -> Vec<String> {
    let credit = if parts.credit_balance.is_negative() { words::from_credit } else { words::of_credit };
    let all: [Told; 6] = [
        (parts.principal, words::of_principal),
        (parts.interest, words::of_interest),
        (parts.fee, words::of_fee),
        (parts.compound, words::of_compound),
        (parts.penalty, words::of_penalty),
        (parts.credit_balance.magnitude(), credit),
    ];
    let told = all.into_iter().filter(|(money, _)| !money.is_zero());
    told.map(|(money, say)| say(l, &language::amount(l, money))).collect()
}

/// What the lender called a charge.
pub(super) fn charge_name(what: &What) -> Option<&str> {
    match what {
        What::Charged { name } if !name.is_empty() => Some(name),
        _ => None,
    }
}

/// The page of the paper behind a line: the receipt of a payment, the plans of a change.
pub(super) fn paper(l: Language, what: &What) -> Option<(String, &'static str)> {
    match what {
        What::Paid { event_id, .. } => {
            event_id.parse::<PaymentId>().ok().map(|id| (routes::payment(id), words::see_receipt(l)))
        }
        What::TakenBack { event_id, .. } => {
            event_id.parse::<PaymentId>().ok().map(|id| (routes::payment(id), words::see_receipt(l)))
        }
        What::Changed { event_id } => {
            event_id.parse::<RequestId>().ok().map(|id| (routes::request(id), words::see_change(l)))
        }
        _ => None,
    }
}

/// The same as a number for the file.
pub(super) fn reference(what: &What) -> &str {
    match what {
        What::Paid { event_id, .. } | What::TakenBack { event_id, .. } | What::Changed { event_id } => event_id,
        _ => "",
    }
}
