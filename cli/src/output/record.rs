use schemars::JsonSchema;
use serde::Serialize;

use crate::output::cell::Cell;
use crate::output::table::Column;

/// A printed result: an object for programs, and rows of a table for people.
pub(crate) trait Record: Serialize + JsonSchema {
    /// The columns of the table.
    const COLUMNS: &'static [Column];

    /// Returns the rows, with one cell per column.
    fn rows(&self) -> Vec<Vec<Cell>>;

    /// Returns what names the object on a command line.
    fn name(&self) -> Cell;
}
