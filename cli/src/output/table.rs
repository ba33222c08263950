//! Tables that fit a terminal.

use crate::output::cell::Cell;

/// The space between two columns.
const GAP: &str = "  ";
/// The width to which cells are cut before a column is left out.
const MIN_WIDTH: usize = 16;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(super) heading: &'static str,
    place: Place,
}

/// Where a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Always,
    /// Everywhere but on a terminal that is too narrow.
    WhereItFits,
    /// Only in a wide table.
    Wide,
}

impl Column {
    pub(crate) const fn new(heading: &'static str) -> Self {
        Self { heading, place: Place::Always }
    }

    /// Lets a narrow table do without the column. The last ones go first.
    pub(crate) const fn minor(self) -> Self {
        Self { place: Place::WhereItFits, ..self }
    }

    /// Shows the column only in a wide table.
    pub(crate) const fn wide(self) -> Self {
        Self { place: Place::Wide, ..self }
    }

    /// Returns the column as one that is always shown.
    pub(super) fn always(self) -> Self {
        Self { place: Place::Always, ..self }
    }

    pub(super) fn is_wide(self) -> bool {
        self.place == Place::Wide
    }

    /// Returns the name for the command line, such as `iso-file`.
    pub(super) fn name(self) -> String {
        self.heading.to_ascii_lowercase().replace(' ', "-")
    }
}

/// Returns the lines of a table. `width` is that of the terminal.
pub(super) fn render(
    mut columns: Vec<Column>,
    headings: Option<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
    width: Option<usize>,
    color: bool,
) -> String {
    let mut rows: Vec<_> = headings.into_iter().chain(rows).collect();
    if let Some(width) = width {
        fit(&mut columns, &mut rows, width);
    }
    let widths = widths(&rows);
    let line = |row: &Vec<Cell>| {
        let mut line = String::new();
        for (index, cell) in row.iter().enumerate() {
            line += &cell.painted(color);
            if index + 1 < row.len() {
                line += &" ".repeat(widths[index] - cell.width());
                line += GAP;
            }
        }
        line + "\n"
    };
    rows.iter().map(line).collect()
}

/// Leaves out minor columns and cuts long cells until the rows fit.
fn fit(columns: &mut Vec<Column>, rows: &mut [Vec<Cell>], width: usize) {
    loop {
        let widths = widths(rows);
        let space = width.saturating_sub(GAP.len() * widths.len().saturating_sub(1));
        if widths.iter().sum::<usize>() <= space {
            return;
        }
        let limit = limit(&widths, space);
        let minor = columns.iter().rposition(|column| column.place == Place::WhereItFits);
        let Some(left_out) = minor.filter(|_| limit < MIN_WIDTH) else {
            for cell in rows.iter_mut().flatten() {
                *cell = cell.cut(limit.max(1));
            }
            return;
        };
        columns.remove(left_out);
        for row in rows.iter_mut() {
            row.remove(left_out);
        }
    }
}

/// Returns the largest width of a cell with which columns of these widths fit.
fn limit(widths: &[usize], space: usize) -> usize {
    let fits = |limit: &usize| widths.iter().map(|width| width.min(limit)).sum::<usize>() <= space;
    (0..=space).rev().find(fits).unwrap_or_default()
}

/// Returns the width of each column.
fn widths(rows: &[Vec<Cell>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(Cell::width).max().unwrap_or_default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] =
        [Column::new("NAME"), Column::new("VM").minor(), Column::new("ITEM"), Column::new("FILE").minor()];

    fn table(width: usize) -> Vec<String> {
        let row = |cells: [&str; 4]| cells.map(Cell::new).to_vec();
        let rows = vec![
            row(["a", "vm-1", "ubuntu-24.04-live-server", "[datastore-01] a/very/long/path.iso"]),
            row(["a-name-of-a-virtual-machine", "vm-1000", "-", "-"]),
        ];
        let headings = COLUMNS.map(|column| Cell::new(column.heading)).to_vec();
        let text = render(COLUMNS.to_vec(), Some(headings), rows, Some(width), false);
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_table_is_as_wide_as_it_needs_or_fits() {
        assert_eq!(
            table(200)[1],
            "a                            vm-1     ubuntu-24.04-live-server  [datastore-01] a/very/long/path.iso"
        );
        assert_eq!(
            table(80),
            [
                "NAME                    VM       ITEM                    FILE",
                "a                       vm-1     ubuntu-24.04-live-ser…  [datastore-01] a/very…",
                "a-name-of-a-virtual-m…  vm-1000  -                       -",
            ]
        );
        assert_eq!(
            table(50),
            [
                "NAME                 VM       ITEM",
                "a                    vm-1     ubuntu-24.04-live-…",
                "a-name-of-a-virtua…  vm-1000  -",
            ]
        );
        assert_eq!(table(20), ["NAME       ITEM", "a          ubuntu-2…", "a-name-o…  -"]);
        for width in 0..120 {
            for line in table(width) {
                let fits = line.chars().count() <= width.max("N  I".len());
                assert!(fits, "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn a_wide_character_takes_two_columns() {
        for (width, expected) in [(8, "仮想マシ"), (7, "仮想マ…"), (6, "仮想…"), (1, "…")] {
            assert_eq!(Cell::new("仮想マシ").cut(width).text(), expected);
        }
    }
}
