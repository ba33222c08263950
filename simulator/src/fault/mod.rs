//! Faults to inject into requests, and the rules that select the requests.

mod gate;
mod injected;
mod response;
mod rule;
mod schedule;
mod text;

pub use self::gate::Gate;
pub use self::injected::Fault;
pub use self::response::Response;
pub use self::rule::{FaultRule, FaultRuleError, Target};

pub(crate) use self::injected::{Effect, EffectKind, When};
pub(crate) use self::rule::{Distribution, Run};
pub(crate) use self::schedule::Schedule;
