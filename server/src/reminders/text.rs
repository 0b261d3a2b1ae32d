//! From facts to the text of one channel.

use lending::language::{self, Language, date, money};

use super::{
    truth::{Facts, Timing},
    words,
};
use crate::{
    config::LenderSettings,
    ids::{PaymentId, RequestId},
};

/// The text of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub title: String,
    pub body: String,
}

/// For whom and from whom.
pub(super) struct Frame<'a> {
    pub language: Language,
    pub name: &'a str,
    pub lender: &'a LenderSettings,
    /// The id of what the message is about, for a link to its page.
    pub subject_id: uuid::Uuid,
}

impl Frame<'_> {
    fn lender_name(&self) -> &str {
        match self.language {
            Language::Chinese => &self.lender.lender_name_zh,
            Language::English => &self.lender.lender_name_en,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.lender.public_url.trim_end_matches('/'))
    }

    fn lines_of(&self, facts: &Facts) -> (String, Vec<String>) {
        match facts {
            Facts::Installment { .. } => self.installment(facts),
            Facts::Payment { loan_number, amount, on, paid_off } => {
                let (l, amount) = (self.language, money(self.language, *amount));
                if let Some(loan_id) = paid_off {
                    let paper = self.url(&format!("/loans/{loan_id}/settlement"));
                    let said = words::loan_paid_off(l, tail(loan_number), &amount, &date(l, *on));
                    return (
                        words::loan_paid_off_title(l, tail(loan_number)),
                        vec![said, words::certificate_here(l, &paper)],
                    );
                }
                let page = self.url(&format!("/payments/{}", PaymentId(self.subject_id)));
                let said = words::payment_received(l, tail(loan_number), &amount, &date(l, *on));
                (words::payment_received_title(l, &amount), vec![said, words::receipt_here(l, &page)])
            }
            Facts::PaymentReversed { loan_number, amount } => {
                let (l, amount) = (self.language, money(self.language, *amount));
                let page = self.url(&format!("/payments/{}", PaymentId(self.subject_id)));
                let said = words::payment_reversed(l, tail(loan_number), &amount);
                (words::payment_reversed_title(l, &amount), vec![said, words::details_here(l, &page)])
            }
            Facts::Request { rule, number } => self.request(rule, number),
            Facts::Statement { .. } | Facts::StatementAccepted { .. } | Facts::StatementReturned { .. } => {
                self.statement(facts)
            }
        }
    }

    fn installment(&self, facts: &Facts) -> (String, Vec<String>) {
        let Facts::Installment {
            timing, loan_id, loan_number, n, due_on, today, amount, overdue, penalty_per_day, ..
        } = facts
        else {
            return Default::default();
        };
        let l = self.language;
        let (number, on, amount) = (tail(loan_number), date(l, *due_on), money(l, *amount));
        let pay = words::pay_here(l, &self.url(&format!("/loans/{loan_id}/pay")));
        let ignore = words::already_paid(l).to_owned();
        match timing {
            Timing::Before => {
                let when = language::relative(l, *today, *due_on);
                (
                    words::due_soon_title(l, number, &on),
                    vec![words::due_soon(l, number, *n, &amount, &on, &when), ignore, pay],
                )
            }
            Timing::OnTheDay => {
                (words::due_today_title(l, number), vec![words::due_today(l, number, *n, &amount, &on), ignore, pay])
            }
            Timing::After => {
                let mut said = words::late(l, number, *n, &on, &money(l, *overdue));
                if penalty_per_day.is_positive() {
                    said.push_str(&space(l));
                    said.push_str(&words::late_costs(l, &money(l, *penalty_per_day)));
                }
                (words::late_title(l, number), vec![said, words::hard_to_pay(l).to_owned(), ignore, pay])
            }
        }
    }

    fn statement(&self, facts: &Facts) -> (String, Vec<String>) {
        let l = self.language;
        let page = words::upload_here(l, &self.url("/financials"));
        match facts {
            Facts::Statement { timing, kind, period_to, due_on, today } => {
                let (kind, to, on) = (words::statement_kind(l, kind), date(l, *period_to), date(l, *due_on));
                let (title, said) = match timing {
                    Timing::Before => {
                        let when = language::relative(l, *today, *due_on);
                        (words::statement_soon_title(l, kind, &on), words::statement_soon(l, kind, &to, &on, &when))
                    }
                    Timing::OnTheDay => {
                        (words::statement_soon_title(l, kind, &on), words::statement_due_today(l, kind, &to))
                    }
                    Timing::After => (words::statement_late_title(l, kind), words::statement_late(l, kind, &to, &on)),
                };
                (title, vec![said, page])
            }
            Facts::StatementAccepted { kind, period_to } => {
                let kind = words::statement_kind(l, kind);
                (
                    words::statement_accepted_title(l, kind),
                    vec![words::statement_accepted(l, kind, &date(l, *period_to))],
                )
            }
            Facts::StatementReturned { kind, period_to } => {
                let kind = words::statement_kind(l, kind);
                (
                    words::statement_returned_title(l, kind),
                    vec![words::statement_returned(l, kind, &date(l, *period_to)), page],
                )
            }
            _ => Default::default(),
        }
    }

    fn request(&self, rule: &str, number: &str) -> (String, Vec<String>) {
        let l = self.language;
        let (title, said) = match rule {
            "request_question" => (words::request_question_title(l, number), words::request_question(l, number)),
            "request_approved" => (words::request_approved_title(l, number), words::request_approved(l, number)),
            "request_rejected" => (words::request_rejected_title(l, number), words::request_rejected(l, number)),
            "request_returned" => (words::request_returned_title(l, number), words::request_returned(l, number)),
            "request_withdrawn" => (words::request_withdrawn_title(l, number), words::request_withdrawn(l, number)),
            _ => (words::request_received_title(l, number), words::request_received(l, number)),
        };
        let page = words::request_here(l, &self.url(&format!("/requests/{}", RequestId(self.subject_id))));
        (title, vec![said, page])
    }

    /// One line that begins with who sends it.
    pub(super) fn sms(&self, facts: &Facts) -> Text {
        let (title, lines) = self.lines_of(facts);
        Text { title, body: signed_line(self.language, self.lender_name(), &lines.join(&space(self.language))) }
    }

    /// A short letter.
    pub(super) fn email(&self, facts: &Facts) -> Text {
        let l = self.language;
        let (title, lines) = self.lines_of(facts);
        let body = format!(
            "{}\n\n{}\n\n{}\n{}\n\n--\n{}\n",
            words::greeting(l, self.name),
            lines.join("\n\n"),
            words::help(l, &self.lender.lender_phone),
            self.lender_name(),
            words::why_this(l, self.lender_name()),
        );
        Text { title, body }
    }
}

/// 【who】what: the manner of Chinese gateways, and plain enough in English.
pub(super) fn signed_line(l: Language, lender: &str, said: &str) -> String {
    match l {
        Language::Chinese => format!("【{lender}】{said}"),
        Language::English => format!("[{lender}] {said}"),
    }
}

fn space(l: Language) -> String {
    match l {
        Language::Chinese => String::new(),
        Language::English => " ".to_owned(),
    }
}

/// The last four signs of a loan's number: enough for its owner, useless to anybody else.
fn tail(number: &str) -> &str {
    number.char_indices().rev().nth(3).map_or(number, |(at, _)| &number[at..])
}

/// A contact as it may stand in a list: enough to recognise, not enough to use.
#[must_use]
pub fn masked(contact: &str) -> String {
    if let Some((name, domain)) = contact.split_once('@') {
        return format!("{}***@{domain}", name.chars().next().unwrap_or('*'));
    }
    let digits: Vec<char> = contact.strip_prefix("+86").unwrap_or(contact).chars().collect();
    if digits.len() < 8 {
        return "****".to_owned();
    }
    let (head, tail) = (&digits[..3], &digits[digits.len() - 4..]);
    head.iter().chain(&['*'; 4]).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_contact_is_recognised_and_useless() {
        assert_eq!(masked("+8613800000001"), "138****0001");
        assert_eq!(masked("wang@example.com"), "w***@example.com");
        assert_eq!(masked("12345"), "****");
    }

    #[test]
    fn a_number_shorter_than_its_tail_stands_whole() {
        assert_eq!(tail("HB-2024-004821"), "4821");
        assert_eq!(tail("21"), "21");
        assert_eq!(tail("贷款四八二一"), "四八二一");
    }
}
