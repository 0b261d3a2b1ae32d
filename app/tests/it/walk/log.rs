//! What the program said of itself while it was walked: panics, and errors in the log.

use std::sync::{Mutex, Once, PoisonError};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn note(line: String) {
    SAID.lock().unwrap_or_else(PoisonError::into_inner).push(line);
}

/// Listens from now on, in all threads.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            note(panic.to_string());
            before(panic);
        }));
        tracing::subscriber::set_global_default(Errors).expect("the only listener");
    });
}

/// All that was noted since [`listen`].
pub fn said() -> Vec<String> {
    SAID.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Keeps errors and nothing else.
struct Errors;

impl Subscriber for Errors {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
    fn event(&self, event: &Event<'_>) {
        struct Line(String);
        impl Visit for Line {
            fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                self.0.push_str(&format!(" {}={value:?}", field.name()));
            }
        }
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        note(line.0);
    }
}
