use std::path::Path;

use xtask::Status;
use xtask::diff::Git;

/// Makes `cargo test` fail if the spec is invalid or a generated file is out of date.
#[test]
fn the_spec_is_valid_and_the_generated_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = xtask::run(["cargo xtask", "check"], root, &Git::new(root), &mut out, &mut err);
    let (out, err) = (String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    assert_eq!(status, Status::Ok, "`cargo xtask check` reports:\n{out}{err}");
}
