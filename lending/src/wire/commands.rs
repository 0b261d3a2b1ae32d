//! One function a command: read, compute, write.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::allocation::{Amounts, Due, allocate};
use crate::calendar::within_years;
use crate::day_count::{DayCount, Setting, YearSplit, actual};
use crate::event::Event;
use crate::explain::{Figure, explain};
#[cfg(feature = "financials")]
use crate::financials::{Covenant, CovenantJson, Judgement, SettingsJson, Statement, StatementJson, judge};
use crate::modification::{Change, compare};
use crate::money::{Currency, Money};
use crate::policy::{self, History, Policy};
use crate::prepayment::payoff;
use crate::replay::replay;
use crate::terms::{AllocationTerms, Component, Terms, TermsJson, Timing};
use crate::{LendingError, MAX_INSTALLMENTS, schedule};

/// Names of the commands.
pub(super) const NAMES: &[&str] = &[
    "schedule",
    "replay",
    "modify",
    "payoff",
    "days",
    "apr",
    "allocate",
    "explain",
    "policy",
    #[cfg(feature = "financials")]
    "statement",
    #[cfg(feature = "profiles")]
    "table",
    #[cfg(feature = "profiles")]
    "simple",
    #[cfg(feature = "profiles")]
    "fineract",
    #[cfg(feature = "profiles")]
    "fineract_life",
    #[cfg(feature = "profiles")]
    "fineract_charges",
];

pub(super) fn answer(command: &str, line: &str) -> Result<String, LendingError> {
    match command {
        "schedule" => {
            let input: ScheduleInput = read(line)?;
            write(&schedule::build(&Terms::try_from(input.terms)?.as_new()?)?)
        }
        "replay" => {
            let input: ReplayInput = read(line)?;
            let (terms, events) = loan(input.terms, &input.events)?;
            write(&replay(&terms, &events, input.as_of)?)
        }
        "modify" => {
            let input: ModifyInput = read(line)?;
            let (terms, events) = loan(input.terms, &input.events)?;
            write(&compare(&terms, &events, input.on, &input.change)?)
        }
        "payoff" => {
            let input: PayoffInput = read(line)?;
            let (terms, events) = loan(input.terms, &input.events)?;
            write(&payoff(&terms, &events, input.on)?)
        }
        "days" => days(&read(line)?),
        "apr" => write(&AprAnswer { rate: crate::apr::rate(&read(line)?)? }),
        #[cfg(feature = "profiles")]
        "table" => write(&TableAnswer { rows: crate::profiles::table::rows(&read(line)?)? }),
        #[cfg(feature = "profiles")]
        "simple" => write(&crate::profiles::simple::settlement(&read(line)?)?),
        #[cfg(feature = "profiles")]
        "fineract" => write(&ProfileAnswer { rows: crate::profiles::fineract::schedule(&read(line)?)? }),
        #[cfg(feature = "profiles")]
        "fineract_life" => {
            let input: LifeInput = read(line)?;
            write(&crate::profiles::fineract::life::replay(&input.product, &input.events)?)
        }
        #[cfg(feature = "profiles")]
        "fineract_charges" => {
            write(&ChargesAnswer { charges: crate::profiles::fineract::charges::overdue_charges(&read(line)?)? })
        }
        "allocate" => allocate_line(&read(line)?),
        "explain" => {
            let input: ExplainInput = read(line)?;
            let (terms, events) = loan(input.terms, &input.events)?;
            write(&explain(&terms, &events, input.as_of, input.figure, input.n)?)
        }
        "policy" => {
            let input: PolicyInput = read(line)?;
            let (terms, events) = loan(input.loan.terms, &input.loan.events)?;
            let facts = policy::facts(&terms, &events, input.on, &input.loan.history)?;
            let rules = policy::evaluate(&input.policy, &facts, &input.change, input.on);
            let largest_extension = policy::largest_extension(&input.policy, &facts);
            write(&PolicyAnswer { allowed: policy::allowed(&rules), rules, largest_extension })
        }
        #[cfg(feature = "financials")]
        "statement" => write(&judgement(read(line)?)?),
        other => {
            let reason = format!("unknown command `{other}`, expected one of {}", NAMES.join(", "));
            Err(LendingError::Input { field: "command".to_owned(), reason })
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleInput {
    terms: TermsJson,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplayInput {
    terms: TermsJson,
    #[serde(default)]
    events: Vec<Value>,
    as_of: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModifyInput {
    terms: TermsJson,
    #[serde(default)]
    events: Vec<Value>,
    on: NaiveDate,
    change: Change,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PayoffInput {
    terms: TermsJson,
    #[serde(default)]
    events: Vec<Value>,
    on: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExplainInput {
    terms: TermsJson,
    #[serde(default)]
    events: Vec<Value>,
    as_of: NaiveDate,
    figure: Figure,
    #[serde(default)]
    n: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyInput {
    #[serde(default)]
    policy: Policy,
    loan: PolicyLoan,
    change: Change,
    on: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyLoan {
    terms: TermsJson,
    #[serde(default)]
    events: Vec<Value>,
    #[serde(default)]
    history: History,
}

#[derive(Serialize)]
struct PolicyAnswer {
    allowed: bool,
    rules: Vec<policy::RuleOutcome>,
    largest_extension: u32,
}

#[cfg(feature = "financials")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementInput {
    statement: StatementJson,
    #[serde(default)]
    previous: Option<StatementJson>,
    #[serde(default)]
    covenants: Vec<CovenantJson>,
    #[serde(default)]
    settings: SettingsJson,
}

#[cfg(feature = "financials")]
fn judgement(input: StatementInput) -> Result<Judgement, LendingError> {
    let statement = Statement::read(input.statement, "statement")?;
    let previous = input.previous.map(|json| Statement::read(json, "previous")).transpose()?;
    let covenants = Covenant::read(input.covenants)?;
    judge(&statement, previous.as_ref(), &covenants, &input.settings.try_into()?)
}

fn read<T: DeserializeOwned>(line: &str) -> Result<T, LendingError> {
    #[cfg(feature = "profiles")]
    let line = &crate::profiles::named::spelled_out(line)?;
    serde_json::from_str(line).map_err(|e| LendingError::from_json(&e, ""))
}

fn write<T: Serialize>(answer: &T) -> Result<String, LendingError> {
    serde_json::to_string(answer).map_err(|e| LendingError::from_json(&e, ""))
}

fn loan(terms: TermsJson, events: &[Value]) -> Result<(Terms, Vec<Event>), LendingError> {
    let terms = Terms::try_from(terms)?.as_new()?;
    let mut read = Vec::with_capacity(events.len());
    for (k, json) in events.iter().enumerate() {
        let mut event = Event::parse(json, terms.currency())?;
        // Without a sequence, events of one day count in the order they are given.
        if json.get("seq").is_none() {
            event.seq = u32::try_from(k).unwrap_or(u32::MAX);
        }
        read.push(event);
    }
    Ok((terms, read))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DaysInput {
    day_count: DayCount,
    from: NaiveDate,
    to: NaiveDate,
    #[serde(default)]
    maturity: Option<NaiveDate>,
    #[serde(default)]
    reference: Option<Reference>,
    #[serde(default)]
    year_split: YearSplit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    from: NaiveDate,
    to: NaiveDate,
    per_year: u32,
}

#[derive(Serialize)]
struct DaysAnswer {
    days: i64,
    fraction: String,
}

fn days(input: &DaysInput) -> Result<String, LendingError> {
    within_years(input.from, "from")?;
    within_years(input.to, "to")?;
    if input.to < input.from {
        return Err(LendingError::Input {
            field: "to".to_owned(),
            reason: format!("{} is before {}", input.to, input.from),
        });
    }
    let reference = match &input.reference {
        Some(r) => {
            within_years(r.from, "reference")?;
            Some((r.from, within_years(r.to, "reference")?, r.per_year))
        }
        None => None,
    };
    let setting = Setting { maturity: input.maturity, reference, year_split: input.year_split };
    let fraction = input.day_count.fraction_in(input.from, input.to, &setting);
    let days = input.day_count.days(input.from, input.to, &setting);
    write(&DaysAnswer { days, fraction: fraction.decimals(15) })
}

#[derive(Serialize)]
struct AprAnswer {
    rate: String,
}

#[cfg(feature = "profiles")]
#[derive(Serialize)]
struct TableAnswer {
    rows: Vec<crate::profiles::table::TableRow>,
}

#[cfg(feature = "profiles")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LifeInput {
    product: crate::profiles::fineract::life::LifeProduct,
    events: Vec<crate::profiles::fineract::life::LifeEvent>,
}

#[cfg(feature = "profiles")]
#[derive(Serialize)]
struct ChargesAnswer {
    charges: Vec<crate::profiles::fineract::charges::OverdueCharge>,
}

#[cfg(feature = "profiles")]
#[derive(Serialize)]
struct ProfileAnswer {
    rows: Vec<crate::profiles::fineract::ProfileRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AllocateInput {
    #[serde(default = "yuan")]
    currency: Currency,
    due: Vec<DueInput>,
    amount: String,
    on: NaiveDate,
    #[serde(default)]
    allocation: AllocationTerms,
}

fn yuan() -> Currency {
    Currency::CNY
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DueInput {
    n: u32,
    due_on: NaiveDate,
    #[serde(default)]
    penalty: Option<String>,
    #[serde(default)]
    fee: Option<String>,
    #[serde(default)]
    compound: Option<String>,
    #[serde(default)]
    interest: Option<String>,
    #[serde(default)]
    principal: Option<String>,
}

#[derive(Serialize)]
struct AllocateAnswer {
    split: Vec<BTreeMap<&'static str, Value>>,
    rest: Money,
}

fn allocate_line(input: &AllocateInput) -> Result<String, LendingError> {
    if input.due.len() > MAX_INSTALLMENTS as usize {
        return Err(LendingError::Limit { field: "due", limit: crate::Limit::Installments });
    }
    let amount = |text: &str, field: &str| {
        let reason = |reason| LendingError::Amount { field: field.to_owned(), reason };
        let money = Money::parse(text, input.currency).map_err(reason)?;
        if money.is_negative() { Err(reason(crate::money::MoneyError::Negative)) } else { Ok(money.minor()) }
    };
    let mut rows: Vec<&DueInput> = input.due.iter().collect();
    rows.sort_by_key(|d| (d.due_on, d.n));
    let mut dues = Vec::with_capacity(rows.len());
    let mut oldest = None;
    for (key, row) in rows.iter().enumerate() {
        let part = |text: &Option<String>, field| text.as_deref().map_or(Ok(0), |t| amount(t, field));
        let owed = Amounts {
            penalty: part(&row.penalty, "penalty")?,
            fee: part(&row.fee, "fee")?,
            compound: part(&row.compound, "compound")?,
            interest: part(&row.interest, "interest")?,
            principal: part(&row.principal, "principal")?,
        };
        let timing = match row.due_on.cmp(&input.on) {
            std::cmp::Ordering::Less => Timing::PastDue,
            std::cmp::Ordering::Equal => Timing::Due,
            std::cmp::Ordering::Greater => Timing::InAdvance,
        };
        if timing == Timing::PastDue && !owed.is_zero() {
            oldest.get_or_insert(row.due_on);
        }
        dues.push(Due { key, timing, owed, taken: Amounts::default() });
    }
    let past_due = oldest.map_or(0, |d| u32::try_from(actual(d, input.on)).unwrap_or(0));
    let rest = allocate(&mut dues, amount(&input.amount, "amount")?, &input.allocation, past_due);
    let money = |minor: i64| Money::of_minor(minor, input.currency);
    let split = dues.iter().filter(|d| !d.taken.is_zero()).map(|due| {
        let mut part = BTreeMap::from([("n", Value::from(rows[due.key].n))]);
        for component in Amounts::COMPONENTS {
            part.insert(name(component), Value::from(money(due.taken.get(component)).to_string()));
        }
        part
    });
    write(&AllocateAnswer { split: split.collect(), rest: money(rest) })
}

fn name(component: Component) -> &'static str {
    match component {
        Component::Penalty => "penalty",
        Component::Fee => "fee",
        Component::Compound => "compound",
        Component::Interest => "interest",
        Component::Principal => "principal",
    }
}
