//! The configuration file: contexts and password commands.

use test_support::checked::{self, Checked};
use vcenter_iso_simulator::{Simulator, User};

use crate::command::{Home, PASSWORD, USER, run};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await
}

/// Creates a home with the default context `lab`, which has these additional lines.
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
async fn a_context_can_have_a_password_command() {
    let simulator = simulator().await;
    let home = home(simulator.url(), "password_command = 'cat \"$HOME/secret\"'");
    home.write("secret", &format!("{PASSWORD}\nand more\n"));
    for arguments in [&[][..], &["--context", "lab"]] {
        run(home.vcenter_iso(VMS.into_iter().chain(arguments.iter().copied()))).await.check(0, BUILD_01, "");
    }
    // The environment does not add to a named context. It takes precedence over the default context.
    let mut command = home.vcenter_iso(VMS.into_iter().chain(["--context", "lab"]));
    command
        .env("VCENTER_SERVER", "vcenter.example.com")
        .env("GOVC_INSECURE", "1")
        .env("VCENTER_USERNAME", "nobody");
    let output = run(command).await;
    assert_eq!((output.status, output.stderr.as_str()), (Some(0), ""), "{output:?}");
    let mut command = home.vcenter_iso(VMS);
    command.env("VCENTER_CONTEXT", "lab").env("GOVC_URL", "vcenter.example.com");
    run(command).await.check(0, BUILD_01, "");
    let mut command = home.vcenter_iso(VMS);
    command.env("VCENTER_SERVER", "sim:");
    run(command).await.check(0, BUILD_01, "using the embedded simulator");
    // Password stores print further lines, here more than a pipe holds.
    let chatty = "password_command = 'cat \"$HOME/secret\"; i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; i=$((i+1)); done'";
    let home = self::home(simulator.url(), chatty);
    home.write("secret", &format!("{PASSWORD}\n"));
    run(home.vcenter_iso(VMS)).await.check(0, BUILD_01, "");
    // A background process of the command is not awaited.
    let home =
        self::home(simulator.url(), "password_command = 'sleep 30 2>/dev/null & cat \"$HOME/secret\"'");
    home.write("secret", &format!("{PASSWORD}\n"));
    let output = tokio::time::timeout(std::time::Duration::from_secs(20), run(home.vcenter_iso(VMS))).await;
    output.expect("the command should not wait for the background process").check(0, BUILD_01, "");
    // Flags override the context.
    let output = run(home.vcenter_iso(VMS.into_iter().chain(["--username", "nobody@vsphere.local"]))).await;
    output.check(5, "", "login failed");
}

#[cfg(unix)]
#[tokio::test]
async fn a_password_command_must_print_a_password() {
    let simulator = simulator().await;
    for (command, expected) in [
        ("echo oops >&2; exit 3", "password_command of context `lab`: the command failed (exit status: 3)"),
        ("true", "password_command of context `lab`: the first line is empty"),
        ("printf '\\377\\n'", "password_command of context `lab`: the first line is not UTF-8 text"),
        ("no-such-command-anywhere", "password_command of context `lab`: the command failed"),
    ] {
        let home =
            home(simulator.url(), &format!("password_command = \"{}\"", command.replace('\\', "\\\\")));
        run(home.vcenter_iso(VMS)).await.check(2, "", expected);
    }
    assert!(simulator.requests().is_empty(), "a request was sent without a password");
}

#[tokio::test]
async fn a_context_without_a_command_uses_the_password_of_the_environment() {
    let simulator = simulator().await;
    let home = home(simulator.url(), "timeout = \"30s\"\nlocale = \"de-DE\"");
    let mut command = home.vcenter_iso(VMS);
    command.env("VCENTER_PASSWORD", PASSWORD);
    run(command).await.check(0, BUILD_01, "");
    let language = simulator.requests()[0].header("accept-language").map(str::to_owned);
    assert_eq!(language.as_deref(), Some("de-DE"));
    // A context does not use govc's password.
    let mut command = home.vcenter_iso(VMS);
    command.env("GOVC_PASSWORD", PASSWORD);
    run(command).await.check(2, "", "no password: set VCENTER_PASSWORD");
}

#[tokio::test]
async fn certificate_trust_of_a_context() {
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
    // A path is relative to the configuration file. `~` is the home directory.
    vms("ca_cert = \"ca.pem\"").await.check(0, BUILD_01, "");
    vms("ca_cert = \"~/ca.pem\"").await.check(0, BUILD_01, "");
    vms("insecure = true").await.check(0, BUILD_01, "warning: context `lab`: the server certificate");
    let other = "ab".repeat(32);
    vms(&format!("thumbprint = \"{other}\"")).await.check(1, "", "expected AB:AB:AB");
    vms("thumbprint = \"ab\"").await.check(2, "", "context `lab`: thumbprint: invalid thumbprint");
    vms("timeout = \"90\"").await.check(2, "", "context `lab`: timeout: expected a number with a unit");
    vms("insecure = true\nca_cert = \"ca.pem\"").await.check(
        2,
        "",
        "context `lab`: set only one of ca_cert, thumbprint and insecure",
    );
}

#[tokio::test]
async fn an_invalid_file_is_rejected() {
    let home = Home::new();
    home.configure("[contexts.lab]\nserver = \"a\"\npassword = \"s3cr3t\"\n");
    let output = run(home.vcenter_iso(["vms", "--context", "lab"])).await;
    output.check(2, "", "config.toml, line 3, column 1: unknown field `password`");
    assert!(
        output.stderr.contains("passwords are not allowed in this file: set `password_command`"),
        "{output:?}"
    );
    assert!(!output.stderr.contains("s3cr3t"), "the file is quoted: {output:?}");

    home.configure("default_context = \"prod\"\n[contexts.lab]\nserver = \"a\"\n");
    run(home.vcenter_iso(["vms"])).await.check(2, "", "no context `prod` in ");
    assert!(run(home.vcenter_iso(["vms"])).await.stderr.contains("known contexts: `lab`"));
}

#[tokio::test]
async fn an_unreadable_file_is_an_error_only_if_it_is_needed() {
    let simulator = simulator().await;
    let home = Home::new();
    std::fs::create_dir_all(home.path().join(".config/vcenter-iso/config.toml")).expect("a directory");
    std::fs::create_dir_all(home.path().join(".local/state/vcenter-iso/sessions.json")).expect("a directory");
    let output = run(home.connected(simulator.url(), VMS)).await;
    output.check(0, BUILD_01, "warning: ");
    assert!(output.stderr.contains("cannot read the stored sessions"), "{output:?}");
    run(home.vcenter_iso(["vms"])).await.check(2, "", "config.toml: cannot read the file");
    run(home.connected(simulator.url(), ["session"])).await.check(1, "", "cannot read the stored sessions");
    // If the home directory is not a directory, there are no files.
    let mut command = home.connected(simulator.url(), VMS);
    command.env("HOME", "/dev/null");
    assert_eq!(run(command).await.stderr, "");
}

#[tokio::test]
async fn xdg_config_home_sets_the_directory_of_the_file() {
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
