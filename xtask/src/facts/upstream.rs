use std::io;
use std::path::Path;

use vcenter_iso_codegen::Location;

use crate::facts::deviations::Deviations;
use crate::facts::release::Release;
use crate::report::{Finding, Rule};
use crate::workspace::Workspace;

/// The facts of all releases in `spec/upstream/`.
#[derive(Default)]
pub(crate) struct Upstream {
    /// The releases, the oldest first.
    pub(crate) releases: Vec<Release>,
    pub(crate) deviations: Deviations,
    /// The findings in files that cannot be read, or that there are none.
    pub(crate) findings: Vec<Finding>,
}

impl Upstream {
    pub(crate) fn read(workspace: &Workspace) -> io::Result<Self> {
        let mut upstream = Self::default();
        for file in workspace.files(Release::FOLDER)? {
            let Some(text) = workspace.read(&file)? else { continue };
            if file == Deviations::FILE {
                upstream.deviations = Deviations::parse(&text, &mut upstream.findings);
            } else if Path::new(&file).extension().is_some_and(|extension| extension == "json") {
                match serde_json::from_str::<Release>(&text) {
                    Ok(release) if Release::file(&release.name) == file => upstream.releases.push(release),
                    Ok(release) => upstream.findings.push(broken(
                        file,
                        Location::START,
                        &format!("the file has the facts of {}: rename it", release.name),
                    )),
                    Err(error) => {
                        let location = Location { line: error.line().max(1), column: error.column().max(1) };
                        let message = format!("{error}: run `{}` again", Release::COMMAND);
                        upstream.findings.push(broken(file, location, &message));
                    }
                }
            }
        }
        if upstream.releases.is_empty() && upstream.findings.is_empty() {
            let message =
                format!("no file has the facts of a release: restore them, or run `{}`", Release::COMMAND);
            upstream.findings.push(Finding::for_file(Rule::Upstream, Release::FOLDER, message));
        }
        upstream.releases.sort_by_key(|release| Release::numbers(&release.name));
        Ok(upstream)
    }
}

fn broken(file: String, location: Location, message: &str) -> Finding {
    Finding { file, location, pointer: None, rule: Rule::Upstream, message: message.to_owned() }
}
