use std::path::Path;

use xtask::Status;

/// `cargo test` alone says when something generated no longer matches the spec, or the spec is broken.
#[test]
fn the_spec_is_fine_and_nothing_generated_from_it_is_stale() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = xtask::run(["cargo xtask", "check"], root, &mut out, &mut err);
    let (out, err) = (String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    assert_eq!(status, Status::Ok, "`cargo xtask check` reports:\n{out}{err}");
}
