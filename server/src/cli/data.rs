//! `afterloan import`, `afterloan demo`, `afterloan verify`.

use super::{args, serve::portal};
use crate::{demo, import, loans::verify as proof};

pub async fn import(args: args::Import) -> Result<(), String> {
    let portal = portal(&args.serve).await?;
    let portfolio = import::read(&args.file, portal.lender.currency).map_err(|problems| list(&problems))?;
    match import::write(&portal, &portfolio).await {
        Ok(added) => {
            println!(
                "{} borrowers, {} persons, {} loans and {} events added; what was there before is unchanged",
                added.borrowers, added.persons, added.loans, added.events
            );
            Ok(())
        }
        Err(import::Refused::Lines(problems)) => Err(list(&problems)),
        Err(import::Refused::Fault(fault)) => Err(fault.to_string()),
    }
}

/// Every bad line, and that nothing was written.
fn list(problems: &[import::LineProblem]) -> String {
    let lines: String = problems.iter().map(|p| format!("\n  {p}")).collect();
    format!("nothing was imported; {} problem(s):{lines}", problems.len())
}

pub async fn demo(mut args: args::Demo) -> Result<(), String> {
    args.serve.demo = true;
    let portal = portal(&args.serve).await?;
    let as_of = args.as_of.unwrap_or_else(|| portal.clock.today());
    demo::fill(&portal, args.loans, args.seed, as_of).await.map_err(|e| e.to_string())
}

pub async fn verify(args: args::Serve) -> Result<(), String> {
    let portal = portal(&args).await?;
    let report = proof::verify(&portal).await.map_err(|e| e.to_string())?;
    if report.differences.is_empty() {
        println!("{} loans: ledger, events and projections agree", report.loans);
        return Ok(());
    }
    for difference in &report.differences {
        println!("{difference}");
    }
    Err(format!("{} difference(s) in {} loans", report.differences.len(), report.loans))
}
