//! `login`, `logout` and `session`, and the session that commands share.

use test_support::checked::{self, Checked};
use vcenter_iso_simulator::{Operation, Simulator, User};

use crate::command::{Home, PASSWORD, USER, free_of_sessions, run};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await
}

const VMS: [&str; 3] = ["vms", "--name", "build-01"];
const BUILD_01: &str = "build-01\tvm-42\tPOWERED_OFF\t2\t4096\n";

/// Creates a home and logs in.
async fn logged_in(simulator: &Simulator) -> Home {
    let home = Home::new();
    let output = run(home.connected(simulator.url(), ["login"])).await;
    output.check(0, "", &format!("logged in to {}/api as {USER}\n", simulator.url()));
    free_of_sessions(simulator, &output.stderr);
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 1));
    home
}

/// Runs a command with the server and without a password.
async fn without_password(
    home: &Home,
    simulator: &Simulator,
    arguments: &[&str],
) -> crate::command::CommandOutput {
    let mut command = home.vcenter_iso(arguments.iter().copied());
    command.env("VCENTER_SERVER", simulator.url());
    run(command).await
}

#[tokio::test]
async fn commands_use_the_session_until_the_logout() {
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    for _ in 0..3 {
        without_password(&home, &simulator, &VMS).await.check(0, BUILD_01, "");
        run(home.connected(simulator.url(), VMS)).await.check(0, BUILD_01, "");
    }
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 1), "a command created its own session");

    let shown = without_password(&home, &simulator, &["session"]).await;
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(shown.stdout.starts_with(&format!("{}/api\t{USER}\t20", simulator.url())), "{shown:?}");
    let shown = without_password(&home, &simulator, &["session", "--output", "json"]).await;
    assert!(shown.stdout.contains(&format!("\"user\": \"{USER}\"")), "{shown:?}");
    free_of_sessions(&simulator, &shown.stdout);

    // A second login keeps the session.
    run(home.connected(simulator.url(), ["login"])).await.check(0, "", "already logged in to");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 1));

    without_password(&home, &simulator, &["logout"]).await.check(0, "", &format!("logged out {USER} at "));
    assert_eq!((simulator.open_sessions(), home.sessions().as_str()), (0, "[]"));
    without_password(&home, &simulator, &["logout"]).await.check(0, "", "no session is stored for");
    without_password(&home, &simulator, &["session"]).await.check(
        5,
        "",
        "hint: log in with `vcenter-iso login`",
    );
    // Without a stored session each command logs in and out.
    run(home.connected(simulator.url(), VMS)).await.check(0, BUILD_01, "");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (0, 2));
}

#[cfg(unix)]
#[tokio::test]
async fn other_users_cannot_read_the_session_file() {
    use std::os::unix::fs::PermissionsExt;
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    let directory = home.path().join(".local/state/vcenter-iso");
    let file = directory.join("sessions.json");
    let mode = |path| std::fs::metadata(path).expect("the file").permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(&directory)), (0o600, 0o700));
    let files: Vec<_> = std::fs::read_dir(&directory)
        .expect("the directory")
        .flatten()
        .map(|file| file.file_name())
        .collect();
    assert_eq!(files.len(), 2, "there should be only the session file and its lock: {files:?}");
}

#[tokio::test]
async fn an_expired_session_is_renewed_with_a_password() {
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    simulator.expire_sessions();
    without_password(&home, &simulator, &VMS).await.check(5, "", "has expired\nhint: log in with");
    without_password(&home, &simulator, &["session"]).await.check(5, "", "has expired");

    run(home.connected(simulator.url(), VMS)).await.check(0, BUILD_01, "");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 2), "the new session is not stored");
    without_password(&home, &simulator, &VMS).await.check(0, BUILD_01, "");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 2), "the new session is not used");

    simulator.expire_sessions();
    run(home.connected(simulator.url(), ["login"])).await.check(0, "", &format!("as {USER}\n"));
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 3));
    simulator.expire_sessions();
    // A logout succeeds although the session has expired.
    without_password(&home, &simulator, &["logout"]).await.check(0, "", "logged out");
    assert_eq!(home.sessions(), "[]");
}

#[tokio::test]
async fn a_session_that_expires_during_the_work_is_renewed_and_stored() {
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    simulator.inject(Operation::VcenterIsoImageMount, [vcenter_iso_simulator::Fault::expire_session()]);
    let mount = ["mount", "--vm", "build-01", "--item", "linux-installer"];
    run(home.connected(simulator.url(), mount)).await.check(0, "build-01\tvm-42\tmounted\t16000\n", "");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 2));
    without_password(&home, &simulator, &VMS).await.check(0, BUILD_01, "");
}

#[tokio::test]
async fn a_renewed_session_that_is_rejected_is_not_left_open() {
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    let rejected = || crate::fleet::error(401, "UNAUTHENTICATED");
    simulator.inject(Operation::CisSessionGet, [rejected(), rejected()]);
    run(home.connected(simulator.url(), VMS)).await.check(0, BUILD_01, "");
    assert_eq!(
        (simulator.open_sessions(), simulator.logins()),
        (1, 3),
        "a session that was rejected by mistake is still open"
    );
    without_password(&home, &simulator, &["logout"]).await.check(0, "", "logged out");
    assert_eq!(simulator.open_sessions(), 0);
}

/// A full disk can leave an empty file.
#[tokio::test]
async fn an_empty_session_file_has_no_session() {
    let simulator = simulator().await;
    let home = Home::new();
    home.write(".local/state/vcenter-iso/sessions.json", "");
    run(home.connected(simulator.url(), VMS)).await.check(0, BUILD_01, "");
    run(home.connected(simulator.url(), ["login"])).await.check(0, "", "logged in");
    without_password(&home, &simulator, &VMS).await.check(0, BUILD_01, "");
}

#[tokio::test]
async fn a_logout_that_fails_once_is_repeated() {
    let simulator = simulator().await;
    simulator.inject(Operation::CisSessionDelete, [vcenter_iso_simulator::Fault::no_healthy_upstream()]);
    run(Home::new().connected(simulator.url(), VMS)).await.check(0, BUILD_01, "");
    assert_eq!(simulator.open_sessions(), 0, "the session is still open");
}

#[cfg(unix)]
#[tokio::test]
async fn a_context_renews_with_its_password_command() {
    let simulator = simulator().await;
    let home = Home::new();
    home.write("secret", PASSWORD);
    home.configure(&format!(
        "default_context = \"lab\"\n[contexts.lab]\nserver = \"{}\"\nusername = \"{USER}\"\n\
         password_command = 'echo x >> \"$HOME/runs\"; cat \"$HOME/secret\"'\n",
        simulator.url()
    ));
    let runs = || std::fs::read_to_string(home.path().join("runs")).unwrap_or_default().len() / 2;
    run(home.vcenter_iso(["login"])).await.check(0, "", "logged in");
    run(home.vcenter_iso(VMS)).await.check(0, BUILD_01, "");
    assert_eq!(runs(), 1, "the password command was run although there was a session");
    simulator.expire_sessions();
    run(home.vcenter_iso(VMS)).await.check(0, BUILD_01, "");
    assert_eq!((runs(), simulator.open_sessions(), simulator.logins()), (2, 1, 2));
}

#[tokio::test]
async fn concurrent_commands_leave_one_session() {
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    for expired in [false, true] {
        if expired {
            simulator.expire_sessions();
        }
        for _ in 0..5 {
            let calls = (0..20).map(|_| tokio::spawn(run(home.connected(simulator.url(), VMS))));
            for call in calls.collect::<Vec<_>>() {
                call.await.expect("a call").check(0, BUILD_01, "");
            }
        }
        assert_eq!(
            simulator.open_sessions(),
            1,
            "there should be one open session; expired before: {expired}"
        );
        without_password(&home, &simulator, &VMS).await.check(0, BUILD_01, "");
    }
}

#[tokio::test]
async fn concurrent_logins_leave_one_session() {
    let simulator = simulator().await;
    let home = Home::new();
    let logins = (0..8).map(|_| tokio::spawn(run(home.connected(simulator.url(), ["login"]))));
    for login in logins.collect::<Vec<_>>() {
        login.await.expect("a login").check(0, "", "logged in to");
    }
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 1));
}

#[tokio::test]
async fn each_server_and_user_has_its_own_session() {
    let (one, other) = (simulator().await, simulator().await);
    let home = logged_in(&one).await;
    run(home.connected(other.url(), ["login"])).await.check(0, "", "logged in to");
    one.update_inventory(|inventory| inventory.vms.remove("vm-42"));
    without_password(&home, &one, &VMS).await.check(4, "", "no virtual machine is named `build-01`");
    without_password(&home, &other, &VMS).await.check(0, BUILD_01, "");
    // Another spelling names the same server.
    let with_slash = format!("{}/", other.url());
    run(home.vcenter_iso(VMS.into_iter().chain(["--server", &with_slash]))).await.check(0, BUILD_01, "");
    without_password(&home, &one, &["logout"]).await.check(0, "", "logged out");
    without_password(&home, &other, &VMS).await.check(0, BUILD_01, "");

    // With two users, the user name is required.
    let second = checked::start(Simulator::builder()).await;
    for user in ["a@vsphere.local", "b@vsphere.local"] {
        let mut command = home.connected(second.url(), ["login"]);
        command.env("VCENTER_USERNAME", user);
        run(command).await.check(0, "", &format!("as {user}\n"));
    }
    without_password(&home, &second, &VMS).await.check(2, "", "2 users have a session at");
    let chosen = VMS.into_iter().chain(["--username", "b@vsphere.local"]);
    without_password(&home, &second, &chosen.collect::<Vec<_>>()).await.check(0, BUILD_01, "");
}

#[tokio::test]
async fn a_failed_login_stores_nothing() {
    let simulator = simulator().await;
    let home = Home::new();
    let mut command = home.connected(simulator.url(), ["login"]);
    command.env("VCENTER_PASSWORD", "wrong");
    run(command).await.check(5, "", "login failed");
    assert_eq!(home.sessions(), "");
    assert_eq!((home.sessions().as_str(), simulator.logins()), ("", 0));
    run(home.vcenter_iso(["login", "--server", "sim:"])).await.check(2, "", "vcenter-iso simulate");
}

#[tokio::test]
async fn the_error_for_an_invalid_session_file_does_not_quote_it() {
    let simulator = simulator().await;
    let home = Home::new();
    for text in ["{", "[{\"session\": \"s3cr3t\"}]", "[\"s3cr3t\"]"] {
        let file = home.write(".local/state/vcenter-iso/sessions.json", text);
        let output = run(home.connected(simulator.url(), VMS)).await;
        output.check(2, "", &format!("{file}: invalid session file; remove it and log in again"));
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
}

#[tokio::test]
async fn a_session_that_is_replaced_after_a_mistaken_rejection_is_ended() {
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    let rejected = || crate::fleet::error(401, "UNAUTHENTICATED");
    simulator.inject(Operation::CisSessionGet, [rejected(), rejected()]);
    run(home.connected(simulator.url(), ["login"])).await.check(0, "", "logged in");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (1, 2), "the replaced session is still open");
    without_password(&home, &simulator, &["logout"]).await.check(0, "", "logged out");
    assert_eq!(simulator.open_sessions(), 0);
}

/// The output contains neither a session that the command only reads from the file nor a password that it
/// does not send.
#[tokio::test]
async fn secrets_that_a_server_echoes_to_another_command_are_redacted() {
    let echo = |secret: &str| {
        test_support::faulty::Act::json(
            "500 Oops",
            &serde_json::json!({ "error_type": "ERROR", "messages": [format!("sorry, {secret}")] })
                .to_string(),
        )
    };
    let simulator = simulator().await;
    let home = logged_in(&simulator).await;
    let stored: serde_json::Value = serde_json::from_str(&home.sessions()).expect("sessions");
    let session = stored[0]["session"].as_str().expect("a session").to_owned();

    // Use the file for a server that echoes the secrets.
    let (first, second) = (echo(PASSWORD), echo(&session));
    let server = test_support::faulty::Faulty::start_with(move |request| {
        if request.starts_with("GET /api/session") && request.contains("no-echo") {
            test_support::faulty::Act::json("401 Unauthorized", "{}")
        } else if request.starts_with("POST ") {
            second.clone()
        } else {
            first.clone()
        }
    })
    .await;
    let file = home.path().join(".local/state/vcenter-iso/sessions.json");
    let text = std::fs::read_to_string(&file).expect("sessions").replace(simulator.url(), &server.url);
    std::fs::write(&file, text).expect("sessions");
    for command in ["session", "logout", "login", "vms"] {
        let output = run(home.connected(&server.url, [command])).await;
        assert_ne!(output.status, Some(0), "{command}");
        crate::command::free_of_secrets(&output.stderr);
        assert!(!output.stderr.contains(&session), "{command}: {}", output.stderr);
    }
}
