//! What happened to a loan. Events are facts with a value date; their order is (value date, sequence).

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::LendingError;
use crate::calendar::within_years;
use crate::canonical::{Read, Reader, Text, Write};
use crate::modification::Change;
use crate::money::{AnnualRate, Currency, Money};
use crate::order::sort_by;
use crate::terms::{Component, Then};

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Order among events of one value date.
    pub seq: u32,
    /// Its id, unique within the loan.
    pub id: String,
    /// Its value date: the day it counts for, however late it was heard of.
    pub on: NaiveDate,
    /// What happened.
    pub kind: EventKind,
}

/// What a hold stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Penalty and compound interest.
    Penalty,
    /// Contract interest.
    Interest,
    /// Reminders of overdue installments (no figure changes; the state reports it).
    Dunning,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// The principal, or a tranche named in the terms, was paid out. Confirms; changes no figure.
    Disbursement {
        /// The amount, when given, must be the one in the terms.
        amount: Option<Money>,
    },
    /// Money from the borrower.
    Payment {
        /// How much.
        amount: Money,
    },
    /// Money from the borrower that is to reduce principal before it is due.
    Prepayment {
        /// How much.
        amount: Money,
        /// What becomes of the installments; `None`: as the terms say.
        then: Option<Then>,
    },
    /// A payment, prepayment, credit or refund turned out not to be (bounced debit, chargeback).
    Reversal {
        /// Id of that event.
        of: String,
    },
    /// A fee charged on that day.
    Charge {
        /// What for.
        name: String,
        /// How much.
        amount: Money,
    },
    /// Part of what is owed is forgiven.
    Waiver {
        /// What is forgiven.
        component: Component,
        /// How much; `None`: all of it that is owed on that day.
        amount: Option<Money>,
    },
    /// The rate changes.
    RateChange {
        /// The new rate.
        annual_rate: AnnualRate,
        /// The first day that bears it; `None`: the value date.
        from: Option<NaiveDate>,
    },
    /// A change of the plan that was approved.
    Modification {
        /// The change.
        change: Box<Change>,
    },
    /// A clock is stopped, both days included.
    Hold {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
        /// Which clock.
        what: Hold,
    },
    /// Goodwill of the lender, used like a payment.
    Credit {
        /// How much.
        amount: Money,
    },
    /// Credit balance paid back to the borrower.
    Refund {
        /// How much.
        amount: Money,
    },
    /// Unpaid principal of all installments moves to new ones.
    ReAge {
        /// How many new installments.
        installments: u32,
        /// The first of their due dates; `None`: the next on the old grid.
        first_due_on: Option<NaiveDate>,
    },
    /// Overdue amounts are spread evenly over the installments still to come.
    ReAmortise,
    /// The lender gives up.
    WriteOff,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventJson<'a> {
    #[serde(default)]
    pub seq: u32,
    pub id: Cow<'a, str>,
    pub on: NaiveDate,
    pub kind: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<Component>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_rate: Option<AnnualRate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Hold>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Box<Change>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installments: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_due_on: Option<NaiveDate>,
}

impl EventJson<'_> {
    /// Names of the fields that are present beyond id, seq, on and kind.
    fn present(&self) -> Vec<&'static str> {
        let fields = [
            ("amount", self.amount.is_some()),
            ("then", self.then.is_some()),
            ("of", self.of.is_some()),
            ("name", self.name.is_some()),
            ("component", self.component.is_some()),
            ("annual_rate", self.annual_rate.is_some()),
            ("from", self.from.is_some()),
            ("to", self.to.is_some()),
            ("what", self.what.is_some()),
            ("change", self.change.is_some()),
            ("installments", self.installments.is_some()),
            ("first_due_on", self.first_due_on.is_some()),
        ];
        fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

/// Kinds with the fields each may have.
const KINDS: &[(&str, &[&str])] = &[
    ("disbursement", &["amount"]),
    ("payment", &["amount"]),
    ("prepayment", &["amount", "then"]),
    ("reversal", &["of"]),
    ("charge", &["name", "amount"]),
    ("waiver", &["component", "amount"]),
    ("rate_change", &["annual_rate", "from"]),
    ("modification", &["change"]),
    ("hold", &["from", "to", "what"]),
    ("credit", &["amount"]),
    ("refund", &["amount"]),
    ("re_age", &["installments", "first_due_on"]),
    ("re_amortise", &[]),
    ("write_off", &[]),
];

impl Event {
    /// Reads an event: `{"seq":1,"id":"p1","on":"2026-02-15","kind":"payment","amount":"100.00"}`.
    ///
    /// # Errors
    /// An unknown kind or field, a missing one, an amount that is not above zero, a date out of range.
    pub fn parse(json: &Value, currency: Currency) -> Result<Event, LendingError> {
        let read: EventJson<'_> = EventJson::deserialize(json).map_err(|e| LendingError::from_json(&e, "events"))?;
        Event::of(&read, currency)
    }

    fn of(read: &EventJson<'_>, currency: Currency) -> Result<Event, LendingError> {
        let Some((_, allowed)) = KINDS.iter().find(|(kind, _)| *kind == read.kind) else {
            return Err(input("kind", reason!("unknown kind of event `{}`", read.kind)));
        };
        if let Some(extra) = read.present().into_iter().find(|field| !allowed.contains(field)) {
            return Err(input(extra, reason!("a {} has no such field", read.kind)));
        }
        within_years(read.on, "on")?;
        for (date, field) in [(read.from, "from"), (read.to, "to"), (read.first_due_on, "first_due_on")] {
            if let Some(date) = date {
                within_years(date, field)?;
            }
        }
        Ok(Event { seq: read.seq, id: read.id.to_string(), on: read.on, kind: kind(read, currency)? })
    }

    /// Reads an event in canonical text.
    pub(crate) fn read(from: &mut Reader<'_>, currency: Currency) -> Option<Event> {
        let json = EventJson::read(from);
        if from.is_broken() { None } else { Event::of(&json, currency).ok() }
    }

    /// The event as [`Event::parse`] reads it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self.json()).unwrap_or(Value::Null)
    }

    fn json(&self) -> EventJson<'_> {
        let mut json = EventJson {
            seq: self.seq,
            id: Cow::Borrowed(&self.id),
            on: self.on,
            kind: Cow::Borrowed(self.kind.code()),
            amount: None,
            then: None,
            of: None,
            name: None,
            component: None,
            annual_rate: None,
            from: None,
            to: None,
            what: None,
            change: None,
            installments: None,
            first_due_on: None,
        };
        match self.kind.clone() {
            EventKind::Disbursement { amount } => json.amount = amount.map(|a| a.to_string()),
            EventKind::Payment { amount } | EventKind::Credit { amount } | EventKind::Refund { amount } => {
                json.amount = Some(amount.to_string());
            }
            EventKind::Prepayment { amount, then } => (json.amount, json.then) = (Some(amount.to_string()), then),
            EventKind::Reversal { of } => json.of = Some(of),
            EventKind::Charge { name, amount } => (json.name, json.amount) = (Some(name), Some(amount.to_string())),
            EventKind::Waiver { component, amount } => {
                (json.component, json.amount) = (Some(component), amount.map(|a| a.to_string()));
            }
            EventKind::RateChange { annual_rate, from } => (json.annual_rate, json.from) = (Some(annual_rate), from),
            EventKind::Modification { change } => json.change = Some(change),
            EventKind::Hold { from, to, what } => {
                (json.from, json.to, json.what) = (Some(from), Some(to), Some(what));
            }
            EventKind::ReAge { installments, first_due_on } => {
                (json.installments, json.first_due_on) = (Some(installments), first_due_on);
            }
            EventKind::ReAmortise | EventKind::WriteOff => {}
        }
        json
    }
}

impl Write for Event {
    fn write(&self, text: &mut Text) {
        self.json().write(text);
    }
}

impl EventKind {
    /// The word in the JSON interface.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            EventKind::Disbursement { .. } => "disbursement",
            EventKind::Payment { .. } => "payment",
            EventKind::Prepayment { .. } => "prepayment",
            EventKind::Reversal { .. } => "reversal",
            EventKind::Charge { .. } => "charge",
            EventKind::Waiver { .. } => "waiver",
            EventKind::RateChange { .. } => "rate_change",
            EventKind::Modification { .. } => "modification",
            EventKind::Hold { .. } => "hold",
            EventKind::Credit { .. } => "credit",
            EventKind::Refund { .. } => "refund",
            EventKind::ReAge { .. } => "re_age",
            EventKind::ReAmortise => "re_amortise",
            EventKind::WriteOff => "write_off",
        }
    }
}

/// Events in their order: by value date, then sequence.
pub(crate) fn in_order<'e>(events: impl Iterator<Item = &'e Event>) -> Vec<&'e Event> {
    let mut ordered: Vec<&Event> = events.collect();
    sort_by(&mut ordered, |a, b| (a.on, a.seq, &a.id) < (b.on, b.seq, &b.id));
    ordered
}

fn input(field: &str, reason: String) -> LendingError {
    LendingError::Input { field: field.to_owned(), reason }
}

fn kind(read: &EventJson<'_>, currency: Currency) -> Result<EventKind, LendingError> {
    let missing = |field: &str| input(field, reason!("a {} needs it", read.kind));
    let optional = || match &read.amount {
        None => Ok(None),
        Some(text) => Money::parse_positive(text, currency)
            .map(Some)
            .map_err(|reason| LendingError::Amount { field: "amount".to_owned(), reason }),
    };
    let amount = || optional()?.ok_or_else(|| missing("amount"));
    Ok(match &*read.kind {
        "disbursement" => EventKind::Disbursement { amount: optional()? },
        "payment" => EventKind::Payment { amount: amount()? },
        "prepayment" => EventKind::Prepayment { amount: amount()?, then: read.then },
        "reversal" => EventKind::Reversal { of: read.of.clone().ok_or_else(|| missing("of"))? },
        "charge" => EventKind::Charge { name: read.name.clone().unwrap_or_default(), amount: amount()? },
        "waiver" => {
            EventKind::Waiver { component: read.component.ok_or_else(|| missing("component"))?, amount: optional()? }
        }
        "rate_change" => EventKind::RateChange {
            annual_rate: read.annual_rate.ok_or_else(|| missing("annual_rate"))?,
            from: read.from,
        },
        "modification" => EventKind::Modification { change: read.change.clone().ok_or_else(|| missing("change"))? },
        "hold" => {
            let from = read.from.ok_or_else(|| missing("from"))?;
            let to = read.to.ok_or_else(|| missing("to"))?;
            if to < from {
                return Err(input("to", reason!("{to} is before {from}")));
            }
            EventKind::Hold { from, to, what: read.what.ok_or_else(|| missing("what"))? }
        }
        "credit" => EventKind::Credit { amount: amount()? },
        "refund" => EventKind::Refund { amount: amount()? },
        "re_age" => EventKind::ReAge {
            installments: read.installments.filter(|n| *n > 0).ok_or_else(|| missing("installments"))?,
            first_due_on: read.first_due_on,
        },
        "re_amortise" => EventKind::ReAmortise,
        _ => EventKind::WriteOff,
    })
}
