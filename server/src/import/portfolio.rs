//! A file's lines put together: what refers to what, and whether it makes sense.

use std::collections::BTreeMap;

use lending::{event::Event, money::Currency, replay::replay, terms::Terms};
use serde_json::{Value, json};

use super::line::{Line, LineProblem, Read};
use crate::identity::contact::Contact;

#[derive(Clone, Debug, PartialEq)]
pub struct NewBorrower {
    pub reference: String,
    /// `person` or `company`.
    pub kind: String,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct NewPerson {
    pub line: usize,
    pub reference: String,
    pub name: String,
    pub phone: Option<Contact>,
    pub email: Option<Contact>,
    pub language: String,
    pub borrowers: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct NewLoan {
    pub line: usize,
    pub number: String,
    pub borrower: String,
    pub product: String,
    pub terms: Terms,
    pub events: Vec<Event>,
}

/// Everything of one file. What it refers to may also be in the database already.
#[derive(Clone, Debug, Default)]
pub struct Portfolio {
    pub borrowers: BTreeMap<String, NewBorrower>,
    pub persons: BTreeMap<String, NewPerson>,
    pub loans: BTreeMap<String, NewLoan>,
    /// Events of loans that the file does not open itself.
    pub later_events: BTreeMap<String, Vec<(usize, Value)>>,
}

impl Portfolio {
    /// Puts lines together.
    ///
    /// # Errors
    /// Every problem of every line.
    pub fn collect(lines: Vec<Read>, currency: Currency) -> Result<Self, Vec<LineProblem>> {
        let mut all = Self::default();
        let mut problems = Vec::new();
        for (number, read) in lines {
            if let Err(problem) = read.and_then(|line| all.add(number, line, currency)) {
                problems.push(problem);
            }
        }
        problems.extend(all.settle());
        if problems.is_empty() {
            return Ok(all);
        }
        problems.sort_by_key(|p| p.line);
        Err(problems)
    }

    fn add(&mut self, line: usize, record: Line, currency: Currency) -> Result<(), LineProblem> {
        let problem = |field: &str, reason: String| LineProblem { line, field: field.to_owned(), reason };
        match record {
            Line::Borrower { reference, kind, name } => {
                if !matches!(kind.as_str(), "person" | "company") {
                    return Err(problem("type", format!("{kind:?} is neither person nor company")));
                }
                let name = text(&name, 200).map_err(|e| problem("name", e))?;
                let reference = text(&reference, 64).map_err(|e| problem("reference", e))?;
                once(&mut self.borrowers, reference.clone(), NewBorrower { reference, kind, name })
                    .map_err(|e| problem("reference", e))
            }
            Line::Person { reference, name, phone, email, language, borrowers } => {
                let contact = |field: &str, typed: Option<String>| {
                    typed
                        .map(|t| Contact::parse(&t).map_err(|_| problem(field, format!("{t:?} cannot be reached"))))
                        .transpose()
                };
                let (phone, email) = (contact("phone", phone)?, contact("email", email)?);
                if phone.is_none() && email.is_none() {
                    return Err(problem(
                        "phone",
                        "a person needs a phone number or an e-mail address to sign in".to_owned(),
                    ));
                }
                let language = language.unwrap_or_else(|| "zh-CN".to_owned());
                if lending::language::Language::parse(&language).is_none() {
                    return Err(problem("language", format!("{language:?} is neither zh-CN nor en")));
                }
                if borrowers.is_empty() {
                    return Err(problem("borrowers", "names no borrower to act for".to_owned()));
                }
                let name = text(&name, 200).map_err(|e| problem("name", e))?;
                let reference = text(&reference, 64).map_err(|e| problem("reference", e))?;
                let person = NewPerson { line, reference: reference.clone(), name, phone, email, language, borrowers };
                once(&mut self.persons, reference, person).map_err(|e| problem("reference", e))
            }
            Line::Loan { number, borrower, product, mut terms } => {
                if let Some(object) = terms.as_object_mut() {
                    object.entry("currency").or_insert_with(|| json!(currency.code()));
                }
                let terms = Terms::read(terms).map_err(|e| problem("terms", e.to_string()))?;
                let number = text(&number, 64).map_err(|e| problem("number", e))?;
                once(
                    &mut self.loans,
                    number.clone(),
                    NewLoan { line, number, borrower, product, terms, events: Vec::new() },
                )
                .map_err(|e| problem("number", e))
            }
            Line::Event { loan, event } => {
                self.later_events.entry(loan).or_default().push((line, event));
                Ok(())
            }
        }
    }

    /// Gives events to the loans of this file and replays each loan once: what contradicts is found here.
    fn settle(&mut self) -> Vec<LineProblem> {
        let mut problems = Vec::new();
        for loan in self.loans.values_mut() {
            for (line, mut event) in self.later_events.remove(&loan.number).unwrap_or_default() {
                match parse_event(&mut event, loan.events.len() + 1, loan.terms.currency()) {
                    Ok(event) if loan.events.iter().any(|e| e.id == event.id) => {
                        problems.push(LineProblem {
                            line,
                            field: "id".to_owned(),
                            reason: format!("{:?} stands twice for this loan", event.id),
                        });
                    }
                    Ok(event) => loan.events.push(event),
                    Err(reason) => problems.push(LineProblem { line, field: String::new(), reason }),
                }
            }
            let last = loan.events.iter().map(|e| e.on).max().unwrap_or(loan.terms.disbursed_on());
            if let Err(error) = replay(&loan.terms, &loan.events, last) {
                problems.push(LineProblem {
                    line: loan.line,
                    field: error.field().unwrap_or("").to_owned(),
                    reason: error.to_string(),
                });
            }
        }
        problems
    }
}

/// An event of a file; its place among the loan's events is given here.
pub(super) fn parse_event(event: &mut Value, seq: usize, currency: Currency) -> Result<Event, String> {
    if let Some(object) = event.as_object_mut() {
        object.insert("seq".to_owned(), json!(seq));
    }
    Event::parse(event, currency).map_err(|e| e.to_string())
}

fn once<T>(map: &mut BTreeMap<String, T>, key: String, value: T) -> Result<(), String> {
    if map.contains_key(&key) {
        return Err(format!("{key:?} stands twice in the file"));
    }
    map.insert(key, value);
    Ok(())
}

fn text(typed: &str, most: usize) -> Result<String, String> {
    let typed = typed.trim();
    match typed.chars().count() {
        0 => Err("is empty".to_owned()),
        n if n > most => Err(format!("has {n} characters; at most {most}")),
        _ if typed.chars().any(char::is_control) => Err("has characters that are no text".to_owned()),
        _ => Ok(typed.to_owned()),
    }
}
