//! The check against the document: the exchanges that it accepts, and the message for each violation.

use test_support::checked;
use test_support::contract::{Request, Response, check_request, check_response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use vcenter_iso_simulator::{Fault, Operation, Simulator};

const MOUNT: &str = "/api/vcenter/iso/image?action=mount";

fn check(
    method: &str,
    path_and_query: &str,
    status: u16,
    content_type: Option<&str>,
    body: &str,
) -> Result<(), String> {
    let request = Request { method, path_and_query, headers: &[], body: &[] };
    check_response(&request, &Response { status, content_type, body: body.as_bytes() })
}

fn check_mount(status: u16, body: &str) -> Result<(), String> {
    check("POST", MOUNT, status, Some("application/json"), body)
}

#[test]
fn accepts_responses_that_conform_to_the_spec() {
    let message = r#"{"id":"a","default_message":"b","args":[],"params":null,"localized":null}"#;
    for (status, body) in [
        (200, r#""16000""#.to_owned()),
        (400, format!(r#"{{"messages":[{message}]}}"#)),
        (500, format!(r#"{{"messages":[{message}],"error_type":null,"data":null}}"#)),
        (403, format!(r#"{{"messages":[{message}],"error_type":"UNAUTHORIZED","data":{{"a":1}}}}"#)),
        // Listed under the status.
        (400, format!(r#"{{"messages":[{message}],"error_type":"NOT_ALLOWED_IN_CURRENT_STATE"}}"#)),
        // Not listed, but sent by the simulator.
        (500, format!(r#"{{"messages":[{message}],"error_type":"RESOURCE_BUSY"}}"#)),
        // The response `default` lists none.
        (501, format!(r#"{{"messages":[{message}],"error_type":"UNSUPPORTED"}}"#)),
    ] {
        assert_eq!(check_mount(status, &body), Ok(()), "{status} {body}");
    }
}

#[test]
fn reports_operation_status_and_violation() {
    let message = r#"{"id":"a","default_message":"b","args":[]}"#;
    for (status, body, expected) in [
        (200, "16000".to_owned(), "16000 is not of type \"string\""),
        (200, "\"\"".to_owned(), "is shorter than 1 character"),
        (200, String::new(), "the body is not JSON"),
        (204, String::new(), "the body is not JSON"),
        (400, "{}".to_owned(), "\"messages\" is a required property"),
        (404, r#"{"messages":null}"#.to_owned(), "null is not of type \"array\" (at '/messages')"),
        (
            404,
            r#"{"messages":[{"id":"a"}]}"#.to_owned(),
            "\"args\" is a required property (at '/messages/0')",
        ),
        (500, format!(r#"{{"messages":[{message}],"error_type":"BROKEN"}}"#), "(at '/error_type')"),
        (503, r#"{"messages":[],"data":[]}"#.to_owned(), "(at '/data')"),
        (
            404,
            r#"{"messages":[],"error_type":"INVALID_ARGUMENT"}"#.to_owned(),
            r#"INVALID_ARGUMENT is not one of ["NOT_FOUND"], the `x-error-types` of the status"#,
        ),
        (
            500,
            r#"{"messages":[],"error_type":"TIMED_OUT"}"#.to_owned(),
            r#"TIMED_OUT is not one of ["RESOURCE_INACCESSIBLE"]"#,
        ),
    ] {
        let violation = check_mount(status, &body).expect_err("the response should violate the spec");
        let prefix = format!("the response {status} of Vcenter.Iso.Image_mount violates the spec: ");
        assert!(violation.starts_with(&prefix) && violation.contains(expected), "{violation}");
    }
}

#[test]
fn checks_formats_content_types_empty_bodies_and_unknown_operations() {
    let json = Some("application/json");
    let info = r#"{"user":"a","created_time":"yesterday","last_accessed_time":"2026-01-15T08:30:00.000Z"}"#;
    let not_found = r#"{"messages":[]}"#;
    for (response, expected) in [
        (check("GET", "/api/session", 200, json, info), "(at '/created_time')"),
        (check("POST", "/api/session", 201, Some("text/plain"), "\"a\""), "the content type is text/plain"),
        (check("POST", "/api/session", 201, None, "\"a\""), "the content type is missing"),
        (check("DELETE", "/api/session", 204, None, "{}"), "the body must be empty, and is {}"),
        (check("GET", "/api/nowhere", 200, json, "1"), "the response to an unknown operation is 404"),
        (check("POST", "/api/vcenter/iso/image", 404, json, "{}"), "\"messages\" is a required property"),
    ] {
        let violation = response.expect_err("the response should violate the spec");
        assert!(violation.contains(expected), "{violation}");
    }
    assert_eq!(check("DELETE", "/api/session", 204, None, ""), Ok(()));
    assert_eq!(check("GET", "/api/nowhere", 404, json, not_found), Ok(()));
}

#[test]
fn accepts_requests_that_conform_and_reports_each_violation() {
    let session = [("vmware-api-session-id", "a"), ("content-type", "application/json; charset=utf-8")];
    let request = |method, path_and_query, headers: &[_], body: &str| {
        check_request(&Request { method, path_and_query, headers, body: body.as_bytes() })
    };
    let mount = r#"{"library_item":"a","vm":"vm-42"}"#;
    for accepted in [
        request("POST", MOUNT, &session, mount),
        request("POST", "/api/session", &[("authorization", "Basic a")], ""),
        request("GET", "/api/vcenter/vm?names=a&names=b&power_states=POWERED_ON", &session, ""),
        request("GET", "/api/vcenter/folder?names=a&type=VIRTUAL_MACHINE&parent_folders=b", &session, ""),
        request("GET", "/api/vcenter/cluster?clusters=a&clusters=b&folders=c", &session, ""),
        request("GET", "/api/vcenter/vm/vm-42/hardware/cdrom/16000", &session, ""),
        request("GET", "/api/content/library/item?library_id=a", &session, ""),
        request("POST", "/api/content/library/item?action=find", &session, r#"{"name":"a","cached":null}"#),
    ] {
        assert_eq!(accepted, Ok(()));
    }
    for (rejected, expected) in [
        (request("POST", MOUNT, &session[1..], mount), "vmware-api-session-id is missing"),
        (request("POST", "/api/session", &session, ""), "authorization is missing"),
        (
            request("POST", "/api/session", &[("authorization", "Bearer a")], ""),
            "authorization does not start with basic",
        ),
        (request("POST", MOUNT, &session[..1], mount), "the content type is ''"),
        (request("POST", MOUNT, &session, ""), "the body is not JSON"),
        (request("POST", MOUNT, &session, r#"{"vm":"vm-42"}"#), "\"library_item\" is a required property"),
        (request("POST", MOUNT, &session, r#"{"library_item":"a","vm":""}"#), "is shorter than 1 character"),
        (
            request("POST", MOUNT, &session, r#"{"library_item":"a","vm":"b","cdrom":"c"}"#),
            "'cdrom' was unexpected",
        ),
        (request("GET", "/api/session", &session, "{}"), "the body must be empty"),
        (request("GET", "/api/vcenter/vm?name=a", &session, ""), "the parameter name is not declared"),
        (
            request("GET", "/api/vcenter/vm?power_states=on", &session, ""),
            "the parameter power_states: \"on\" is not one of",
        ),
        (
            request("GET", "/api/vcenter/folder?type=HOST&type=NETWORK", &session, ""),
            "type: it occurs more than once",
        ),
        (
            request("GET", "/api/vcenter/cluster?folders=", &session, ""),
            "the parameter folders: \"\" is shorter than 1 character",
        ),
        (
            request("GET", "/api/content/library/item", &session, ""),
            "the parameter library_id: it is missing",
        ),
        (
            request("GET", "/api/content/library/item?library_id=a&library_id=b", &session, ""),
            "library_id: it occurs more than once",
        ),
        (request("PUT", "/api/session", &session, ""), "PUT /api/session is not an operation"),
        (request("GET", "/api/vcenter/vm//hardware/cdrom", &session, ""), "is not an operation"),
    ] {
        let violation = rejected.expect_err("the request should violate the spec");
        assert!(violation.contains(expected), "{violation}");
    }
}

/// Lists VMs with a parameter that the spec does not declare.
async fn send_undeclared(simulator: &Simulator) {
    let address = simulator.url().trim_start_matches("http://");
    let mut connection = TcpStream::connect(address).await.expect("the simulator should listen");
    let request =
        format!("GET /api/vcenter/vm?name=web HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await.expect("the request should be sent");
    connection.read_to_end(&mut Vec::new()).await.expect("the simulator should respond");
}

#[tokio::test]
#[should_panic(expected = "the request for Vcenter.VM_list violates the spec")]
async fn a_violation_fails_the_test_of_the_simulator() {
    let simulator = checked::start(Simulator::builder()).await;
    send_undeclared(&simulator).await;
}

#[tokio::test]
async fn exchanges_with_a_fault_are_exempt() {
    let simulator = checked::start(Simulator::builder()).await;
    simulator.inject(Operation::VcenterVmList, [Fault::html(502)]);
    send_undeclared(&simulator).await;
}
