//! What the contract itself allows and names.

use reqwest::header::{HeaderMap, HeaderValue};
use vcenter_iso_simulator::contract::{Answer, Request, check_answer, check_request};
use vcenter_iso_simulator::example::ITEM;
use vcenter_iso_simulator::{Fault, Simulator};

use crate::client::{Client, send};

const MOUNT: &str = "/api/vcenter/iso/image?action=mount";

fn headers(named: &[(&'static str, &'static str)]) -> HeaderMap {
    named
        .iter()
        .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)))
        .collect()
}

fn answered(
    method: &str,
    path_and_query: &str,
    status: u16,
    content_type: Option<&str>,
    body: &str,
) -> Result<(), String> {
    let request = Request { method, path_and_query, headers: &HeaderMap::new(), body: &[] };
    check_answer(&request, &Answer { status, content_type, body: body.as_bytes() })
}

fn answer_to_mount(status: u16, body: &str) -> Result<(), String> {
    answered("POST", MOUNT, status, Some("application/json"), body)
}

#[test]
fn allows_what_the_spec_allows() {
    let message = r#"{"id":"a","default_message":"b","args":[],"params":null,"localized":null}"#;
    for (status, body) in [
        (200, r#""16000""#.to_owned()),
        (400, format!(r#"{{"messages":[{message}]}}"#)),
        (500, format!(r#"{{"messages":[{message}],"error_type":null,"data":null}}"#)),
        (403, format!(r#"{{"messages":[{message}],"error_type":"UNAUTHORIZED","data":{{"a":1}}}}"#)),
    ] {
        assert_eq!(answer_to_mount(status, &body), Ok(()), "{status} {body}");
    }
}

#[test]
fn names_operation_status_and_fault_of_what_the_spec_does_not_allow() {
    let message = r#"{"id":"a","default_message":"b","args":[]}"#;
    for (status, body, wrong) in [
        (200, "16000".to_owned(), "16000 is not of type \"string\""),
        (200, "\"\"".to_owned(), "is shorter than 1 character"),
        (200, String::new(), "the body is no JSON"),
        (204, String::new(), "the body is no JSON"),
        (400, "{}".to_owned(), "\"messages\" is a required property"),
        (404, r#"{"messages":null}"#.to_owned(), "null is not of type \"array\" (at '/messages')"),
        (
            404,
            r#"{"messages":[{"id":"a"}]}"#.to_owned(),
            "\"args\" is a required property (at '/messages/0')",
        ),
        (500, format!(r#"{{"messages":[{message}],"error_type":"BROKEN"}}"#), "(at '/error_type')"),
        (503, r#"{"messages":[],"data":[]}"#.to_owned(), "(at '/data')"),
    ] {
        let report = answer_to_mount(status, &body).expect_err("the spec does not allow this answer");
        let begin = format!("Vcenter.Iso.Image_mount answered {status}, and the spec does not allow it: ");
        assert!(report.starts_with(&begin) && report.contains(wrong), "{report}");
    }
}

#[test]
fn checks_formats_content_types_empty_bodies_and_what_is_no_operation() {
    let json = Some("application/json");
    let info = r#"{"user":"a","created_time":"yesterday","last_accessed_time":"2026-01-15T08:30:00.000Z"}"#;
    let not_found = r#"{"messages":[]}"#;
    for (answer, wrong) in [
        (answered("GET", "/api/session", 200, json, info), "(at '/created_time')"),
        (
            answered("POST", "/api/session", 201, Some("text/plain"), "\"a\""),
            "the content type is text/plain",
        ),
        (answered("POST", "/api/session", 201, None, "\"a\""), "there is no content type"),
        (answered("DELETE", "/api/session", 204, None, "{}"), "a body where none belongs: {}"),
        (answered("GET", "/api/nowhere", 200, json, "1"), "what is not there answers 404"),
        (answered("POST", "/api/vcenter/iso/image", 404, json, "{}"), "\"messages\" is a required property"),
    ] {
        let report = answer.expect_err("the spec does not allow this answer");
        assert!(report.contains(wrong), "{report}");
    }
    assert_eq!(answered("DELETE", "/api/session", 204, None, ""), Ok(()));
    assert_eq!(answered("GET", "/api/nowhere", 404, json, not_found), Ok(()));
}

#[test]
fn allows_the_requests_of_the_spec_and_names_what_is_wrong_with_others() {
    let session = [("vmware-api-session-id", "a"), ("content-type", "application/json; charset=utf-8")];
    let request = |method, path_and_query, named: &[_], body: &str| {
        check_request(&Request { method, path_and_query, headers: &headers(named), body: body.as_bytes() })
    };
    let mount = r#"{"library_item":"a","vm":"vm-42"}"#;
    for allowed in [
        request("POST", MOUNT, &session, mount),
        request("POST", "/api/session", &[("authorization", "Basic a")], ""),
        request("GET", "/api/vcenter/vm?names=a&names=b&power_states=POWERED_ON", &session, ""),
        request("GET", "/api/vcenter/folder?names=a&type=VIRTUAL_MACHINE&parent_folders=b", &session, ""),
        request("GET", "/api/vcenter/cluster?clusters=a&clusters=b&folders=c", &session, ""),
        request("GET", "/api/vcenter/vm/vm-42/hardware/cdrom/16000", &session, ""),
        request("GET", "/api/content/library/item?library_id=a", &session, ""),
        request("POST", "/api/content/library/item?action=find", &session, r#"{"name":"a","cached":null}"#),
    ] {
        assert_eq!(allowed, Ok(()));
    }
    for (refused, wrong) in [
        (request("POST", MOUNT, &session[1..], mount), "vmware-api-session-id is missing"),
        (request("POST", "/api/session", &session, ""), "authorization is missing"),
        (request("POST", MOUNT, &session[..1], mount), "the content type is ''"),
        (request("POST", MOUNT, &session, ""), "the body is no JSON"),
        (request("POST", MOUNT, &session, r#"{"vm":"vm-42"}"#), "\"library_item\" is a required property"),
        (request("POST", MOUNT, &session, r#"{"library_item":"a","vm":""}"#), "is shorter than 1 character"),
        (
            request("POST", MOUNT, &session, r#"{"library_item":"a","vm":"b","cdrom":"c"}"#),
            "'cdrom' was unexpected",
        ),
        (request("GET", "/api/session", &session, "{}"), "a body where none belongs"),
        (request("GET", "/api/vcenter/vm?name=a", &session, ""), "the parameter name is not declared"),
        (
            request("GET", "/api/vcenter/vm?power_states=on", &session, ""),
            "the parameter power_states: \"on\" is not one of",
        ),
        (
            request("GET", "/api/vcenter/folder?type=HOST&type=NETWORK", &session, ""),
            "type: it is there more than once",
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
            "library_id: it is there more than once",
        ),
        (request("PUT", "/api/session", &session, ""), "PUT /api/session is no operation"),
        (request("GET", "/api/vcenter/vm//hardware/cdrom", &session, ""), "is no operation"),
    ] {
        let report = refused.expect_err("the spec does not allow this request");
        assert!(report.contains(wrong), "{report}");
    }
}

#[tokio::test]
async fn the_simulator_tells_what_broke_the_contract_but_for_faults() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let client = Client::logged_in(&simulator).await;
    client.mount("vm-42", ITEM).await.string(200);
    simulator.inject("mount", [Fault::Html(200)]);
    let request = client.request("POST", MOUNT).send().await.expect("an answer");
    assert_eq!(request.status(), 200);
    assert_eq!(simulator.contract_violations(), Vec::<String>::new());

    send(client.request("GET", "/api/vcenter/vm?name=web")).await;
    let [violation] = simulator.contract_violations().try_into().expect("one violation");
    assert!(violation.contains("Vcenter.VM_list") && violation.contains("name"), "{violation}");

    let unchecked = Simulator::builder().contract_checked(false).start().await.expect("it starts");
    send(Client::of(&unchecked).request("GET", "/api/vcenter/vm?name=web")).await;
    assert!(unchecked.contract_violations().is_empty());
}
