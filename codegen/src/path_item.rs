use openapiv3::{Operation, PathItem};

use crate::pointer::escape;

/// Returns each method, as its key in the document, with its operation.
///
/// `openapiv3` iterates over shared references only.
pub(crate) fn slots(item: &mut PathItem) -> [(&'static str, &mut Option<Operation>); 8] {
    [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("delete", &mut item.delete),
        ("options", &mut item.options),
        ("head", &mut item.head),
        ("patch", &mut item.patch),
        ("trace", &mut item.trace),
    ]
}

/// Returns the JSON pointer to an operation.
pub(crate) fn pointer(path: &str, method: &str) -> String {
    format!("/paths/{}/{method}", escape(path))
}
