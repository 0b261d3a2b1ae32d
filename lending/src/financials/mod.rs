//! Financial statements (财务报表): whether they hold together, what they say of the borrower, and whether the
//! covenants are kept.
//!
//! [`judge`] takes a [`Statement`], the one before it and the [`Covenant`]s, and answers with [`Check`]s,
//! [`RatioFigure`]s and [`CovenantTest`]s. A figure that is not there is never taken for nothing: what could not be
//! worked out says which figures were missing. The browser's build does not have this (feature `financials`).

mod check;
mod checks;
mod covenant;
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
pub use covenant::{Covenant, CovenantJson, CovenantOutcome, CovenantTest, MAX_COVENANTS, Test};
pub use judge::{Judgement, judge};
pub use line::{Line, Sheet, Standard};
pub use period::ReportingPeriod;
pub use place::{Obstacle, Of, Place};
pub use ratio::{Ratio, RatioFigure, RatioValue, Trend};
pub use sent::{ComparativeJson, LeftOut, SheetJson, StatementJson, Unit};
pub use settings::{Settings, SettingsJson, TurnoverOn};
pub use statement::Statement;
pub use workings::{Origin, Working, WorkingStep};
