//! Workflow commands of GitHub Actions:
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.

use crate::report::finding::Finding;

/// Returns the command that annotates the line of a finding.
pub(super) fn error(Finding { file, location, pointer, rule, message }: &Finding) -> String {
    let line = location.line;
    let at = pointer.as_ref().map_or_else(String::new, |pointer| format!(" (at #{pointer})"));
    format!(
        "::error file={},line={line},endLine={line},col={},title={}::{}",
        property(file),
        location.column,
        property(rule.name()),
        text(&format!("{message}{at}"))
    )
}

fn text(value: &str) -> String {
    value.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use vcenter_iso_codegen::Location;

    use crate::report::{Finding, Rule};

    #[test]
    fn characters_that_end_a_value_are_escaped() {
        let finding = Finding {
            file: "a,b:c%.yaml".to_owned(),
            location: Location { line: 3, column: 7 },
            pointer: Some("/a,b".to_owned()),
            rule: Rule::WrongValue,
            message: "100%:\r\n::error::, done".to_owned(),
        };
        assert_eq!(
            super::error(&finding),
            "::error file=a%2Cb%3Ac%25.yaml,line=3,endLine=3,col=7,title=wrong-value\
             ::100%25:%0D%0A::error::, done (at #/a,b)"
        );
    }
}
