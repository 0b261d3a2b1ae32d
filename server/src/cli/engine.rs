//! `afterloan engine COMMAND`: JSON Lines in, JSON Lines out; no database, no network, no clock.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};

/// Bytes read and written at a time: several hundred loans.
const BUFFER: usize = 1 << 16;

/// Answers every line, also a bad one; the exit status says whether there was a bad one.
pub fn run(command: &str) -> Result<(), String> {
    match answer(command, std::io::stdin().lock(), std::io::stdout().lock()).map_err(|e| e.to_string())? {
        0 => Ok(()),
        bad => Err(format!("{bad} line(s) could not be worked out")),
    }
}

/// Gives the number of bad lines. Answers are out before more input is waited for, so that a program can ask a line at
/// a time; a file goes through in large pieces.
fn answer(command: &str, input: impl Read, out: impl Write) -> std::io::Result<usize> {
    let (mut input, mut out) = (BufReader::with_capacity(BUFFER, input), BufWriter::with_capacity(BUFFER, out));
    let (mut line, mut bad) = (String::new(), 0);
    loop {
        if !input.buffer().contains(&b'\n') {
            out.flush()?;
        }
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return out.flush().map(|()| bad);
        }
        if !line.trim().is_empty() {
            let answer = lending::wire::run(command, line.trim_end_matches(['\r', '\n']));
            bad += usize::from(lending::wire::is_error(&answer));
            writeln!(out, "{answer}")?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Read},
        sync::mpsc,
    };

    use super::answer;

    const LOAN: &str = r#"{"terms":{"principal":"100.00","annual_rate":"0","method":"equal_installment","installments":2,
        "disbursed_on":"2026-01-15","first_due_on":"2026-02-15"}}"#;

    /// Input that has its next line only once the last one was answered.
    struct Asking {
        lines: Vec<String>,
        asked: usize,
        answers: mpsc::Receiver<usize>,
        answered: usize,
    }

    impl Read for Asking {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.answered += self.answers.try_iter().sum::<usize>();
            assert_eq!(self.answered, self.asked, "an answer is kept back");
            let Some(line) = self.lines.get(self.asked) else { return Ok(0) };
            self.asked += 1;
            into[..line.len()].copy_from_slice(line.as_bytes());
            Ok(line.len())
        }
    }

    struct Counting(mpsc::Sender<usize>);

    impl io::Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(bytes.iter().filter(|byte| **byte == b'\n').count());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_program_that_asks_line_by_line_is_answered_line_by_line() {
        let (sent, answers) = mpsc::channel();
        let line = format!("{}\n", LOAN.replace('\n', " "));
        let asking = Asking { lines: vec![line.clone(), "{}\n".to_owned(), line], asked: 0, answers, answered: 0 };
        assert_eq!(answer("schedule", asking, Counting(sent)).expect("all is answered"), 1);
    }

    #[test]
    fn every_line_of_a_file_is_answered_in_its_order_and_empty_ones_are_left_out() {
        let line = LOAN.replace('\n', " ");
        let mut out = Vec::new();
        let bad = answer("schedule", format!("{line}\r\n\n{{}}\n{line}").as_bytes(), &mut out).expect("answers");
        let out = String::from_utf8(out).expect("text");
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!((bad, lines.len()), (1, 3));
        assert!(lines[0] == lines[2] && lines[0].contains("50.00") && lines[1].starts_with("{\"error\""));
    }
}
