//! JSON Lines: one object a line.

use super::line::{Line, LineProblem, Read};

pub(super) fn lines(text: &str) -> Vec<Read> {
    text.trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            let read = serde_json::from_str::<Line>(line).map_err(|e| LineProblem {
                line: i + 1,
                field: String::new(),
                reason: e.to_string(),
            });
            (i + 1, read)
        })
        .collect()
}
