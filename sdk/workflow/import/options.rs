//! The options of an import.

use std::sync::Arc;
use std::time::Duration;

use crate::workflow::import::checksum::Checksum;
use crate::workflow::import::progress::ImportProgress;

pub(super) struct Options {
    pub(super) replace: bool,
    pub(super) file_name: Option<String>,
    pub(super) expected: Option<Result<Checksum, String>>,
    pub(super) upload_host: Option<String>,
    pub(super) abandoned_after: Duration,
    pub(super) pull_timeout: Duration,
    pub(super) progress: Arc<dyn Fn(ImportProgress) + Send + Sync>,
}
