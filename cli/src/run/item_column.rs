/// The column that distinguishes the results of one VM.
pub(crate) const ITEM: &str = "ITEM";
