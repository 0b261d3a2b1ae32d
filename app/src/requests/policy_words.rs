//! What policy says, rule by rule, in words: on the server and in the browser.

use lending::{
    language::{self, Language},
    policy::{Measure, Rule, RuleOutcome},
    texts,
};

use crate::markup::Markup;

texts! {
    holds = "符合", "holds";
    fails = "不符", "does not hold";
    loan_active = "贷款还在还款中", "The loan is being repaid";
    one_open = "没有另一份在办的申请", "No other request is open";
    days_before(figure: &str, limit: &str) = "距下一期还有 {figure}，至少要提前 {limit} 申请", "{figure} to the next due date; ask at least {limit} before it";
    paid(figure: u32, limit: u32) = "已还 {figure} 期，至少要还 {limit} 期", "{figure} installments paid, {limit} needed";
    changes_all(figure: u32, limit: u32) = "已调整过 {figure} 次，一共可以调整 {limit} 次", "Changes so far: {figure} of {limit} possible";
    changes_year(figure: u32, limit: u32) = "一年内已调整 {figure} 次，每年可以调整 {limit} 次", "Changes in a year: {figure} of {limit} possible";
    cap(figure: &str, limit: &str) = "新的最后一期是{figure}，最晚可以到{limit}", "It would end {figure}; {limit} is the latest";
    arrears(figure: &str, limit: &str) = "目前逾期 {figure}，最多可以逾期 {limit}", "{figure} late now, {limit} at most";
    consent(figure: u32, limit: u32) = "担保人已同意 {figure} 位，共 {limit} 位", "{figure} of {limit} guarantors consent";
    documents = "附上证明材料", "Papers come with it";
    portfolio = "我们目前还能接受这类调整", "We can take on more changes of this kind";
    watch(limit: &str) = "上次重组后满 {limit}", "{limit} since the last restructuring";
    at_most(n: u32) = "最多可以延长 {n} 期。", "{n} installments or fewer are possible.";
    none_more = "已经不能再延长。", "It cannot be extended any further.";
    from_date(date: &str) = "{date}起可以申请。", "You can ask from {date}.";
    pay_first(amount: &str) = "先还上 {amount}就可以申请。", "Pay {amount} first, then you can ask.";
    after_paid(n: u32) = "还满 {n} 期后可以申请。", "You can ask once {n} installments are paid.";
    wait_for_open = "等那份申请有结果，或先撤回它。", "Wait for that request, or withdraw it first.";
    attach = "请在下面附上材料。", "Attach them below.";
}

/// The rule and the figure that meets or breaks it.
#[must_use]
pub fn rule(l: Language, outcome: &RuleOutcome) -> String {
    let figure = measure(l, &outcome.figure);
    let limit = measure(l, &outcome.limit);
    let counts = (count(&outcome.figure), count(&outcome.limit));
    match outcome.rule {
        Rule::LoanActive => loan_active(l).to_owned(),
        Rule::OneOpenRequest => one_open(l).to_owned(),
        Rule::DaysBeforeDue => days_before(l, &figure, &limit),
        Rule::InstallmentsPaid => paid(l, counts.0, counts.1),
        Rule::ChangesInAll => changes_all(l, counts.0, counts.1),
        Rule::ChangesAYear => changes_year(l, counts.0, counts.1),
        Rule::ExtensionCap => cap(l, &figure, &limit),
        Rule::Arrears => arrears(l, &figure, &limit),
        Rule::GuarantorsConsent => consent(l, counts.0, counts.1),
        Rule::Documents => documents(l).to_owned(),
        Rule::PortfolioCap => portfolio(l).to_owned(),
        Rule::WatchPeriod => watch(l, &limit),
    }
}

/// What would make a broken rule hold.
#[must_use]
pub fn way_out(l: Language, outcome: &RuleOutcome) -> Option<String> {
    match (outcome.rule, outcome.would_hold_with.as_ref()?) {
        (Rule::OneOpenRequest, _) => Some(wait_for_open(l).to_owned()),
        (Rule::Documents, _) => Some(attach(l).to_owned()),
        (Rule::InstallmentsPaid, Measure::Count(n)) => Some(after_paid(l, *n)),
        (_, Measure::Installments(0)) => Some(none_more(l).to_owned()),
        (_, Measure::Installments(n)) => Some(at_most(l, *n)),
        (_, Measure::Date(on)) => Some(from_date(l, &language::date(l, *on))),
        (_, Measure::Amount(amount)) => Some(pay_first(l, &language::money(l, *amount))),
        _ => None,
    }
}

/// The rule and the way out in one breath.
#[must_use]
pub fn sentence(l: Language, outcome: &RuleOutcome) -> String {
    let rule = rule(l, outcome);
    match (way_out(l, outcome), l) {
        (None, _) => rule,
        (Some(way), Language::Chinese) => format!("{rule}。{way}"),
        (Some(way), Language::English) => format!("{rule}. {way}"),
    }
}

/// Lines of a list of rules, as markup.
#[must_use]
pub fn lines<'o>(l: Language, outcomes: impl Iterator<Item = &'o RuleOutcome>) -> String {
    let mut to = Markup::default();
    for outcome in outcomes {
        let (class, word) = if outcome.holds {
            ("al-checks__rule al-checks__rule--holds", holds(l))
        } else {
            ("al-checks__rule al-checks__rule--fails", fails(l))
        };
        to.open("li", class);
        to.leaf("span", "al-checks__word", word);
        to.open("span", "");
        to.text(&rule(l, outcome));
        if let Some(way) = way_out(l, outcome) {
            to.text(" ");
            to.leaf("span", "al-checks__way", &way);
        }
        to.close("span");
        to.close("li");
    }
    to.into_string()
}

fn count(measure: &Measure) -> u32 {
    match measure {
        Measure::Count(n) | Measure::Installments(n) => *n,
        _ => 0,
    }
}

fn measure(l: Language, measure: &Measure) -> String {
    match measure {
        Measure::Count(n) | Measure::Installments(n) => n.to_string(),
        Measure::Days(n) => language::days(l, *n),
        Measure::Date(on) => language::date(l, *on),
        Measure::Amount(amount) => language::money(l, *amount),
        Measure::Share(share) => language::percent(l, *share),
        Measure::Documents(_) | Measure::Yes(_) => String::new(),
    }
}
