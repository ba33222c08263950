//! A server that does not serve an operation, as a vCenter before 7.0 Update 2 does not serve a mount. Its 404 is not
//! one of a missing VM or item.

use serde_json::json;
use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Error, ErrorKind, Hint, Vcenter};

use crate::fixture::{ITEM, VM, item, quick_policy, vm};
use crate::secrets::{self, builder};

/// Returns the 404 of the router, in both of its forms.
fn responses() -> Vec<Act> {
    let not_found = |id: &str, text: &str| {
        let message = json!({ "id": id, "default_message": text, "args": ["/vcenter/iso/image"] });
        Act::json("404 Not Found", &json!({ "error_type": "NOT_FOUND", "messages": [message] }).to_string())
    };
    vec![
        not_found("com.vmware.vapi.rest.httpNotFound", "Not found."),
        not_found(
            "com.vmware.vapi.rest.operationsForUrlNotFound",
            "Unable to find operations for URL: /vcenter/iso/image.",
        ),
    ]
}

async fn check<T: std::fmt::Debug>(call: impl AsyncFn(&Vcenter) -> Result<T, Error>) {
    for response in responses() {
        let server = Faulty::start(response).await;
        let vcenter =
            builder(&server.url).retry(quick_policy()).connect().await.expect("the login should succeed");
        let before = server.received().len();
        let error = call(&vcenter).await.expect_err("an operation that is not served should fail");
        assert_eq!(error.kind(), ErrorKind::UnsupportedOperation, "{error:?}");
        assert!(error.hint() == Some(Hint::UnsupportedVersion), "{error:?}");
        assert_eq!(server.received().len() - before, 1, "the request should be sent once");
        secrets::check(&error);
    }
}

#[tokio::test]
async fn no_call_takes_it_for_a_missing_resource() {
    check(async |vcenter| vcenter.mount(&item(ITEM), &vm(VM)).await).await;
    check(async |vcenter| vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await).await;
    check(async |vcenter| vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await).await;
    check(async |vcenter| vcenter.unmount(&vm(VM), &"16000".parse()?).any_backing().await).await;
    check(async |vcenter| vcenter.preflight(&item(ITEM), &vm(VM)).await).await;
    check(async |vcenter| vcenter.session_info().await).await;
    check(async |vcenter| vcenter.find_vm("build-01").await).await;
    check(async |vcenter| vcenter.find_iso("linux").await).await;
    check(async |vcenter| vcenter.find_iso("linux").in_library("ISOs").await).await;
    check(async |vcenter| vcenter.library_item(&item(ITEM)).await).await;
}
