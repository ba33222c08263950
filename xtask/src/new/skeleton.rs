use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::document::{At, Spec};

/// The words that are not names in Rust.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// The variables of a handler. A path parameter would hide them.
const VARIABLES: [&str; 4] = ["caller", "inventory", "vcenter", "vm_id"];

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
        if let Err(reason) = check_path(path) {
            return Err(format!(
                "`{path}` is not a path: {reason}: write it without `/api`, like `/vcenter/vm/{{vm}}` or \
                 `/vcenter/vm/{{vm}}/power?action=start`"
            ));
        }
        let skeleton = Self { id: id.to_owned(), method, path: path.to_owned() };
        for name in [skeleton.module(), skeleton.verb()] {
            if KEYWORDS.contains(&name.as_str()) {
                return Err(format!("`{name}` is a keyword of Rust: add `{id}` by hand"));
            }
        }
        Ok(skeleton)
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

/// Returns the reason if the spec or a handler cannot have the path.
fn check_path(path: &str) -> Result<(), String> {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let Some(segments) = path.strip_prefix('/') else { return Err("it does not start with `/`".to_owned()) };
    let is_verb = |verb: &str| !verb.is_empty() && verb.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if let Some(query) = query.filter(|query| !query.strip_prefix("action=").is_some_and(is_verb)) {
        return Err(format!("the query `{query}` is not `action=` and a verb"));
    }
    if segments.split('/').next() == Some("api") {
        return Err("it starts with `/api`".to_owned());
    }
    let mut parameters = Vec::new();
    for segment in segments.split('/') {
        if let Some(parameter) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !parameter.starts_with(|c: char| c.is_ascii_lowercase()) || !parameter.chars().all(is_word) {
                return Err(format!("the parameter `{parameter}` is not a name such as `library_id`"));
            }
            if KEYWORDS.contains(&parameter) || VARIABLES.contains(&parameter) {
                return Err(format!("a handler cannot have a variable `{parameter}`"));
            }
            if parameters.contains(&parameter) {
                return Err(format!("it has the parameter `{parameter}` twice"));
            }
            parameters.push(parameter);
        } else if segment.is_empty() {
            return Err("a segment is empty".to_owned());
        } else if !segment.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            return Err(format!("the segment `{segment}` is neither a word nor a parameter"));
        }
    }
    Ok(())
}

/// Returns the parameter of the components with this name, and its key there.
pub(super) fn shared_parameter<'a>(spec: &Spec<'a>, name: &str) -> Option<(&'a str, At<'a>)> {
    let components = spec.at("/components/parameters").map(|section| section.each()).unwrap_or_default();
    components.into_iter().find(|(_, parameter)| parameter.text("name") == name)
}
