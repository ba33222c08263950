//! Prints the parts of the workspace that know each operation.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
use vcenter_iso_codegen::Document;

use crate::document::{Operation, Spec};
use crate::report::Report;
use crate::status::Status;
use crate::workspace::Workspace;

/// The configuration of the tool that tests the simulator with generated requests.
const SCHEMATHESIS: &str = "spec/judges/schemathesis.toml";

/// A part of the workspace that an operation has to be in.
struct Column {
    name: &'static str,
    /// What to add where the operation is missing; `None` if it may be missing.
    remedy: Option<&'static str>,
}

const COLUMNS: [Column; 4] = [
    // `Vcenter::api` and `Vcenter::request` reach an operation without a method of its own.
    Column { name: "sdk", remedy: None },
    Column { name: "simulator", remedy: Some("add an arm to `dispatch` in simulator/src/api/mod.rs") },
    Column { name: "tests", remedy: Some("request it in a test of the simulator, the SDK or the command") },
    Column {
        name: "schemathesis",
        remedy: Some("add its path parameters to `[parameters]` in spec/judges/schemathesis.toml"),
    },
];

/// Prints a row for each operation. `tested` is the folder with the names of the tested operations.
pub(crate) fn run(workspace: &Workspace, tested: Option<&Path>, out: &mut dyn Write) -> io::Result<Status> {
    let text = workspace.spec()?;
    let document = match Document::parse(Workspace::SPEC, &text) {
        Ok(document) => document,
        Err(error) => {
            writeln!(out, "{error}")?;
            return Ok(Status::Invalid);
        }
    };
    let spec = Spec::new(&document, &mut Report::new(&document));
    let sources = Sources::read(workspace, tested)?;
    let width =
        spec.operations().map(|operation| operation.text("operationId").len()).max().unwrap_or_default();
    write!(out, "{:width$}", "operation")?;
    for column in COLUMNS {
        write!(out, "  {}", column.name)?;
    }
    writeln!(out)?;
    let mut missing = Vec::new();
    for operation in spec.operations() {
        let id = operation.text("operationId");
        write!(out, "{id:width$}")?;
        for (column, known) in COLUMNS.iter().zip(sources.cells(&spec, &operation)) {
            let cell = match known {
                Some(true) => "yes",
                Some(false) => "-",
                None => "?",
            };
            // No padding behind the last column.
            let width = if column.name == "schemathesis" { 0 } else { column.name.len() };
            write!(out, "  {cell:width$}")?;
            if let (Some(false), Some(remedy)) = (known, column.remedy) {
                missing.push(format!("{id} is not in the column `{}`: {remedy}", column.name));
            }
        }
        writeln!(out)?;
    }
    for line in &missing {
        writeln!(out, "{line}")?;
    }
    Ok(if missing.is_empty() { Status::Ok } else { Status::Invalid })
}

/// The texts that show which operations are known.
struct Sources {
    sdk: String,
    dispatch: String,
    /// `None` if no test run recorded its operations.
    tested: Option<BTreeSet<String>>,
    schemathesis: String,
}

impl Sources {
    fn read(workspace: &Workspace, tested: Option<&Path>) -> io::Result<Self> {
        let mut sdk = String::new();
        for file in workspace.files("sdk")? {
            if !file.starts_with("sdk/generated/") {
                sdk.push_str(&workspace.read(&file)?.unwrap_or_default());
            }
        }
        Ok(Self {
            sdk,
            dispatch: workspace.read("simulator/src/api/mod.rs")?.unwrap_or_default(),
            tested: tested.map(names).transpose()?,
            schemathesis: workspace.read(SCHEMATHESIS)?.unwrap_or_default(),
        })
    }

    /// Returns for each column whether the operation is in it; `None` if that is unknown.
    fn cells(&self, spec: &Spec, operation: &Operation) -> [Option<bool>; COLUMNS.len()] {
        let id = operation.text("operationId");
        let parameters = operation.parameters(spec);
        let in_path = parameters.iter().filter(|parameter| parameter.text("in") == "path");
        let has_values = |name: &str| {
            self.schemathesis.lines().any(|line| line.split('=').next().is_some_and(|key| key.trim() == name))
        };
        [
            Some(self.sdk.contains(&format!(".{}()", id.to_snake_case()))),
            Some(self.dispatch.contains(&format!("Operation::{} =>", id.to_upper_camel_case()))),
            self.tested.as_ref().map(|tested| tested.contains(id)),
            Some(in_path.map(|parameter| parameter.text("name")).all(has_values)),
        ]
    }
}

/// Returns the names of the files in a folder.
fn names(folder: &Path) -> io::Result<BTreeSet<String>> {
    let cannot = |error: io::Error| {
        io::Error::new(error.kind(), format!("cannot read the folder {}: {error}", folder.display()))
    };
    let entries = fs::read_dir(folder).map_err(cannot)?;
    entries.map(|entry| Ok(entry.map_err(cannot)?.file_name().to_string_lossy().into_owned())).collect()
}
