//! What progenitor 0.15 accepts and gets wrong: the client would compile and do something else.

mod name_clash;
mod operations;
mod schemas;

use crate::document::Spec;
use crate::report::Report;

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    operations::check(spec, report);
    schemas::check(spec, report);
}
