//! The worker that takes jobs from the queue, as the restricted serving role.

use std::time::Duration;

use graphile_worker::{Worker, WorkerOptions, WorkerRecoveryConfig};
use tokio::sync::watch;

use super::task;
use crate::{Error, Portal, Result};

/// Jobs that one process runs at a time.
const CONCURRENCY: usize = 4;
/// After the queue could not be reached, it is tried again this much later.
const PAUSE: Duration = Duration::from_secs(2);
/// Jobs in flight get this long after SIGTERM; it is shorter than the whole process's.
const GRACE: Duration = Duration::from_secs(7);

/// Runs jobs until `stopped` says so, then lets those in flight end. Where the database goes away for a while, jobs wait
/// until it is back: pages say that it is away, and nothing else ends.
///
/// # Errors
/// One line when the queue cannot be used at the start.
pub async fn run(portal: Portal, stopped: watch::Receiver<bool>) -> std::result::Result<(), String> {
    let mut worker = worker(&portal, stopped.clone()).await?;
    loop {
        match worker.run().await {
            Ok(()) => return Ok(()),
            Err(error) => tracing::error!(%error, "jobs wait until the database can be reached again"),
        }
        worker = loop {
            tokio::select! {
                () = told_to_stop(stopped.clone()) => return Ok(()),
                () = tokio::time::sleep(PAUSE) => {}
            }
            match self::worker(&portal, stopped.clone()).await {
                Ok(worker) => break worker,
                Err(error) => tracing::warn!(error, "jobs still wait"),
            }
        };
        tracing::info!("jobs run again");
    }
}

async fn worker(portal: &Portal, stopped: watch::Receiver<bool>) -> std::result::Result<Worker, String> {
    let options = options(portal)
        .worker_recovery(WorkerRecoveryConfig::default().enabled(true))
        .listen_os_shutdown_signals(false)
        .shutdown_signal(told_to_stop(stopped))
        .shutdown_grace_period(GRACE);
    task::times(options)?.init().await.map_err(|e| format!("the job queue cannot be used: {e}"))
}

async fn told_to_stop(mut stopped: watch::Receiver<bool>) {
    // An error means that whoever could stop us is gone: time to end as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Runs everything that is due now, once: after the demo clock was moved, and in tests.
///
/// # Errors
/// When the queue cannot be reached or a round fails. A single job that fails is tried again later.
pub async fn run_due(portal: &Portal) -> Result<()> {
    let worker = options(portal)
        .listen_os_shutdown_signals(false)
        .init()
        .await
        .map_err(|e| Error::outside("the job queue", e))?;
    let queued = || async { worker.run_once().await.map_err(|e| Error::outside("the job queue", e)) };
    queued().await?;
    task::rounds(portal).await?;
    queued().await
}

fn options(portal: &Portal) -> WorkerOptions {
    let options =
        WorkerOptions::default().pg_pool(portal.pool.clone()).concurrency(CONCURRENCY).add_extension(portal.clone());
    task::tasks(options)
}
