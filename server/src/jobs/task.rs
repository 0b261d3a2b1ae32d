//! The tasks: a name in the queue, what it carries, the function it calls.

use graphile_worker::{
    CronJobKeyMode, IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions, parse_crontab,
};
use serde::{Deserialize, Serialize, de::IgnoredAny};

use crate::{Error, Portal, Result, files, financials, identity, loans, payments, reminders, stamp};

/// A task that a change asks for; it carries the ids of what it is about.
macro_rules! task {
    ($name:ident = $identifier:literal, $carries:ty, $run:path) => {
        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        struct $name($carries);

        impl TaskHandler for $name {
            const IDENTIFIER: &'static str = $identifier;

            async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
                answer($identifier, async { $run(&portal(&context).await?, self.0).await }.await)
            }
        }
    };
}

/// A task that looks by itself for what there is to do, at set times or when asked to hurry.
macro_rules! round {
    ($name:ident = $identifier:literal, $run:path) => {
        // It carries nothing, and takes whatever stands there: a set time brings `null`.
        #[derive(Serialize, Deserialize)]
        #[serde(from = "IgnoredAny")]
        struct $name {}

        impl From<IgnoredAny> for $name {
            fn from(_: IgnoredAny) -> Self {
                Self {}
            }
        }

        impl TaskHandler for $name {
            const IDENTIFIER: &'static str = $identifier;

            async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
                answer($identifier, async { $run(&portal(&context).await?).await }.await)
            }
        }
    };
}

task!(Tell = "tell", reminders::job::Told, reminders::job::tell);
round!(PlanReminders = "plan_reminders", reminders::job::plan);
round!(ReconcilePayments = "reconcile_payments", payments::job::reconcile);
round!(CarryForward = "carry_forward", loans::job::carry_forward);
round!(Tidy = "tidy", identity::job::tidy);
round!(SendMessages = "send_messages", reminders::job::send);
round!(PlanStatements = "plan_statements", financials::job::plan);
round!(SweepFiles = "sweep_files", files::sweep);

/// When what runs by itself runs (minute hour day month weekday, UTC).
const TIMES: &str = "\
* * * * * plan_reminders ?max=3
* * * * * send_messages ?max=3
* * * * * reconcile_payments ?max=3
2 * * * * carry_forward
5 * * * * plan_statements
17 3 * * * tidy
43 3 * * * sweep_files
";

/// Every task, for a worker.
pub(super) fn tasks(options: WorkerOptions) -> WorkerOptions {
    options
        .define_job::<Tell>()
        .define_job::<CarryForward>()
        .define_job::<PlanReminders>()
        .define_job::<SendMessages>()
        .define_job::<ReconcilePayments>()
        .define_job::<PlanStatements>()
        .define_job::<Tidy>()
        .define_job::<SweepFiles>()
}

/// The times, for a worker that runs on. A round that has not begun is not queued a second time.
///
/// # Errors
/// When [`TIMES`] does not parse.
pub(super) fn times(options: WorkerOptions) -> std::result::Result<WorkerOptions, String> {
    let mut times = parse_crontab(TIMES).map_err(|e| e.to_string())?;
    for time in &mut times {
        time.options.job_key = Some(time.task_identifier.clone());
        time.options.job_key_mode = Some(CronJobKeyMode::Replace);
    }
    Ok(options.with_crons(times))
}

/// All rounds once, in the order in which one makes work for the next. One that fails does not stop
/// the others.
///
/// # Errors
/// The first round's that failed.
pub(super) async fn rounds(portal: &Portal) -> Result<()> {
    let all = [
        answer("carry_forward", loans::job::carry_forward(portal).await),
        answer("reconcile_payments", payments::job::reconcile(portal).await),
        answer("plan_statements", financials::job::plan(portal).await),
        answer("plan_reminders", reminders::job::plan(portal).await),
        answer("send_messages", reminders::job::send(portal).await),
    ];
    all.into_iter().collect::<std::result::Result<(), String>>().map_err(Error::Fault)
}

/// The portal a worker was given. A demo lender's clock may have been moved by another process.
async fn portal(context: &WorkerContext) -> Result<Portal> {
    let portal = context
        .get_ext::<Portal>()
        .cloned()
        .ok_or_else(|| Error::Fault("the worker was given no portal".to_owned()))?;
    stamp::follow_demo_clock(&portal.pool, &portal.clock, portal.demo)
        .await
        .map_err(|e| Error::Fault(e.to_string()))?;
    Ok(portal)
}

/// Logs once, here; the queue keeps the error and tries again later.
fn answer(task: &'static str, done: Result<()>) -> std::result::Result<(), String> {
    metrics::counter!("jobs_total", "task" => task, "done" => if done.is_ok() { "yes" } else { "no" }).increment(1);
    done.map_err(|error| {
        tracing::error!(task, %error, "a job failed");
        error.to_string()
    })
}
