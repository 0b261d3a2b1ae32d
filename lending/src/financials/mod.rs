//! Financial statements (财务报表): whether they hold together, and what they say of the borrower.
//!
//! [`judge`] takes a [`Statement`] and the one before it and answers with [`Check`]s and [`RatioFigure`]s. A figure that is not there is never taken for nothing: what could not be
//! worked out says which figures were missing. The browser's build does not have this (feature `financials`).

mod check;
mod checks;
mod judge;
mod line;
mod number;
mod period;
mod place;
mod plausible;
mod ratio;
mod sent;
mod settings;
mod statement;
mod total;
mod workings;

pub use check::{Check, CheckKind, CheckOutcome, Compared, Fault};
pub use judge::{Judgement, judge};
pub use line::{Line, Sheet, Standard};
pub use period::ReportingPeriod;
pub use place::{Obstacle, Of, Place};
pub use ratio::{Ratio, RatioFigure, RatioValue, Trend};
pub use sent::{ComparativeJson, LeftOut, SheetJson, StatementJson, Unit};
pub use settings::{Settings, SettingsJson, TurnoverOn};
pub use statement::Statement;
pub use workings::{Origin, Working, WorkingStep};
