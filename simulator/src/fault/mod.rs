//! Faults to inject into requests, and the rules that select the requests.

mod gate;
mod kind;
mod rule;
mod schedule;
mod text;

pub use self::gate::Gate;
pub use self::kind::Fault;
pub use self::rule::{FaultRule, FaultRuleError};

pub(crate) use self::rule::{Run, When};
pub(crate) use self::schedule::Schedule;
