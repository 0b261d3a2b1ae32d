//! The fields answering as they are changed.

use std::rc::Rc;

use lending::{language::Language, policy::LoanFacts, what_if::WhatIf as Loan};
use web_sys::{Element, Event, EventTarget, HtmlInputElement};

use crate::{
    page::{by_id, document, on, set, show, within},
    requests::{
        what_if::{Answer, Way, periods},
        what_if_words as words,
    },
};

/// The fields, and the loan they are about.
struct Fields {
    loan: Loan,
    facts: LoanFacts,
    language: Language,
    all: Element,
    range: HtmlInputElement,
    number: HtmlInputElement,
    figures: Element,
    plans: Element,
}

/// Listens to the fields; nothing happens when they, or the loan, are not what they should be.
pub(super) fn start() -> Option<()> {
    let fields = Rc::new(Fields::find()?);
    let (all, plans) = (fields.all.clone(), fields.plans.clone());
    // A browser that comes back to a page puts back what was typed.
    if fields.number.value() != fields.number.default_value() || !fields.way_input()?.default_checked() {
        fields.answer();
    }
    let changed = Rc::clone(&fields);
    on(
        &all,
        "input",
        Box::new(move |event| {
            changed.level(&event);
            changed.answer();
        }),
    );
    // The plans are drawn when they can be seen: hundreds of rows are most of the work.
    on(&plans, "toggle", Box::new(move |_| fields.draw_plans(&fields.work_out())));
    Some(())
}

impl Fields {
    fn find() -> Option<Self> {
        let all: Element = by_id("what-if")?;
        let loan = Loan::read(&all.get_attribute("data-loan")?)?;
        all.remove_attribute("data-loan").ok()?;
        Some(Self {
            facts: loan.facts().ok()?,
            loan,
            language: Language::parse(&document()?.document_element()?.get_attribute("lang")?)?,
            range: within(&all, "[type=range]")?,
            number: by_id("periods")?,
            figures: by_id("what-if-figures")?,
            plans: by_id("what-if-plans")?,
            all,
        })
    }

    fn way_input(&self) -> Option<HtmlInputElement> {
        within(&self.all, "[name=way]:checked")
    }

    fn way(&self) -> Way {
        self.way_input().and_then(|input| Way::parse(&input.value())).unwrap_or_default()
    }

    fn work_out(&self) -> Answer {
        Answer::to(&self.loan, &self.facts, self.way(), &self.number.value())
    }

    /// The slider and the box hold the same number.
    fn level(&self, event: &Event) {
        let range: &EventTarget = &self.range;
        if event.target().as_ref() == Some(range) {
            self.number.set_value(&self.range.value());
        } else if periods(&self.number.value()).is_some() {
            self.range.set_value(self.number.value().trim());
        }
    }

    /// Shows what the choice means.
    fn answer(&self) -> Option<()> {
        let (l, answer) = (self.language, self.work_out());
        let label = words::periods_of(l, self.way());
        within::<Element>(&self.all, "[for=periods]")?.set_text_content(Some(label));
        set(&self.range, "aria-label", Some(label));
        let count = periods(&self.number.value()).map(|n| words::periods_count(l, n));
        set(&self.range, "aria-valuetext", count.as_deref());
        self.figures.set_inner_html(&answer.figures(l));
        self.draw_plans(&answer);
        let (input_hash, result_hash) = answer.hashes();
        within::<HtmlInputElement>(&self.all, "[name=input_hash]")?.set_value(input_hash);
        within::<HtmlInputElement>(&self.all, "[name=result_hash]")?.set_value(result_hash);
        Some(())
    }

    fn draw_plans(&self, answer: &Answer) {
        show(&self.plans, matches!(answer, Answer::Shown(..)));
        if self.plans.has_attribute("open")
            && let (Some(rows), Some(place)) = (answer.plans(self.language), within::<Element>(&self.plans, "div"))
        {
            place.set_inner_html(&rows);
        }
    }
}
