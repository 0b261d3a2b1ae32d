//! `afterloan engine COMMAND`: JSON Lines in, JSON Lines out; no database, no network, no clock.

use std::io::{BufRead, BufWriter, Write};

/// Answers every line, also a bad one; the exit status says whether there was a bad one.
pub fn run(command: &str) -> Result<(), String> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut bad = 0_usize;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| e.to_string())?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = lending::wire::run(command, &line);
        bad += usize::from(answer.starts_with("{\"error\""));
        writeln!(out, "{answer}").map_err(|e| e.to_string())?;
    }
    out.flush().map_err(|e| e.to_string())?;
    if bad == 0 { Ok(()) } else { Err(format!("{bad} line(s) could not be worked out")) }
}
