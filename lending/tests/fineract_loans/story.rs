//! A history of the source, as terms and events of the portal.

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{decimal, engine, product, text};

/// A loan with what happened to it, up to one of its events.
pub struct Story {
    pub terms: Value,
    pub events: Vec<Value>,
    pub as_of: NaiveDate,
}

fn day(value: &Value) -> Result<NaiveDate, String> {
    text(value).parse().map_err(|_| format!("{value} is no date"))
}

impl Story {
    /// The first events of a case. An error is what the portal has no word for.
    pub fn of(input: &Value, count: usize) -> Result<Story, String> {
        let all = input["events"].as_array().ok_or("events")?;
        let so_far = &all[..count.min(all.len())];
        let product = product::product(input)?;
        let terms = terms(&product, so_far)?;
        let (events, taken_down) = (Vec::new(), Vec::new());
        let mut told = Telling { product: &product, terms: &terms, events, today: None, run: None, taken_down };
        for event in so_far {
            told.tell(event)?;
        }
        let first = day(&terms["disbursed_on"])?;
        let last = told.events.iter().filter_map(|e| day(&e["on"]).ok()).max().unwrap_or(first);
        let as_of = told.run.unwrap_or(last).max(last);
        let events = told.events;
        Ok(Story { terms, events, as_of })
    }
}

/// The terms: a named profile, and what the source's product says otherwise.
fn terms(product: &Value, events: &[Value]) -> Result<Value, String> {
    let paid_out: Vec<&Value> = events.iter().filter(|e| e["type"] == "disburse").collect();
    let days = paid_out.iter().map(|e| day(&e["date"])).collect::<Result<Vec<_>, _>>()?;
    let first = days.into_iter().min().ok_or("nothing is paid out")?;
    let (mut principal, mut tranches) = (Decimal::ZERO, Vec::new());
    for event in paid_out {
        if day(&event["date"])? == first {
            principal += decimal(&event["amount"])?;
        } else {
            tranches.push(json!({"on": event["date"], "principal": event["amount"]}));
        }
    }
    let (every, unit) = (product["every"].as_u64().ok_or("every")?, text(&product["unit"]));
    let due = match unit.as_str() {
        "day" => first.checked_add_days(chrono::Days::new(every)),
        "week" => first.checked_add_days(chrono::Days::new(7 * every)),
        "month" => first.checked_add_months(Months::new(every as u32)),
        _ => first.checked_add_months(Months::new(12 * every as u32)),
    };
    let day_count = match (product["days_in_month"].as_u64(), product["days_in_year"].as_u64()) {
        (Some(30), Some(360)) => "30/360",
        (Some(30), Some(365)) => "30/365",
        (None, Some(360)) => "ACT/360",
        (None, Some(364)) => "ACT/364",
        (None, Some(365)) => "ACT/365F",
        (None, None) => "ACT/actual-year",
        other => return Err(format!("days {other:?}")),
    };
    let progressive = product["generator"] == "progressive";
    let rules = product["rules"].as_array().ok_or("rules")?;
    let usual = rules.iter().find(|r| r["types"].as_array().is_none_or(Vec::is_empty)).ok_or("rules")?;
    let others: Vec<&Value> = rules.iter().filter(|r| r["types"].as_array().is_some_and(|t| !t.is_empty())).collect();
    let mut terms = json!({
        "profile": if progressive { "fineract" } else { "fineract_cumulative" },
        "currency": product["currency"], "principal": principal.to_string(), "annual_rate": product["annual_rate"],
        "method": if product["flat"] == true { "flat" } else { "equal_installment" },
        "installments": product["installments"], "every": every, "unit": unit,
        "disbursed_on": first, "first_due_on": due.ok_or("a first due date")?,
        "interest": if product["by_period"] == true { "by_period" } else { "by_day" }, "day_count": day_count,
        "year_split": product["year_split"], "installment_multiple": product["installment_multiple"],
        "down_payment": product["down_payment"], "tranches": tranches, "allocation": usual["allocation"],
        "conventions": {
            "recalculates": product["recalculates"], "rest": product["rest"], "payoff_until": product["payoff_until"],
            "no_interest_on_past_due": product["no_interest_on_past_due"],
            "partial_period_interest": product["partial_period_interest"], "ahead": usual["ahead"], "rules": others,
        },
    });
    if matches!(unit_of(&terms), "month" | "year") {
        terms["due_day"] = json!(first.day());
    }
    let fees = product["installment_fees"].as_array().into_iter().flatten().map(|fee| {
        let (kind, value) = match fee["of"].as_str() {
            Some("flat") => ("flat", &fee["amount"]),
            Some("principal") => ("percent_of_principal_part", &fee["share"]),
            Some("interest") => ("percent_of_interest", &fee["share"]),
            _ => ("percent_of_installment", &fee["share"]),
        };
        json!({"name": "fee", "kind": kind, "value": value, "when": "each_installment"})
    });
    terms["fees"] = json!(fees.collect::<Vec<_>>());
    Ok(terms)
}

fn unit_of(terms: &Value) -> &str {
    terms["unit"].as_str().unwrap_or_default()
}

struct Telling<'s> {
    product: &'s Value,
    terms: &'s Value,
    events: Vec<Value>,
    today: Option<NaiveDate>,
    /// The last day on which more happened than that the calendar moved.
    run: Option<NaiveDate>,
    /// Down payments that the core took by itself.
    taken_down: Vec<String>,
}

impl Telling<'_> {
    fn put(&mut self, on: &Value, mut event: Value) {
        event["id"] = json!(format!("e{}", self.events.len() + 1));
        event["on"] = on.clone();
        self.events.push(event);
    }

    fn today(&self) -> Result<NaiveDate, String> {
        self.today.ok_or_else(|| "a change without a day".to_owned())
    }

    fn tell(&mut self, event: &Value) -> Result<(), String> {
        let (on, amount) = (&event["date"], &event["amount"]);
        let number = |field: &str| text(&event[field]).parse::<u32>().map_err(|_| field.to_owned());
        match event["type"].as_str() {
            Some("business_date") => {
                self.today = Some(day(on)?);
                return Ok(());
            }
            Some("close_of_business") => {}
            Some("disburse") => self.pay_down(event)?,
            Some("repayment") => self.put(on, json!({"kind": "payment", "amount": amount})),
            Some("goodwill_credit") => self.put(on, json!({"kind": "credit", "amount": amount})),
            Some("payoff") => {
                // What the portal quotes for that day.
                let quote = json!({"terms": self.terms, "events": self.events, "on": on});
                let total = engine("payoff", &quote)?["total"].clone();
                self.put(on, json!({"kind": "prepayment", "amount": total}));
            }
            Some("credit_balance_refund") => self.put(on, json!({"kind": "refund", "amount": amount})),
            Some("add_charge") => {
                let booked = self.today.unwrap_or(day(&event["due"])?).min(day(&event["due"])?);
                if day(&event["due"])? != booked {
                    return Err("a charge booked before it is due".to_owned());
                }
                self.put(&json!(booked), json!({"kind": "charge", "name": event["charge"], "amount": amount}));
            }
            Some("undo_repayment") => self.undo(on, number("nth").unwrap_or(1))?,
            Some("interest_pause") => {
                let on = self.today()?.min(day(&event["start"])?);
                let pause = json!({"kind": "hold", "what": "interest", "from": event["start"], "to": event["end"]});
                self.put(&json!(on), pause);
            }
            Some("re_amortize") => {
                let today = json!(self.today()?);
                self.put(&today, json!({"kind": "re_amortise"}));
            }
            Some("re_age") => {
                let same = number("frequencyNumber")? == self.product["every"].as_u64().unwrap_or(0) as u32
                    && text(&event["frequencyType"]).trim_end_matches('S').eq_ignore_ascii_case(unit_of(self.terms));
                if !same {
                    return Err("re-ageing with another frequency".to_owned());
                }
                let on = json!(self.today()?.min(day(&event["startDate"])?));
                let count = number("numberOfInstallments")?;
                self.put(&on, json!({"kind": "re_age", "installments": count, "first_due_on": event["startDate"]}));
            }
            Some("reschedule") => self.reschedule(event)?,
            Some(other) => return Err(format!("{other} is no event of the portal")),
            None => return Err("type".to_owned()),
        }
        self.run = self.today;
        Ok(())
    }

    /// A down payment that the core takes by itself is a payment here, as all money.
    fn pay_down(&mut self, event: &Value) -> Result<(), String> {
        if self.product["down_payment_paid"] != true {
            return Ok(());
        }
        let quoted = json!({"terms": self.terms, "events": self.events, "as_of": event["date"]});
        let state = engine("replay", &quoted)?;
        let rows = state["rows"].as_array().ok_or("rows")?;
        let down: Decimal = rows
            .iter()
            .filter(|row| row["from"] == row["due_on"] && row["due_on"] == event["date"])
            .filter_map(|row| decimal(&row["remaining"]["total"]).ok())
            .sum();
        if down > Decimal::ZERO {
            self.put(&event["date"], json!({"kind": "payment", "amount": down.to_string()}));
            self.taken_down.push(text(&self.events[self.events.len() - 1]["id"]));
        }
        Ok(())
    }

    fn undo(&mut self, on: &Value, nth: u32) -> Result<(), String> {
        let money =
            |e: &&Value| matches!(e["kind"].as_str(), Some("payment" | "credit" | "prepayment")) && e["on"] == *on;
        let mut of_day: Vec<String> = self.events.iter().filter(money).map(|e| text(&e["id"])).collect();
        // The borrower's own come before what the core took by itself.
        of_day.sort_by_key(|id| self.taken_down.contains(id));
        let back = of_day.get((nth as usize).saturating_sub(1)).or(of_day.last()).ok_or("nothing to undo")?.clone();
        if self.events.iter().any(|e| e["of"] == back) {
            return Err("undone twice".to_owned());
        }
        self.put(on, json!({"kind": "reversal", "of": back}));
        Ok(())
    }

    fn reschedule(&mut self, event: &Value) -> Result<(), String> {
        let from = day(&event["rescheduleFromDate"])?;
        let eve = from.pred_opt().ok_or("a date")?;
        for field in event.as_object().into_iter().flatten().map(|(field, _)| field.as_str()) {
            let on = self.today.unwrap_or(from);
            let value = &event[field];
            match field {
                "type" | "rescheduleFromDate" | "submittedOnDate" => {}
                "newInterestRate" => {
                    let rate = (decimal(value)? / Decimal::ONE_HUNDRED).normalize().to_string();
                    let on = json!(on.min(from));
                    self.put(&on, json!({"kind": "rate_change", "from": from, "annual_rate": rate}));
                }
                "extraTerms" => {
                    let count = text(value).parse::<u32>().map_err(|_| field.to_owned())?;
                    let change = json!({"kind": "extension", "extra_installments": count, "from": eve});
                    self.put(&json!(on.min(eve)), json!({"kind": "modification", "change": change}));
                }
                "adjustedDueDate" => {
                    let to = day(value)?;
                    if (to.year(), to.month()) != (from.year(), from.month()) {
                        return Err("a due date moved to another month".to_owned());
                    }
                    let change = json!({"kind": "due_date", "due_day": to.day(), "from": eve});
                    self.put(&json!(on.min(eve)), json!({"kind": "modification", "change": change}));
                }
                other => return Err(format!("a reschedule with {other}")),
            }
        }
        Ok(())
    }
}
