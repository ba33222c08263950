//! The configuration file: contexts, and where the password comes from.

use test_support::checked::{self, Checked};
use vcenter_iso_simulator::{Simulator, User};

use crate::command::{Home, PASSWORD, USER, run};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await
}

/// A home with a context `lab`, with these further lines, that is the default one.
fn home(url: &str, lines: &str) -> Home {
    let home = Home::new();
    home.configure(&format!(
        "default_context = \"lab\"\n[contexts.lab]\nserver = \"{url}\"\nusername = \"{USER}\"\n{lines}\n\
         [contexts.other]\nserver = \"vcenter.example.com\"\n"
    ));
    home
}

const VMS: [&str; 3] = ["vms", "--name", "build-01"];
const BUILD_01: &str = "build-01\tvm-42\tPOWERED_OFF\t2\t4096\n";

#[cfg(unix)]
#[tokio::test]
async fn a_context_and_the_command_for_its_password() {
    let simulator = simulator().await;
    let home = home(simulator.url(), "password_command = 'cat \"$HOME/secret\"'");
    home.write("secret", &format!("{PASSWORD}\nand more\n"));
    for arguments in [&[][..], &["--context", "lab"]] {
        run(home.vcenter_iso(VMS.into_iter().chain(arguments.iter().copied()))).await.check(0, BUILD_01, "");
    }
    // The environment does not mix with a context that is named; without a name it comes first.
    let mut command = home.vcenter_iso(VMS.into_iter().chain(["--context", "lab"]));
    command
        .env("VCENTER_SERVER", "vcenter.example.com")
        .env("GOVC_INSECURE", "1")
        .env("VCENTER_USERNAME", "nobody");
    let ended = run(command).await;
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{ended:?}");
    let mut command = home.vcenter_iso(VMS);
    command.env("VCENTER_CONTEXT", "lab").env("GOVC_URL", "vcenter.example.com");
    run(command).await.check(0, BUILD_01, "");
    let mut command = home.vcenter_iso(VMS);
    command.env("VCENTER_SERVER", "sim:");
    run(command).await.check(0, BUILD_01, "using the embedded simulator");
    // What the command leaves running is not waited for.
    let home =
        self::home(simulator.url(), "password_command = 'sleep 30 2>/dev/null & cat \"$HOME/secret\"'");
    home.write("secret", &format!("{PASSWORD}\n"));
    let ended = tokio::time::timeout(std::time::Duration::from_secs(20), run(home.vcenter_iso(VMS))).await;
    ended.expect("it waits for what was left running").check(0, BUILD_01, "");
    // Flags come before the context.
    let ended = run(home.vcenter_iso(VMS.into_iter().chain(["--username", "nobody@vsphere.local"]))).await;
    ended.check(5, "", "login failed");
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_for_the_password_that_gives_none() {
    let simulator = simulator().await;
    for (command, said) in [
        ("echo oops >&2; exit 3", "password_command of context `lab`: it failed (exit status: 3)"),
        ("true", "password_command of context `lab`: the first line is empty"),
        ("printf '\\377\\n'", "password_command of context `lab`: the first line is no UTF-8 text"),
        ("no-such-command-anywhere", "password_command of context `lab`: it failed"),
    ] {
        let home =
            home(simulator.url(), &format!("password_command = \"{}\"", command.replace('\\', "\\\\")));
        run(home.vcenter_iso(VMS)).await.check(2, "", said);
    }
    assert!(simulator.requests().is_empty(), "something was sent without a password");
}

#[tokio::test]
async fn a_context_without_a_command_takes_the_password_of_the_environment() {
    let simulator = simulator().await;
    let home = home(simulator.url(), "timeout = \"30s\"\nlocale = \"de-DE\"");
    let mut command = home.vcenter_iso(VMS);
    command.env("VCENTER_PASSWORD", PASSWORD);
    run(command).await.check(0, BUILD_01, "");
    let language = simulator.requests()[0].header("accept-language").map(str::to_owned);
    assert_eq!(language.as_deref(), Some("de-DE"));
    // That of govc belongs to another server.
    let mut command = home.vcenter_iso(VMS);
    command.env("GOVC_PASSWORD", PASSWORD);
    run(command).await.check(2, "", "no password: set VCENTER_PASSWORD");
}

#[tokio::test]
async fn whom_a_context_trusts() {
    let simulator = checked::start(Simulator::builder().tls()).await;
    let vms = async |lines: &str| {
        let home = home(simulator.url(), lines);
        home.write(".config/vcenter-iso/ca.pem", simulator.certificate_pem().expect("a certificate"));
        home.write("ca.pem", simulator.certificate_pem().expect("a certificate"));
        let mut command = home.vcenter_iso(VMS);
        command.env("VCENTER_PASSWORD", PASSWORD);
        run(command).await
    };
    vms("").await.check(1, "", "no TLS connection");
    // Beside the file, and in the home directory.
    vms("ca_cert = \"ca.pem\"").await.check(0, BUILD_01, "");
    vms("ca_cert = \"~/ca.pem\"").await.check(0, BUILD_01, "");
    vms("insecure = true").await.check(0, BUILD_01, "warning: the context is insecure: the certificate");
    let other = "ab".repeat(32);
    vms(&format!("thumbprint = \"{other}\"")).await.check(1, "", "expected AB:AB:AB");
    vms("thumbprint = \"ab\"").await.check(2, "", "context `lab`: thumbprint: invalid thumbprint");
    vms("timeout = \"90\"").await.check(2, "", "context `lab`: timeout: expected a number with a unit");
    vms("insecure = true\nca_cert = \"ca.pem\"").await.check(
        2,
        "",
        "context `lab`: set one of ca_cert, thumbprint, insecure",
    );
}

#[tokio::test]
async fn a_file_that_does_not_fit() {
    let home = Home::new();
    home.configure("[contexts.lab]\nserver = \"a\"\npassword = \"s3cr3t\"\n");
    let ended = run(home.vcenter_iso(["vms", "--context", "lab"])).await;
    ended.check(2, "", "config.toml, line 3, column 1: unknown field `password`");
    assert!(ended.stderr.contains("no password belongs into this file: set `password_command`"), "{ended:?}");
    assert!(!ended.stderr.contains("s3cr3t"), "the file is quoted: {ended:?}");

    home.configure("default_context = \"prod\"\n[contexts.lab]\nserver = \"a\"\n");
    run(home.vcenter_iso(["vms"])).await.check(2, "", "there is no context `prod` in ");
    assert!(run(home.vcenter_iso(["vms"])).await.stderr.contains("it has `lab`"));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_no_matter_where_it_is_not_needed() {
    let simulator = simulator().await;
    let home = Home::new();
    std::fs::create_dir_all(home.path().join(".config/vcenter-iso/config.toml")).expect("a directory");
    std::fs::create_dir_all(home.path().join(".local/state/vcenter-iso/sessions.json")).expect("a directory");
    let ended = run(home.connected(simulator.url(), VMS)).await;
    ended.check(0, BUILD_01, "warning: ");
    assert!(ended.stderr.contains("the sessions that are kept cannot be read"), "{ended:?}");
    run(home.vcenter_iso(["vms"])).await.check(2, "", "config.toml: the file cannot be read");
    run(home.connected(simulator.url(), ["session"])).await.check(1, "", "cannot be read");
    // Where there can be no files at all, there are none.
    let mut command = home.connected(simulator.url(), VMS);
    command.env("HOME", "/dev/null");
    assert_eq!(run(command).await.stderr, "");
}

#[tokio::test]
async fn the_file_is_where_the_user_says() {
    let simulator = simulator().await;
    let home = Home::new();
    home.write(
        "elsewhere/vcenter-iso/config.toml",
        &format!("[contexts.x]\nserver = \"{}\"\n", simulator.url()),
    );
    let mut command = home.vcenter_iso(VMS.into_iter().chain(["--context", "x", "--username", USER]));
    command.env("XDG_CONFIG_HOME", home.path().join("elsewhere")).env("VCENTER_PASSWORD", PASSWORD);
    run(command).await.check(0, BUILD_01, "");
}
