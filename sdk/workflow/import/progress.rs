//! The progress of an import.

/// The progress of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportProgress {
    /// What the import does now.
    pub phase: ImportPhase,
    /// The bytes that this phase has done.
    pub bytes: u64,
    /// The size of the image in bytes; `None` while only vCenter knows it.
    pub size: Option<u64>,
}

/// A phase of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImportPhase {
    /// The source is read for its checksum.
    Checksum,
    /// The image is uploaded, or vCenter fetches it.
    Transfer,
    /// vCenter checks the image.
    Check,
}
