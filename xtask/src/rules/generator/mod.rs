//! Rejects documents that progenitor 0.15 accepts but generates wrong code for: the client would compile and
//! misbehave.

mod name_clash;
mod operations;
mod schemas;

use crate::document::Spec;
use crate::report::Report;

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    operations::check(spec, report);
    schemas::check(spec, report);
}
