//! Files of this user that another user can write or read.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{PermissionsExt as _, lchown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use test_support::checked::{self, Checked};
use tokio::time::timeout;
use vcenter_iso_simulator::{Simulator, User};

use crate::command::{CommandOutput, Home, PASSWORD, USER, run, set_mode};

const CONFIGURATION: &str = ".config/vcenter-iso/config.toml";
const STATE: &str = ".local/state/vcenter-iso";
const LOCK: &str = ".local/state/vcenter-iso/sessions.lock";
const SESSIONS: &str = ".local/state/vcenter-iso/sessions.json";
const VMS: [&str; 3] = ["vms", "--name", "build-01"];
const BUILD_01: &str = "build-01\tvm-42\tPOWERED_OFF\t2\t4096\n";
/// A user who is neither root nor the user of the tests.
const OTHER_USER: u32 = 65_534;

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await
}

/// Returns a configuration file whose password command creates the file `ran`.
fn configuration(simulator: &Simulator) -> String {
    format!(
        "default_context = \"lab\"\n[contexts.lab]\nserver = \"{}\"\nusername = \"{USER}\"\n\
         password_command = 'touch \"$HOME/ran\"; cat \"$HOME/secret\"'\n",
        simulator.url()
    )
}

fn home(simulator: &Simulator) -> Home {
    let home = Home::new();
    home.configure(&configuration(simulator));
    home.write("secret", PASSWORD);
    home
}

async fn vms(home: &Home) -> CommandOutput {
    run(home.vcenter_iso(VMS)).await
}

#[track_caller]
fn check_rejected(home: &Home, output: &CommandOutput, expected: &str) {
    output.check(2, "", expected);
    assert!(!home.path().join("ran").exists(), "the password command was run");
}

/// Changes the owner of a file, a directory or a symbolic link. Returns `false` without root's privileges.
fn give_away(path: impl AsRef<Path>) -> bool {
    match lchown(&path, Some(OTHER_USER), None) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => false,
        Err(error) => panic!("{}: {error}", path.as_ref().display()),
    }
}

#[tokio::test]
async fn a_configuration_file_that_others_can_write_is_rejected() {
    let simulator = simulator().await;
    for mode in [0o664, 0o646, 0o620, 0o602, 0o666] {
        let home = home(&simulator);
        let file = home.path().join(CONFIGURATION);
        set_mode(&file, mode);
        let expected = format!("{}: other users can write the file (mode {mode:03o})", file.display());
        check_rejected(&home, &vms(&home).await, &expected);
    }
    for mode in [0o644, 0o600, 0o444] {
        let home = home(&simulator);
        set_mode(home.path().join(CONFIGURATION), mode);
        vms(&home).await.check(0, BUILD_01, "");
    }
}

#[tokio::test]
async fn a_configuration_file_in_a_directory_that_others_can_write_is_rejected() {
    let simulator = simulator().await;
    for directory in [".config/vcenter-iso", ".config", ""] {
        for mode in [0o775, 0o757, 0o777] {
            let home = home(&simulator);
            let directory: PathBuf = home.path().join(directory).components().collect();
            set_mode(&directory, mode);
            let expected =
                format!("{}: other users can write the directory (mode {mode:03o})", directory.display());
            check_rejected(&home, &vms(&home).await, &expected);
        }
        let home = home(&simulator);
        // The directory is sticky, like `/tmp`: other users cannot replace its files.
        set_mode(home.path().join(directory), 0o1777);
        vms(&home).await.check(0, BUILD_01, "");
    }
}

#[tokio::test]
async fn every_directory_on_the_path_of_a_linked_configuration_file_is_checked() {
    let simulator = simulator().await;
    for (mode, expected) in [(0o755, None), (0o777, Some("other users can write the directory (mode 777)"))] {
        let home = home(&simulator);
        let file = home.path().join(CONFIGURATION);
        fs::remove_file(&file).expect("the file");
        let dotfiles = home.write("dotfiles/config.toml", &configuration(&simulator));
        let hop = home.write("hop/marker", "").replace("marker", "config.toml");
        symlink(dotfiles, &hop).expect("a link");
        symlink("../../hop/config.toml", &file).expect("a link");
        for directory in ["dotfiles", "hop"] {
            set_mode(home.path().join(directory), mode);
            match expected {
                Some(expected) => check_rejected(&home, &vms(&home).await, expected),
                None => vms(&home).await.check(0, BUILD_01, ""),
            }
            set_mode(home.path().join(directory), 0o700);
        }
    }
    let home = home(&simulator);
    let file = home.path().join(CONFIGURATION);
    fs::remove_file(&file).expect("the file");
    symlink("config.toml", &file).expect("a link");
    check_rejected(&home, &vms(&home).await, "config.toml: cannot read the file");
}

#[tokio::test]
async fn a_configuration_file_of_another_user_is_rejected() {
    let simulator = simulator().await;
    for place in [CONFIGURATION, ".config/vcenter-iso", ".config", ""] {
        let home = home(&simulator);
        if !give_away(home.path().join(place)) {
            return;
        }
        check_rejected(&home, &vms(&home).await, "belongs to another user (uid 65534)");
    }
    let home = home(&simulator);
    let file = home.path().join(CONFIGURATION);
    let dotfiles = home.write("dotfiles.toml", &configuration(&simulator));
    fs::remove_file(&file).expect("the file");
    symlink(dotfiles, &file).expect("a link");
    assert!(give_away(&file));
    check_rejected(&home, &vms(&home).await, "the symbolic link belongs to another user (uid 65534)");
}

#[tokio::test]
async fn a_pipe_is_not_a_configuration_file() {
    let simulator = simulator().await;
    let home = home(&simulator);
    let file = home.path().join(CONFIGURATION);
    fs::remove_file(&file).expect("the file");
    assert!(Command::new("mkfifo").arg(&file).status().expect("mkfifo").success());
    let output =
        timeout(Duration::from_secs(20), vms(&home)).await.expect("the command should not wait for a writer");
    check_rejected(&home, &output, "config.toml: cannot read the file\n  caused by: not a regular file");
}

#[tokio::test]
async fn sessions_that_others_can_read_or_replace_are_rejected() {
    let simulator = simulator().await;
    let check = async |prepare: &dyn Fn(&Path), expected: &str| {
        let home = Home::new();
        run(home.connected(simulator.url(), ["login"])).await.check(0, "", "logged in to");
        prepare(home.path());
        run(home.connected(simulator.url(), VMS)).await.check(2, "", expected);
    };
    for mode in [0o640, 0o604, 0o620, 0o602] {
        let expected = format!("other users can read or write the file (mode {mode:03o})");
        check(&|home| set_mode(home.join(SESSIONS), mode), &expected).await;
    }
    for mode in [0o770, 0o707] {
        let expected = format!("other users can write the directory (mode {mode:03o})");
        check(&|home| set_mode(home.join(STATE), mode), &expected).await;
    }
    let probe = Home::new();
    if !give_away(probe.path()) {
        return;
    }
    for place in [SESSIONS, STATE] {
        check(&|home| assert!(give_away(home.join(place))), "belongs to another user (uid 65534)").await;
    }
}

/// Runs a command with this umask.
async fn run_with_umask(umask: &str, command: &tokio::process::Command) -> CommandOutput {
    let command = command.as_std();
    let mut shell = tokio::process::Command::new("/bin/sh");
    shell.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.args(["-c", &format!("umask {umask}; exec \"$@\""), "sh"]);
    shell.arg(command.get_program()).args(command.get_args());
    shell.stdout(Stdio::piped()).stderr(Stdio::piped());
    run(shell).await
}

#[tokio::test]
async fn no_other_user_can_open_the_lock_file() {
    let simulator = simulator().await;
    let mode = |path: &Path| fs::metadata(path).expect("the file").permissions().mode() & 0o777;
    for exists in [false, true] {
        let home = Home::new();
        let directory = home.path().join(STATE);
        // Another version or another program may have created them with these modes.
        if exists {
            home.write(LOCK, "");
            set_mode(home.path().join(LOCK), 0o666);
            set_mode(&directory, 0o755);
        }
        let login = home.connected(simulator.url(), ["login"]);
        run_with_umask("0", &login).await.check(0, "", "logged in to");
        let modes = (mode(&directory), mode(&home.path().join(LOCK)), mode(&home.path().join(SESSIONS)));
        assert_eq!(modes, (0o700, 0o600, 0o600), "existed before: {exists}");
    }
}

#[tokio::test]
async fn a_lock_file_that_is_not_a_regular_file_of_this_user_is_rejected() {
    let simulator = simulator().await;
    let login = async |home: &Home, expected: &str| {
        let login = timeout(Duration::from_secs(20), run(home.connected(simulator.url(), ["login"]))).await;
        login.expect("the command should not wait for the lock").check(2, "", expected);
        assert_eq!(simulator.logins(), 0, "the command logged in without the lock");
    };
    for program in [&["mkfifo"][..], &["mkdir"], &["ln", "-s", "target"]] {
        let home = Home::new();
        let lock = home.write(LOCK, "");
        fs::remove_file(&lock).expect("the lock");
        assert!(
            Command::new(program[0]).args(&program[1..]).arg(&lock).status().expect("a program").success()
        );
        let expected = "sessions.lock: cannot lock the file\n  caused by: not a regular file";
        login(&home, expected).await;
        assert!(!home.path().join(STATE).join("target").exists(), "the link was followed");
    }
    for place in [LOCK, STATE] {
        let home = Home::new();
        home.write(LOCK, "");
        if !give_away(home.path().join(place)) {
            return;
        }
        login(&home, "belongs to another user (uid 65534)").await;
    }
}
