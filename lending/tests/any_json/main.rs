//! Any JSON into every command, the same on every run: what `cargo fuzz` (lending/fuzz) does without end,
//! bounded for `make test`. `AFTERLOAN_ANY_JSON` widens the search; `AFTERLOAN_FUZZ_SEEDS` names a folder that gets the
//! good inputs, for `cargo fuzz` to start from.

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
mod inputs;
mod limits;
mod mutate;
#[path = "../financials/sample.rs"]
mod sample;
#[path = "../seeded/mod.rs"]
mod seeded;

use std::collections::BTreeMap;

use lending::wire::{COMMANDS, is_error};
use seeded::Seeded;

const SEED: u64 = 3;
const INPUTS: u64 = 12_000;

#[test]
fn no_json_makes_a_command_panic_or_answer_without_a_name() {
    let inputs = std::env::var("AFTERLOAN_ANY_JSON").map_or(INPUTS, |text| text.parse().expect("a count"));
    let mut answered: BTreeMap<&str, u64> = BTreeMap::new();
    for case in 0..inputs {
        let seeded = &mut Seeded::of(SEED, case);
        let command = *seeded.pick(COMMANDS);
        let input = Some(inputs::of_another_core(command)).filter(|core| !core.is_null() && seeded.once_in(3));
        let line = mutate::line(seeded, &input.unwrap_or_else(|| inputs::good(command)));
        let outcome = std::panic::catch_unwind(|| fuzz::run(command, &line));
        let answer = outcome.unwrap_or_else(|_| panic!("case {case}: {command} {line}"));
        *answered.entry(command).or_default() += u64::from(!is_error(&answer));
    }
    println!("{inputs} inputs; answered with a result: {answered:?}");
}

#[test]
fn each_good_input_is_answered() {
    let seeds = std::env::var_os("AFTERLOAN_FUZZ_SEEDS").map(std::path::PathBuf::from);
    for (place, command) in COMMANDS.iter().enumerate() {
        let inputs = [("", inputs::good(command)), ("-of-a-core", inputs::of_another_core(command))];
        for (name, input) in inputs.into_iter().filter(|(_, input)| !input.is_null()) {
            let answer = fuzz::run(command, &input.to_string());
            assert!(!is_error(&answer), "{command}{name}: {answer}");
            if let Some(folder) = &seeds {
                std::fs::create_dir_all(folder).expect("a folder for the seeds");
                let first = u8::try_from(place).expect("a byte names the command");
                let seed = [&[first][..], input.to_string().as_bytes()].concat();
                std::fs::write(folder.join(format!("{command}{name}")), seed).expect("a seed");
            }
        }
    }
}

#[test]
fn text_that_is_no_json_is_refused_by_name() {
    for command in COMMANDS {
        for line in ["", "{", "[]", "null", "\"\u{0}\"", "{\"terms\":", "1e999", &"[".repeat(100_000)] {
            let answer = fuzz::run(command, line);
            assert!(answer.contains(r#""code":"bad_input""#), "{command} {line:.20}: {answer}");
        }
    }
    fuzz::run_bytes(b"");
    fuzz::run_bytes(b"\x00\xff");
    fuzz::run_bytes(b"\x02{}");
}
