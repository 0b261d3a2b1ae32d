//! A portal with a database of its own, a clock that stands still, and its provider's server.

use std::{path::PathBuf, str::FromStr, sync::OnceLock, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Parser;
use lending::{event::EventKind, language::Language, terms::Terms};
use secrecy::SecretString;
use serde_json::{Value, json};
use server::{
    Actor, Portal,
    clock::Clock,
    config::{LenderSettings, ServeSettings},
    db,
    files::FileStore,
    http::{machine, protect},
    identity::SignedInPerson,
    ids::{BorrowerId, LoanId, PersonId, SessionId},
    keys::Keys,
    loans::{NewEvent, record},
    payments::sandbox,
    portal::Parts,
};
use sqlx::{
    ConnectOptions, Connection, PgPool,
    postgres::{PgConnectOptions, PgConnection},
};
use tokio::{net::TcpListener, sync::watch};
use uuid::Uuid;

/// Where every test's clock stands at first: noon of 22 November 2026 in Shanghai.
pub const NOW: &str = "2026-11-22T04:00:00Z";

pub struct TestPortal {
    pub portal: Portal,
    folder: PathBuf,
    database: String,
    stop: watch::Sender<bool>,
}

/// The settings as `--help` documents them, all at their defaults.
#[derive(Parser)]
struct Defaults {
    #[command(flatten)]
    settings: ServeSettings,
}

impl TestPortal {
    /// A migrated, empty portal; its machine routes and the sandbox provider listen on ports of their own.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with other settings: real doors for messages, another lender.
    pub async fn start_with(change: impl FnOnce(&mut Parts)) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let database = fresh_database().await;
        let folder = std::env::temp_dir().join(format!("afterloan-{database}"));
        let (ours, theirs) = (listen().await, listen().await);
        let url = |listener: &TcpListener| format!("http://{}", listener.local_addr().expect("an address"));
        let settings = Defaults::try_parse_from(["test"]).expect("defaults").settings;
        let serving = options("DATABASE_URL").database(&database);
        let mut parts = Parts {
            pool: PgPool::connect_with(serving).await.expect("the serving role connects"),
            clock: Clock::manual(Tz::Asia__Shanghai, moment(NOW)),
            keys: Keys::try_new(SecretString::from("a secret of the tests, thirty-two long")).expect("long enough"),
            lender: LenderSettings { public_url: url(&ours), ..settings.lender },
            messages: settings.messages,
            files: FileStore::local(&folder).expect("a folder"),
            upload_limit_bytes: settings.upload_limit_bytes,
            trusted_proxies: 0,
            demo: true,
            sandbox_url: url(&theirs),
            http: reqwest::Client::builder().timeout(Duration::from_secs(20)).build().expect("a client"),
        };
        change(&mut parts);
        let portal = Portal::new(parts);
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(sandbox::serve(portal.clone(), theirs, stopped));
        let routes = protect(machine::routes(portal.clone()));
        tokio::spawn(async move { axum::serve(ours, routes).await });
        Self { portal, folder, database, stop }
    }

    /// Where its files are stored.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// The clock stands at this moment.
    pub fn set_clock(&self, rfc3339: &str) {
        self.portal.clock.set(moment(rfc3339));
    }

    pub fn pass(&self, time: chrono::TimeDelta) {
        self.portal.clock.set(self.portal.clock.now() + time);
    }

    /// From now on nobody answers at the payment provider's.
    pub async fn end_provider(&self) {
        let _ = self.stop.send(true);
        for _ in 0..100 {
            if self.portal.http.get(&self.portal.sandbox_url).send().await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the provider still answers");
    }

    /// A person who acts for a borrower of their own.
    pub async fn person(&self) -> SignedInPerson {
        let (person_id, borrower_id) = (PersonId::fresh(), BorrowerId::fresh());
        let mut tx = self.portal.begin(Actor::System).await.expect("begin");
        for statement in [
            "insert into person (person_id, reference, name) values ($1, $1::text, '王建国') returning $2::uuid",
            "insert into borrower (borrower_id, reference, kind, name) values ($2, $2::text, 'person', '王建国') returning $1::uuid",
            "insert into membership (person_id, borrower_id, role) values ($1, $2, 'self')",
        ] {
            sqlx::query(statement).bind(person_id.0).bind(borrower_id.0).execute(&mut *tx).await.expect("a borrower");
        }
        tx.commit().await.expect("commit");
        SignedInPerson {
            session_id: SessionId::fresh(),
            person_id,
            borrower_id,
            name: "王建国".to_owned(),
            borrower_name: "王建国".to_owned(),
            borrowers: 1,
            language: Language::Chinese,
        }
    }

    /// A loan of 120,000 at 4.35 % over 12 months from 15 June 2026, with `changed` fields of its terms.
    pub async fn loan(&self, who: &SignedInPerson, changed: Value) -> LoanId {
        let mut terms = json!({
            "currency": "CNY", "principal": "120000.00", "annual_rate": "0.0435", "method": "equal_installment",
            "installments": 12, "disbursed_on": "2026-06-15", "first_due_on": "2026-07-15",
        });
        for (field, value) in changed.as_object().into_iter().flatten() {
            terms[field] = value.clone();
        }
        lending::profiles::named::spell_out(&mut terms).expect("a profile");
        let terms: Terms = serde_json::from_value(terms).expect("terms");
        let loan_id = LoanId::fresh();
        let mut tx = self.portal.begin(Actor::System).await.expect("begin");
        sqlx::query(
            "insert into loan (borrower_id, loan_id, number, product, terms, currency, status, outstanding_principal, final_due_on,
                               projected_on)
             values ($1, $2, $3, 'equipment', $4, $5, 'active', $6, '2027-06-15', '2026-06-15')",
        )
        .bind(who.borrower_id.0)
        .bind(loan_id.0)
        .bind(&loan_id.0.simple().to_string()[24..])
        .bind(serde_json::to_value(&terms).expect("terms"))
        .bind(terms.currency().code())
        .bind(terms.principal().amount())
        .execute(&mut *tx)
        .await
        .expect("a loan");
        tx.commit().await.expect("commit");
        self.event(who, loan_id, terms.disbursed_on(), EventKind::Disbursement { amount: None }).await;
        loan_id
    }

    /// Something that happens to a loan by another road than the one under test.
    pub async fn event(&self, who: &SignedInPerson, loan_id: LoanId, on: chrono::NaiveDate, kind: EventKind) {
        let mut tx = self.portal.begin(Actor::System).await.expect("begin");
        let mut loan = record::lock(&mut tx, who.borrower_id, loan_id).await.expect("a loan");
        let new = NewEvent { id: Uuid::now_v7().to_string(), on, kind };
        record::record(&mut tx, &mut loan, new, self.portal.clock.today(), self.portal.clock.now())
            .await
            .expect("recorded");
        tx.commit().await.expect("commit");
    }

    /// How many rows a table has, for the system.
    pub async fn count(&self, table: &'static str) -> i64 {
        let mut tx = self.portal.begin(Actor::System).await.expect("begin");
        let statement = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        sqlx::query_scalar(statement).fetch_one(&mut *tx).await.expect("a count")
    }

    /// What only a migration or an operator may do.
    pub async fn as_owner(&self, statement: &str) {
        let mut owner = self.owner().await;
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut owner).await.expect("done");
    }

    /// The owner of its tables, who sees every row.
    pub async fn owner(&self) -> PgConnection {
        let options = options("DATABASE_OWNER_URL").database(&self.database);
        PgConnection::connect_with(&options).await.expect("the owner connects")
    }

    /// Nobody gets into the database, and whoever is in it is put out.
    pub async fn shut_database(&self) {
        let database = &self.database;
        self.as_super(&format!("alter database {database} allow_connections false")).await;
        self.as_super(&format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'"))
            .await;
    }

    pub async fn open_database(&self) {
        self.as_super(&format!("alter database {} allow_connections true", self.database)).await;
    }

    async fn as_super(&self, statement: &str) {
        let mut it = PgConnection::connect_with(&options("DATABASE_SUPER_URL")).await.expect("the superuser connects");
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut it).await.expect("done");
    }

    /// Ledger, replay and projection tell the same of every loan.
    pub async fn assert_books_agree(&self) {
        let report = server::loans::verify::verify(&self.portal).await.expect("verified");
        assert_eq!(report.differences, Vec::<String>::new());
    }
}

impl Drop for TestPortal {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        let _ = std::fs::remove_dir_all(&self.folder);
        // The pool closes beside us; the database is dropped by force, on a thread that may wait.
        let database = self.database.clone();
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut owner = owner().await;
                let statement = sqlx::AssertSqlSafe(format!("drop database if exists {database} with (force)"));
                let _ = sqlx::query(statement).execute(&mut owner).await;
            });
            Ok::<(), std::io::Error>(())
        });
        let _ = dropped.join();
    }
}

pub fn moment(rfc3339: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(rfc3339).expect("a moment").to_utc()
}

async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port")
}

fn options(variable: &str) -> PgConnectOptions {
    let url = std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set; run scripts/with-postgres cargo test"));
    PgConnectOptions::from_str(&url).expect("a PostgreSQL address").disable_statement_logging()
}

async fn owner() -> PgConnection {
    PgConnection::connect_with(&options("DATABASE_OWNER_URL")).await.expect("the owner connects")
}

/// Copies of one migrated database, made once a run: migrating each would take most of a test's time.
async fn fresh_database() -> String {
    static TEMPLATE: OnceLock<tokio::sync::OnceCell<String>> = OnceLock::new();
    static COPYING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let template = TEMPLATE.get_or_init(tokio::sync::OnceCell::new).get_or_init(template).await;
    // A template can be copied by one at a time.
    let _one = COPYING.lock().await;
    let name = format!("it_{}", Uuid::now_v7().simple());
    let statement = sqlx::AssertSqlSafe(format!("create database {name} template {template}"));
    sqlx::query(statement).execute(&mut owner().await).await.expect("a database");
    name
}

async fn template() -> String {
    let name = format!("it_template_{}", std::process::id());
    let mut owner = owner().await;
    for statement in [format!("drop database if exists {name} with (force)"), format!("create database {name}")] {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut owner).await.expect("a template");
    }
    let pool = PgPool::connect_with(options("DATABASE_OWNER_URL").database(&name)).await.expect("the template");
    db::migrate(&pool).await.expect("migrated");
    pool.close().await;
    name
}
