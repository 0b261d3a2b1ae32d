//! What has happened at the demo's desk before anybody looks: requests filed, asked about and rejected,
//! a statement to review. All of it through the services that people use.

use bytes::Bytes;
use lending::{language::Language, modification::Change};

use super::{cast, people::DemoStaff, store};
use crate::{
    Actor, Error, Portal, Result, financials,
    identity::{SignedInPerson, SignedInStaff},
    ids::{FormKey, LoanId, RequestId, SessionId},
    requests::{self, Filing, Seen, SentDocument, options},
};

/// The loan of the cast with a request that was rejected.
const REJECTED: &str = "LN20244821";
/// Requests of others that are not decided; about the last one a question is asked.
const OPEN: usize = 4;

const ORDER: &str = "订单,客户,原定交付,现在交付\nPO-1182,长江阀门,2026-10-15,2027-01-20\n";
const INCOME: &str = "项目,本期金额（元）\n营业收入,1826400.00\n营业成本,1411250.00\n利润总额,172930.00\n";

/// A loan and somebody who may act on it.
pub(super) struct Party {
    pub number: String,
    pub loan_id: LoanId,
    pub person: SignedInPerson,
}

/// Lets people and colleagues act.
pub(super) async fn open(portal: &Portal, officer: &DemoStaff) -> Result<()> {
    financials::job::plan(portal).await?;
    let mut tx = portal.begin(Actor::System).await?;
    let parties = store::list_parties(&mut tx, portal.clock.today()).await?;
    let staff_id = store::find_staff(&mut tx, officer.email).await?;
    let waiting = store::find_statement(&mut tx, REJECTED).await?;
    tx.commit().await?;
    let officer = SignedInStaff {
        session_id: SessionId::fresh(),
        staff_id,
        name: officer.name.to_owned(),
        language: Language::Chinese,
        roles: officer.roles.to_vec(),
    };
    if let Some(party) = parties.iter().find(|party| party.number == REJECTED)
        && let Some(id) = ask_for(portal, party, Change::extend(12), "今年订单少，想把月供降下来。").await?
    {
        requests::claim(portal, &officer, id).await?;
        let reason = "近六个月的流水显示还款能力没有变化，暂不需要延长。收入下降时请带上近期流水再申请。";
        requests::reject(portal, &officer, id, reason).await?;
    }
    let mut filed = Vec::new();
    for party in parties.iter().filter(|party| !cast::has_loan(&party.number)) {
        if filed.len() == OPEN {
            break;
        }
        filed.extend(ask_for(portal, party, Change::extend(6), "下游客户延期付款，订单和对账单附后。").await?);
    }
    if let Some(id) = filed.last() {
        requests::claim(portal, &officer, *id).await?;
        requests::ask(portal, &officer, *id, "预计哪个月收回这笔货款？请附上新的付款约定。").await?;
    }
    if let Some((due_id, person)) = waiting {
        let content = Bytes::from_static(INCOME.as_bytes());
        financials::upload(portal, &person, due_id, FormKey::fresh(), "利润表.csv", &content).await?;
    }
    Ok(())
}

/// Files a request as its borrower would; `None` when policy refuses it for this loan.
async fn ask_for(portal: &Portal, party: &Party, change: Change, reason: &str) -> Result<Option<RequestId>> {
    let found = options::find(portal, &party.person, party.loan_id).await?;
    let Ok(shown) = lending::modification::compare(&found.loan.terms, &found.loan.events, found.today, &change) else {
        return Ok(None);
    };
    let filing = Filing {
        loan_id: party.loan_id,
        change,
        reason: reason.to_owned(),
        seen: Seen { input_hash: shown.input_hash, result_hash: shown.result_hash },
        documents: vec![SentDocument {
            name: "订单延期.csv".to_owned(),
            content: Bytes::from_static(ORDER.as_bytes()),
        }],
        form_key: FormKey::fresh(),
    };
    match requests::file(portal, &party.person, filing).await {
        Ok(id) => Ok(Some(id)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
