//! Reads the facts that VMware's descriptions state only in words.

use std::collections::BTreeSet;

use crate::facts::release::Privilege;

/// Returns the error types that a text marks, such as `***Vapi.Std.Errors.NotFound***`.
pub(super) fn marked_error_types(text: &str) -> BTreeSet<String> {
    let marked = text.split("***").skip(1).step_by(2);
    marked.filter_map(error_type).collect()
}

/// Returns the error type of an error schema.
pub(super) fn error_type(schema: &str) -> Option<String> {
    // Swagger 2.0 has the name without dots.
    let name = schema.strip_prefix("Vapi.Std.Errors.").or_else(|| schema.strip_prefix("VapiStdErrors"))?;
    Some(snake_case(name).to_uppercase())
}

/// Returns the name of the enum in `For more information see: *Vcenter.Folder.Type*.`
///
/// OpenAPI 3.0 has a plain string in place of each enum.
pub(super) fn enum_name(text: &str) -> Option<&str> {
    text.split_once("For more information see: *")?.1.split_once('*').map(|(name, _)| name)
}

/// Returns the resource type of the identifiers that a text describes.
pub(super) fn resource_type(text: &str) -> Option<String> {
    // The keys of a map are not described by its value.
    if text.contains("the key in the") {
        return None;
    }
    let (_, rest) = text.split_once("resource type: ")?;
    let rest = rest.trim_start_matches('`');
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"._:".contains(c)).unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches('.');
    // Swagger 2.0 leaves the prefix out.
    let is_short = name.contains('.') && !name.starts_with("com.vmware.");
    Some(if is_short { format!("com.vmware.{name}") } else { name.to_owned() })
}

/// The words before the list of privileges.
const PRIVILEGES: &str = "all of the privileges described as follows:";

/// Returns the privileges that a text lists.
///
/// # Errors
/// Fails with the line that has another form than the known ones.
pub(super) fn privileges(text: &str) -> Result<BTreeSet<Privilege>, String> {
    let mut privileges = BTreeSet::new();
    let Some((_, list)) = text.split_once(PRIVILEGES) else { return Ok(privileges) };
    for line in list.lines().filter_map(|line| line.trim().strip_prefix('-')) {
        let words = line.replace(['`', '*'], "");
        let (subject, names) =
            words.trim().trim_end_matches('.').split_once(" requires ").ok_or_else(|| line.to_owned())?;
        let parameter = match subject.split_once(" referenced by the ") {
            None if subject == "Operation execution" => None,
            None => return Err(line.to_owned()),
            // The last part of `parameter libraryItem` and of `property Content.Library.Item.FindSpec.library_id`.
            Some((_, path)) => path.rsplit(['.', ' ']).next().map(snake_case),
        };
        for name in names.split(" and ").flat_map(|names| names.split(", ")) {
            privileges.insert(Privilege { privilege: name.trim().to_owned(), parameter: parameter.clone() });
        }
    }
    Ok(privileges)
}

/// Converts `libraryItem`, `library-item` and `LibraryItem` to `library_item`.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(if c == '-' { '_' } else { c.to_ascii_lowercase() });
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<String> {
        privileges(text).expect("the list has a known form").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn error_types_are_marked_or_named_by_the_schema() {
        let text = "***Vapi.Std.Errors.InvalidArgument***:\n- if a\n\n***Vapi.Std.Errors.Error*** if b";
        assert_eq!(marked_error_types(text), ["ERROR", "INVALID_ARGUMENT"].map(str::to_owned).into());
        assert_eq!(marked_error_types("if **x** is *y*"), BTreeSet::new());
        for schema in ["Vapi.Std.Errors.NotAllowedInCurrentState", "VapiStdErrorsNotAllowedInCurrentState"] {
            assert_eq!(error_type(schema).as_deref(), Some("NOT_ALLOWED_IN_CURRENT_STATE"));
        }
        assert_eq!(error_type("Vcenter.VM.Info"), None);
    }

    #[test]
    fn an_enum_is_named_in_the_description() {
        let text = "A state.\n\nFor more information see: *Vcenter.Vm.Power.State*.\n\nIf missing";
        assert_eq!(enum_name(text), Some("Vcenter.Vm.Power.State"));
        assert_eq!(enum_name("A state."), None);
    }

    #[test]
    fn a_resource_type_has_its_prefix_in_each_format() {
        for (text, wanted) in [
            (
                "an identifier for the resource type: `com.vmware.content.Library`. When",
                "com.vmware.content.Library",
            ),
            ("an identifier for the resource type: content.Library. When", "com.vmware.content.Library"),
            ("identifiers for the resource type: VirtualMachine.", "VirtualMachine"),
        ] {
            assert_eq!(resource_type(text).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!(
            resource_type("the key in the map must be for the resource type: `VirtualMachine`."),
            None
        );
    }

    #[test]
    fn privileges_are_read_in_each_format() {
        let openapi = "X. Returns an error if you do not have all of the privileges described as follows: \n   \
            -  Operation execution requires `System.Read`. \n  -  The resource \
            `com.vmware.content.library.Item` referenced by the parameter libraryItem requires `A.B` and `C.D`. \n\
            \x20 -  The resource `Folder` referenced by the property *Content.Item.FindSpec.library_id* requires `E.F`. \n";
        assert_eq!(
            show(openapi),
            ["A.B on library_item", "C.D on library_item", "E.F on library_id", "System.Read"]
        );
        let swagger = "if you do not have all of the privileges described as follows: \n   -  The resource \
            content.Library referenced by the attribute Item.FindSpec.library-id requires System.Read.";
        assert_eq!(show(swagger), ["System.Read on library_id"]);
        assert_eq!(show("Lists things."), [""; 0]);
        assert!(privileges("all of the privileges described as follows:\n - Ask an administrator.").is_err());
    }
}
