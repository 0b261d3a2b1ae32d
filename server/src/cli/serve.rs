//! `afterloan serve` and `afterloan worker`.

use std::{net::SocketAddr, time::Duration};

use secrecy::SecretString;

use super::{Pages, args::Serve};
use crate::{
    Portal,
    clock::Clock,
    db,
    files::FileStore,
    http::{Assets, machine, protect},
    keys::Keys,
    portal::Parts,
    stamp, telemetry,
};

/// Requests in flight get this long after SIGTERM.
const DRAIN: Duration = Duration::from_secs(9);
/// What an empty demo database is filled with.
const DEMO_LOANS: usize = 60;
const DEMO_SEED: u64 = 7;
/// A demo lender's key: everything in it is made up, so its secret may be known.
const DEMO_SECRET: &str = "the demo lender keeps no secrets at all";

pub async fn serve(args: Serve, pages: Pages) -> Result<(), String> {
    if args.demo && !args.settings.listen.ip().is_loopback() {
        return Err(format!(
            "--demo serves made-up people without passwords and binds loopback only, not {}",
            args.settings.listen
        ));
    }
    let assets = Assets::load(&args.settings.site)?;
    let portal = portal(&args).await?;
    let listener = bind(args.settings.listen).await?;
    if args.demo {
        crate::demo::fill(&portal, DEMO_LOANS, DEMO_SEED, portal.clock.today()).await.map_err(|e| e.to_string())?;
    }
    telemetry::serve_metrics(args.settings.metrics_listen).await.map_err(|e| {
        format!("cannot listen for metrics on {}: {e} (AFTERLOAN_METRICS_LISTEN)", args.settings.metrics_listen)
    })?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut tasks = tokio::task::JoinSet::new();
    if args.demo {
        let sandbox = bind(args.sandbox_listen).await?;
        tasks.spawn(crate::payments::sandbox::serve(portal.clone(), sandbox, stopped.clone()));
    }
    if !args.no_jobs {
        tasks.spawn(crate::jobs::run(portal.clone(), stopped.clone()));
    }
    let routes = pages(portal.clone(), assets.clone()).merge(assets.routes()).merge(machine::routes(portal.clone()));
    tracing::info!(listen = %args.settings.listen, demo = args.demo, "serving");
    if args.demo {
        println!("{}", crate::demo::greeting(&portal));
    }
    let mut draining = stopped.clone();
    let server = axum::serve(listener, protect(routes).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            let _ = draining.changed().await;
        });
    tasks.spawn(async move { server.await.map_err(|e| e.to_string()) });
    until_stopped(&mut tasks).await?;
    let _ = stop.send(true);
    drain(tasks).await
}

pub async fn work(args: Serve) -> Result<(), String> {
    let portal = portal(&args).await?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(crate::jobs::run(portal, stopped));
    until_stopped(&mut tasks).await?;
    let _ = stop.send(true);
    drain(tasks).await
}

pub(super) async fn portal(args: &Serve) -> Result<Portal, String> {
    let pool = db::connect(&args.database.database_url, args.database.database_connections)
        .await
        .map_err(|e| e.to_string())?;
    db::check_serving(&pool).await.map_err(|e| e.to_string())?;
    stamp::check(&pool, args.demo).await.map_err(|e| e.to_string())?;
    let settings = &args.settings;
    let secret = match (&settings.secret, args.demo) {
        (Some(secret), _) => secret.clone(),
        (None, true) => SecretString::from(DEMO_SECRET),
        (None, false) => {
            return Err(
                "AFTERLOAN_SECRET is not set: at least 32 random characters, the same for every process".to_owned()
            );
        }
    };
    let clock = Clock::system(settings.lender.time_zone);
    stamp::follow_demo_clock(&pool, &clock, args.demo).await.map_err(|e| e.to_string())?;
    Ok(Portal::new(Parts {
        pool,
        clock,
        keys: Keys::try_new(secret)?,
        lender: settings.lender.clone(),
        messages: settings.messages.clone(),
        files: FileStore::local(&settings.files).map_err(|e| e.to_string())?,
        upload_limit_bytes: settings.upload_limit_bytes,
        trusted_proxies: settings.trusted_proxies,
        demo: args.demo,
        sandbox_url: format!("http://{}:{}", sandbox_host(args), args.sandbox_listen.port()),
        http: reqwest::Client::builder().timeout(Duration::from_secs(10)).build().map_err(|e| e.to_string())?,
    }))
}

/// The provider is another site than the portal even on one machine: a host of its own shows what
/// a real one would meet (form-action, cookies).
fn sandbox_host(args: &Serve) -> String {
    let ip = args.sandbox_listen.ip();
    if ip.is_loopback() { "localhost".to_owned() } else { ip.to_string() }
}

async fn bind(listen: SocketAddr) -> Result<tokio::net::TcpListener, String> {
    tokio::net::TcpListener::bind(listen).await.map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{listen} is in use by another program; stop it or choose another address (AFTERLOAN_LISTEN)")
        }
        _ => format!("cannot listen on {listen}: {e}"),
    })
}

/// Waits for SIGTERM or Ctrl-C, or for a part that stops by itself (which is a problem).
async fn until_stopped(tasks: &mut tokio::task::JoinSet<Result<(), String>>) -> Result<(), String> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(|e| e.to_string())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = tokio::signal::ctrl_c() => Ok(()),
        Some(ended) = tasks.join_next() => ended.map_err(|e| e.to_string())?,
    }
}

async fn drain(mut tasks: tokio::task::JoinSet<Result<(), String>>) -> Result<(), String> {
    tracing::info!("draining");
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(DRAIN, all).await.is_err() {
        tracing::warn!("some work was still in flight when the time was up");
    }
    Ok(())
}
