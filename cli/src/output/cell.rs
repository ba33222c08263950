use anstyle::Style;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};
use vcenter_iso::{DisplayName, VmId};

use crate::output::safe;
use crate::terminal::excerpt::cut;
use crate::terminal::style::paint;

/// A cell of a table: one line of limited length.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        let text = cut(single_line(text.as_ref()));
        // A cell is never empty, so that scripts can split rows at white space.
        Self { text: if text.is_empty() { "-".to_owned() } else { text }, style: Style::new() }
    }

    /// Returns the cell of an absent value.
    pub(crate) fn none() -> Self {
        Self::new("")
    }

    pub(crate) fn or_none(text: Option<impl ToString>) -> Self {
        Self::new(text.map(|text| text.to_string()).unwrap_or_default())
    }

    /// Returns the cell of a name of the inventory, which JSON and YAML have as it is stored.
    pub(crate) fn inventory_name(name: Option<&String>) -> Self {
        Self::new(name.map(|name| DisplayName::inventory(name).as_str().to_owned()).unwrap_or_default())
    }

    /// Returns the cell of the name of a VM, or of its identifier if it was not looked up.
    pub(crate) fn vm_name_or_id(name: Option<&String>, id: &VmId) -> Self {
        if name.is_some() { Self::inventory_name(name) } else { Self::new(id) }
    }

    pub(crate) fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the number of columns of a terminal that the text takes.
    pub(super) fn width(&self) -> usize {
        self.text.width()
    }

    /// Returns the text within `width` columns, with `…` in place of what does not fit.
    pub(super) fn cut(&self, width: usize) -> Self {
        if self.width() <= width {
            return self.clone();
        }
        let mut taken = 0;
        let fits = |character: &char| {
            taken += character.width().unwrap_or_default();
            taken < width
        };
        let text: String = self.text.chars().take_while(fits).collect();
        Self { text: text + "…", style: self.style }
    }

    pub(super) fn painted(&self, color: bool) -> String {
        paint(self.style, &self.text, color)
    }
}

/// Escapes every character that is not printed as it is. Keeps spaces.
fn single_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character == ' ' || safe::is_shown(character) {
            line.push(character);
        } else {
            line.extend(character.escape_unicode());
        }
    }
    line
}
