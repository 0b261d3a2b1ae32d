//! The worker that takes jobs from the queue, as the restricted serving role.

use std::time::Duration;

use graphile_worker::{WorkerOptions, WorkerRecoveryConfig};
use tokio::sync::watch;

use super::task;
use crate::{Error, Portal, Result};

/// Jobs that one process runs at a time.
const CONCURRENCY: usize = 4;
/// Jobs in flight get this long after SIGTERM; it is shorter than the whole process's.
const GRACE: Duration = Duration::from_secs(7);

/// Runs jobs until `stopped` says so, then lets those in flight end.
///
/// # Errors
/// One line when the queue cannot be reached or is not installed.
pub async fn run(portal: Portal, mut stopped: watch::Receiver<bool>) -> std::result::Result<(), String> {
    let stop = async move {
        // An error means that whoever could stop us is gone: time to end as well.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    let options = options(&portal)
        .worker_recovery(WorkerRecoveryConfig::default().enabled(true))
        .listen_os_shutdown_signals(false)
        .shutdown_signal(stop)
        .shutdown_grace_period(GRACE);
    let worker = task::times(options)?.init().await.map_err(|e| format!("the job queue cannot be used: {e}"))?;
    worker.run().await.map_err(|e| format!("jobs stopped: {e}"))
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
