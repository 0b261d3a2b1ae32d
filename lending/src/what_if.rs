//! A loan as a page hands it to its what-if: all that the figures of a change follow from, and nothing that
//! its borrower may not see.
//!
//! It travels as canonical text, so that the browser reads with a few lines what the server wrote, and
//! hashes the very bytes that the server hashes. The server believes none of it when it comes back.

use chrono::NaiveDate;

use crate::LendingError;
use crate::canonical::{self, Read, Reader, Text, Write};
use crate::event::Event;
use crate::modification::{Change, Comparison, compare};
use crate::policy::{self, History, LoanFacts, Policy, RuleOutcome};
use crate::terms::{Terms, TermsJson};

/// A loan, its policy and the day.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// The terms.
    pub terms: Terms,
    /// What has happened so far.
    pub events: Vec<Event>,
    /// What may be asked for.
    pub policy: Policy,
    /// What the policy looks at besides terms and events.
    pub history: History,
    /// The day asked about.
    pub on: NaiveDate,
}

impl WhatIf {
    /// The text that [`WhatIf::read`] reads.
    #[must_use]
    pub fn to_text(&self) -> String {
        canonical::text(self)
    }

    /// Reads what [`WhatIf::to_text`] wrote; none when it is anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<WhatIf> {
        WhatIf::take(&mut Reader::new(text))
    }

    /// The loan as its policy sees it.
    ///
    /// # Errors
    /// When the loan contradicts itself.
    pub fn facts(&self) -> Result<LoanFacts, LendingError> {
        policy::facts(&self.terms, &self.events, self.on, &self.history)
    }

    /// What a change would do, and what the policy says of it.
    ///
    /// # Errors
    /// As [`compare`].
    pub fn answer(&self, facts: &LoanFacts, change: &Change) -> Result<(Comparison, Vec<RuleOutcome>), LendingError> {
        let comparison = compare(&self.terms, &self.events, self.on, change)?;
        Ok((comparison, policy::evaluate(&self.policy, facts, change, self.on)))
    }
}

impl Write for WhatIf {
    fn write(&self, text: &mut Text) {
        text.plain("{");
        // The terms stand first: their currency is needed to read the events.
        text.key("terms");
        self.terms.json().write(text);
        text.key("events");
        self.events.write(text);
        text.key("history");
        self.history.write(text);
        text.key("on");
        self.on.write(text);
        text.key("policy");
        self.policy.write(text);
        text.plain("}");
    }
}

impl WhatIf {
    fn take(from: &mut Reader<'_>) -> Option<WhatIf> {
        from.plain("{");
        from.key("terms");
        let terms = TermsJson::read(from);
        if from.is_broken() {
            return None;
        }
        let terms = Terms::try_from(terms).ok()?;
        from.key("events");
        let mut events = Vec::new();
        while from.has_item(events.len(), "[", "]") {
            events.push(Event::read(from, terms.currency())?);
        }
        from.key("history");
        let history = History::read(from);
        from.key("on");
        let on = NaiveDate::read(from);
        from.key("policy");
        let policy = Policy::read(from);
        from.plain("}");
        from.is_done().then_some(WhatIf { terms, events, policy, history, on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_answers_as_what_was_written() {
        let terms = Terms::parse(
            r#"{"principal":"120000.00","annual_rate":"0.0435","method":"equal_installment","installments":12,
                "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}"#,
        )
        .expect("terms in a test");
        let paid = serde_json::json!({"id":"p","on":"2026-02-15","kind":"payment","amount":"10237.19"});
        let loan = WhatIf {
            events: vec![Event::parse(&paid, terms.currency()).expect("an event in a test")],
            terms,
            policy: Policy::default(),
            history: History { documents: vec!["工资单 \"2026\"".to_owned()], ..History::default() },
            on: NaiveDate::from_ymd_opt(2026, 2, 20).expect("a date"),
        };
        let text = loan.to_text();
        let read = WhatIf::read(&text).expect("a loan");
        assert_eq!(read, loan);
        let change = Change::extend(6);
        let answer = |loan: &WhatIf| loan.answer(&loan.facts().expect("facts"), &change).expect("an answer");
        assert_eq!(answer(&read), answer(&loan));
        assert_eq!(WhatIf::read(&text[..text.len() - 1]), None);
        assert_eq!(WhatIf::read(&text.replace("120000.00", "-1.00")), None);
    }
}
