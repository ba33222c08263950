use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::document::{At, Spec};

/// An operation to add.
pub(crate) struct Skeleton {
    /// The operationId, such as `Vcenter.Vm.Power_get`.
    pub(super) id: String,
    /// The method in lower case, as in the document.
    pub(super) method: String,
    /// The path as in the document, such as `/vcenter/vm/{vm}/power`.
    pub(super) path: String,
}

impl Skeleton {
    /// Returns the reason if the operation cannot have one of these.
    pub(crate) fn new(id: &str, method: &str, path: &str) -> Result<Self, String> {
        let is_name = |name: &str, first: fn(char) -> bool| {
            name.starts_with(first) && name.chars().all(|character| character.is_ascii_alphanumeric())
        };
        let has_form = id.split_once('_').is_some_and(|(service, verb)| {
            service.contains('.')
                && service.split('.').all(|name| is_name(name, |first| first.is_ascii_uppercase()))
                && is_name(verb, |first| first.is_ascii_lowercase())
        });
        if !has_form {
            return Err(format!("`{id}` is not an operationId: write it like `Vcenter.Iso.Image_mount`"));
        }
        let method = method.to_ascii_lowercase();
        if !["get", "post", "delete"].contains(&method.as_str()) {
            return Err(format!(
                "the spec has no method `{method}`: use get, post or delete, or add it to PATH_ITEM in \
                 xtask/src/document/objects.rs"
            ));
        }
        if !path.starts_with('/') || path.contains(char::is_whitespace) {
            return Err(format!(
                "`{path}` is not a path: write it without `/api`, like `/vcenter/vm/{{vm}}`"
            ));
        }
        Ok(Self { id: id.to_owned(), method, path: path.to_owned() })
    }

    /// Returns the interface of the operation, such as `Vcenter.Vm.Power`.
    pub(super) fn tag(&self) -> &str {
        self.id.split_once('_').map_or(&self.id, |(tag, _)| tag)
    }

    /// Returns the verb of the operation, such as `get`.
    pub(super) fn verb(&self) -> String {
        self.id.split_once('_').map_or_else(String::new, |(_, verb)| verb.to_snake_case())
    }

    /// Returns the last part of the interface, such as `power`.
    pub(super) fn module(&self) -> String {
        self.tag().rsplit('.').next().unwrap_or_default().to_snake_case()
    }

    pub(super) fn variant(&self) -> String {
        self.id.to_upper_camel_case()
    }

    /// Returns the names of the path parameters.
    pub(super) fn path_parameters(&self) -> Vec<&str> {
        let path = self.path.split('?').next().unwrap_or_default();
        path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    pub(super) fn only_reads(&self) -> bool {
        self.method == "get"
    }
}

/// Returns the parameter of the components with this name, and its key there.
pub(super) fn shared_parameter<'a>(spec: &Spec<'a>, name: &str) -> Option<(&'a str, At<'a>)> {
    let components = spec.at("/components/parameters").map(|section| section.each()).unwrap_or_default();
    components.into_iter().find(|(_, parameter)| parameter.text("name") == name)
}
