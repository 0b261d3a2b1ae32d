//! Addresses as people change them and as machines guess them: queries and ids of every page.

use std::collections::BTreeSet;

use app::access::{RULES, Rule, Who};
use server::{Role, http::encode, ids::FormKey};

use super::{
    browser::Browser,
    money,
    states::{Scene, State},
    verdict::short,
    world::World,
};

/// Parameters that stand in no link of a page, because a form's answer leads to them.
const OF_ANSWERS: &[&str] =
    &["after", "before", "next", "done", "saved", "sent", "out", "kept", "choice", "amount", "then", "form_key"];

/// What may stand in any parameter of an address, encoded already.
fn values() -> Vec<String> {
    let mark = "00000000000000000000000000000000";
    let plain = [
        "",
        " ",
        "\0",
        "a\0b",
        "\u{7}",
        "-1",
        "0",
        "1e30",
        "99999999999999999999",
        "NaN",
        "everything",
        "😀",
        "\u{202e}001",
        "'; drop table loan; --",
        "%' or '1'='1",
        "\\",
        "%",
        "_",
        "\"><script>alert(1)</script>",
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/loans\r\nSet-Cookie: a=b",
        "2026-02-30",
        "other",
        "１００．５０",
    ];
    let mut values: Vec<String> = plain.iter().map(|value| encode(value)).collect();
    // Places in lists: days that do not exist or that no database knows, moments beyond all time.
    for day in ["2026-02-30", "2026-13-01", "-262143-01-01", "-4800-01-01", "+262142-12-31", "0000-00-00"] {
        values.push(encode(&format!("{day}_due_{mark}")));
    }
    for moment in [
        "-8000000000000000000",
        "-300000000000000000",
        "8000000000000000000",
        "9223372036854775807",
        "-9223372036854775808",
        "0",
    ] {
        values.push(encode(&format!("{moment}.req_{mark}")));
        values.push(encode(&format!("{moment}-{mark}")));
    }
    for kind in ["due", "bor", "req", "msg", "form"] {
        values.push(format!("{kind}_{mark}"));
    }
    // What is no UTF-8, is not even encoded, or has no end.
    values.extend(["%ff%fe", "%c0%80", "%", "%zz", "%u0041"].map(str::to_owned));
    // Together less than what a server takes for an address.
    values.push("x".repeat(2_000));
    values
}

/// What may stand where an id belongs.
fn ids() -> Vec<String> {
    let kinds = ["loan", "pay", "req", "file", "due", "upl", "bor", "ses"];
    let mut ids: Vec<String> = kinds.iter().map(|kind| format!("{kind}_{}", FormKey::fresh().0.simple())).collect();
    ids.extend(
        [
            "x",
            "0",
            "-1",
            "%00",
            "a%00b",
            "%ff",
            "%c0%80",
            "%2e%2e",
            "..%2f..%2fetc",
            "%F0%9F%98%80",
            "%E2%80%AE1",
            "%27",
            "loan_",
            "%20",
            "%0d%0aX:y",
        ]
        .map(str::to_owned),
    );
    ids.push("x".repeat(10_000));
    ids
}

/// One page, with somebody who may read it.
struct Reader {
    rule: &'static Rule,
    browser: Browser,
    address: String,
}

async fn readers(world: &World) -> Vec<Reader> {
    let paying = money::scene(State::PaymentUnderWay, world).await;
    let (who, loan) = (paying.of.person.clone().expect("a person"), paying.of.loan.expect("a loan"));
    let settled = world.settled(&who).await;
    let request = world.request(&who, loan).await;
    let due = world.due(&who).await;
    let upload = world.upload(&who, due).await;
    let file = world.read("select 'file_' || replace(file_id::text, '-', '') from file limit 1").await;
    let code_sent = State::CodeSent.scene(world).await;
    let second = State::SecondFactor.scene(world).await;
    let colleague = crate::visitors::colleague(&world.test, Role::ALL).await;
    let desk = world.browser_at_desk(&colleague).await;
    let reads = |rule: &'static Rule| {
        let id = match rule.path {
            "/loans/{id}/settlement" => settled.to_string(),
            p if p.starts_with("/loans/") => loan.to_string(),
            p if p.starts_with("/payments/") => paying.of.payment.map(|id| id.to_string()).unwrap_or_default(),
            p if p.contains("/requests/") => request.to_string(),
            "/desk/borrowers/{id}" => who.borrower_id.to_string(),
            "/financials/{id}" => due.to_string(),
            "/desk/financials/{id}" => upload.to_string(),
            _ => file.clone(),
        };
        let of = |scene: &Scene| scene.browser.clone();
        let browser = match (rule.get?, rule.path) {
            (_, "/sign-in/code") => of(&code_sent),
            (_, "/desk/sign-in/second") => of(&second),
            (Who::Anyone | Who::Demo, _) => world.nobody(),
            (Who::Person, _) => of(&paying),
            (Who::Staff(_), _) => desk.clone(),
        };
        Some(Reader { rule, browser, address: rule.path.replace("{id}", &id) })
    };
    RULES.iter().filter_map(reads).collect()
}

/// All that is wrong with what pages answer to odd addresses.
pub async fn walk() -> Vec<String> {
    let world = World::start().await;
    let readers = readers(&world).await;
    let mut faults = Vec::new();
    let mut names: BTreeSet<String> = OF_ANSWERS.iter().map(|name| (*name).to_owned()).collect();
    for reader in &readers {
        let answer = reader.browser.get(&reader.address).await;
        if !answer.status.is_success() {
            faults.push(format!("{} answers {} {}", reader.rule.path, answer.status, answer.location));
        }
        let page = answer.page();
        names.extend(page.links().filter_map(|link| link.split_once('?')).flat_map(|(_, query)| names_in(query)));
        let searches = page.forms.iter().filter(|form| form.method == "get");
        names.extend(searches.flat_map(|form| form.fields.iter().map(|field| field.name.clone())));
    }
    let before = world.rows().await;
    for reader in &readers {
        for value in values() {
            let query: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
            faults.extend(get(reader, &format!("{}?{}", reader.address, query.join("&"))).await);
        }
        faults.extend(get(reader, &format!("{}?{}", reader.address, "a[]=1&=&&%00=%00;".repeat(50))).await);
    }
    for reader in readers.iter().filter(|reader| reader.rule.path.contains("{id}")) {
        for id in ids() {
            faults.extend(unknown(reader, &reader.rule.path.replace("{id}", &id)).await);
        }
    }
    let mut now = world.rows().await;
    // Who looked at whose papers is written down.
    now.retain(|table, rows| table != "audit" && before.get(table) != Some(rows));
    if !now.is_empty() {
        faults.push(format!("reading pages changed {:?}", now.keys()));
    }
    faults
}

fn names_in(query: &str) -> Vec<String> {
    let query = query.split('#').next().unwrap_or(query);
    query.split('&').filter_map(|pair| pair.split('=').next()).map(str::to_owned).collect()
}

/// The page, a redirect of ours, or 4xx.
async fn get(reader: &Reader, address: &str) -> Vec<String> {
    let answer = reader.browser.get(address).await;
    let mut faults = Vec::new();
    let elsewhere =
        answer.status.is_redirection() && (!answer.location.starts_with('/') || answer.location.starts_with("//"));
    if answer.status.is_server_error() || elsewhere {
        faults.push(format!("{} answers {} {}", short(address), answer.status, answer.location));
    }
    if answer.body.contains('\0') || answer.body.contains("<script>alert(1)") {
        faults.push(format!("{} shows what is no text, or markup", short(address)));
    }
    faults
}

/// What is not there: nothing else may come of it, to read or to send to.
async fn unknown(reader: &Reader, address: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let read = reader.browser.get(address).await;
    if !read.status.is_client_error() {
        faults.push(format!("GET {} answers {} {}", short(address), read.status, read.location));
    }
    if reader.rule.post.is_some() {
        let kind = Some("application/x-www-form-urlencoded");
        let sent = reader.browser.send(address, kind, b"act=cancel&step=check&choice=due".to_vec()).await;
        if !sent.status.is_client_error() {
            faults.push(format!("POST {} answers {} {}", short(address), sent.status, sent.location));
        }
    }
    faults
}
