//! Environment variables of govc.

use test_support::checked::{self, Checked};
use tokio::process::Command;
use vcenter_iso_simulator::{Simulator, User};

use crate::command::{Home, PASSWORD, USER, run, vcenter_iso};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD)).tls()).await
}

/// Returns `vcenter-iso vms --name build-01` with this environment.
fn vms(environment: &[(&str, &str)]) -> Command {
    let mut command = vcenter_iso(["vms", "--name", "build-01"]);
    command.envs(environment.iter().copied());
    command
}

async fn check(environment: &[(&str, &str)], status: i32, in_stderr: &str) {
    let output = run(vms(environment)).await;
    assert_eq!(output.status, Some(status), "{environment:?}: {output:?}");
    assert!(output.stderr.contains(in_stderr), "should contain {in_stderr:?}:\n{}", output.stderr);
}

#[tokio::test]
async fn govcs_variables_are_sufficient() {
    let simulator = simulator().await;
    let home = Home::new();
    let pem = home.write("ca.pem", simulator.certificate_pem().expect("a certificate"));
    let url = simulator.url();
    let host = url.strip_prefix("https://").expect("https");
    let with_path = format!("{host}/sdk");
    // The password in a URL is percent-encoded.
    let encoded = "pass%22word%2F%C3%A4%26%2541%20secret";
    let with_user = format!("https://{USER}:{encoded}@{host}/sdk");
    let insecure = "warning: GOVC_INSECURE: the server certificate is not checked";

    check(
        &[
            ("GOVC_URL", url),
            ("GOVC_USERNAME", USER),
            ("GOVC_PASSWORD", PASSWORD),
            ("GOVC_TLS_CA_CERTS", &pem),
        ],
        0,
        "",
    )
    .await;
    check(
        &[
            ("GOVC_URL", &with_path),
            ("GOVC_USERNAME", USER),
            ("GOVC_PASSWORD", PASSWORD),
            ("GOVC_INSECURE", "TRUE"),
        ],
        0,
        insecure,
    )
    .await;
    check(&[("GOVC_URL", &with_user), ("GOVC_INSECURE", "1")], 0, insecure).await;
    // govc reads any other value as false.
    check(&[("GOVC_URL", &with_user), ("GOVC_INSECURE", "yes")], 1, "no TLS connection").await;

    // A variable can contain the path of a file with the value.
    let (user, password) = (home.write("user", USER), home.write("password", &format!("{PASSWORD}\n")));
    let files = [
        ("GOVC_URL", url),
        ("GOVC_USERNAME", &user),
        ("GOVC_PASSWORD", &password),
        ("GOVC_TLS_CA_CERTS", &pem),
    ];
    check(&files, 0, "").await;
}

#[tokio::test]
async fn vcenter_variables_override_govcs_variables() {
    let simulator = simulator().await;
    let home = Home::new();
    let pem = home.write("ca.pem", simulator.certificate_pem().expect("a certificate"));
    let url = simulator.url();
    check(
        &[
            ("VCENTER_SERVER", url),
            ("VCENTER_USERNAME", USER),
            ("VCENTER_PASSWORD", PASSWORD),
            ("VCENTER_CA_CERT", &pem),
            ("GOVC_URL", "https://root:other@vcenter.example.com"),
            ("GOVC_USERNAME", "root"),
            ("GOVC_PASSWORD", "other"),
            ("GOVC_INSECURE", "1"),
        ],
        0,
        "",
    )
    .await;
    // Each setting has its own source: the server comes from this command, the rest from govc.
    check(
        &[
            ("VCENTER_SERVER", url),
            ("VCENTER_CA_CERT", &pem),
            ("GOVC_USERNAME", USER),
            ("GOVC_PASSWORD", PASSWORD),
        ],
        0,
        "",
    )
    .await;
    // govc's variable does not disable the certificate check of this command.
    check(
        &[
            ("VCENTER_SERVER", url),
            ("VCENTER_INSECURE", "false"),
            ("GOVC_INSECURE", "1"),
            ("GOVC_USERNAME", USER),
            ("GOVC_PASSWORD", PASSWORD),
        ],
        1,
        "no TLS connection",
    )
    .await;
    // The settings for the server of govc's URL do not apply to another server.
    let elsewhere = ("GOVC_URL", "https://root:other@vcenter.example.com");
    check(&[("VCENTER_SERVER", url), ("VCENTER_CA_CERT", &pem), elsewhere], 2, "no user name").await;
    let user = ("VCENTER_USERNAME", USER);
    let (govc_password, govc_insecure) = (("GOVC_PASSWORD", PASSWORD), ("GOVC_INSECURE", "1"));
    let govc = [govc_password, govc_insecure, elsewhere];
    check(&[("VCENTER_SERVER", url), user, govc[0], govc[1], govc[2]], 2, "no password").await;
    let password = ("VCENTER_PASSWORD", PASSWORD);
    check(&[("VCENTER_SERVER", url), user, password, govc_insecure, elsewhere], 1, "no TLS").await;
    // They apply to another spelling of the same server.
    let same = format!("{}/sdk", url.strip_prefix("https://").expect("https"));
    check(
        &[("VCENTER_SERVER", url), ("GOVC_URL", &same), user, govc_password, govc_insecure],
        0,
        "GOVC_INSECURE",
    )
    .await;
}

#[tokio::test]
async fn invalid_variables_are_rejected() {
    let server = ("VCENTER_SERVER", "https://vcenter.example.com");
    let (user, password) = (("VCENTER_USERNAME", USER), ("VCENTER_PASSWORD", PASSWORD));
    for (name, value, expected) in [
        ("VCENTER_TIMEOUT", "90", "VCENTER_TIMEOUT: expected a number with a unit"),
        ("VCENTER_INSECURE", "maybe", "VCENTER_INSECURE: expected 1 or true, 0 or false"),
        ("VCENTER_THUMBPRINT", "ab:cd", "VCENTER_THUMBPRINT: invalid thumbprint"),
        ("VCENTER_CA_CERT", "/no/such/file", "/no/such/file: cannot read the file"),
        ("VCENTER_LOCALE", "de\u{1}", "is not a language tag"),
    ] {
        check(&[server, user, password, (name, value)], 2, expected).await;
    }
    check(
        &[server, user, password, ("VCENTER_INSECURE", "1"), ("VCENTER_CA_CERT", "a")],
        2,
        "set only one of",
    )
    .await;
    check(&[("GOVC_URL", "root:s3cr/et@vc")], 2, "GOVC_URL: percent-encode").await;
    check(&[("VCENTER_CONTEXT", "lab")], 2, "no context `lab`").await;
    check(&[("GOVC_URL", "https://root:s3cr3t@")], 2, "not a server address").await;
    let output =
        run(vms(&[("GOVC_URL", "ftp://root:s3cr3t@vcenter.example.com"), ("GOVC_INSECURE", "1")])).await;
    assert!(output.status == Some(2) && !output.stderr.contains("s3cr3t"), "{output:?}");
}

#[tokio::test]
async fn the_datacenter_of_govc_limits_the_selection() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    simulator.update_inventory(|inventory| {
        let mut other = inventory.datacenters["datacenter-2"].clone();
        other.name = "lab-02".to_owned();
        inventory.datacenters.insert("datacenter-6".to_owned(), other);
    });
    let login = [("GOVC_URL", simulator.url()), ("GOVC_USERNAME", USER), ("GOVC_PASSWORD", PASSWORD)];
    let vms = async |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = vcenter_iso(["vms", "--name", "build-01"]);
        command.args(arguments).envs(login).envs(variables.iter().copied());
        run(command).await
    };
    let found = "build-01\tvm-42\tPOWERED_OFF\t2\t4096\n";
    for path in ["lab", "/lab", "/emea/lab", ""] {
        vms(&[("GOVC_DATACENTER", path)], &[]).await.check(0, found, "");
    }
    let nothing = vms(&[("GOVC_DATACENTER", "lab-02")], &[]).await;
    nothing.check(4, "", "no virtual machine is named `build-01` among those that fit the filters");
    vms(&[("GOVC_DATACENTER", "lab-02")], &["--datacenter", "lab"]).await.check(0, found, "");
    let wrong = vms(&[("GOVC_DATACENTER", "/elsewhere")], &[]).await;
    wrong.check(2, "", "error: GOVC_DATACENTER\n  caused by: no datacenter is named `elsewhere`");
    // A selection that is not taken over is no silent one.
    let ignored = vms(&[("GOVC_HOST", "esx-01"), ("GOVC_VM", "web")], &[]).await;
    ignored.check(0, found, "variables of govc that are not used: GOVC_VM, GOVC_HOST\n");
}
