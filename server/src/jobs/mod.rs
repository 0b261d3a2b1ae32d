//! What runs by itself and when: the one list of tasks and their times.
//!
//! Tasks are graphile_worker's, on PostgreSQL: any number of processes may run them, a job runs at
//! least once, and one that outlives its process is taken over. The slices' `job.rs` say what a task
//! does; each decides from the rows it finds whether there is anything left to do.

mod task;
mod worker;

pub use worker::{run, run_due};
