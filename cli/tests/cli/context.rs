//! `context`, `config show`, and the context that `login` saves.

use test_support::checked;
use vcenter_iso_simulator::{Inventory, Simulator, User, example};

use crate::command::{CommandOutput, Home, PASSWORD, USER, run, vcenter_iso};

/// Runs a command line of words without spaces.
async fn vc(home: &Home, line: &str) -> CommandOutput {
    run(home.vcenter_iso(line.split_whitespace())).await
}

fn configuration(home: &Home) -> String {
    std::fs::read_to_string(home.path().join(".config/vcenter-iso/config.toml")).unwrap_or_default()
}

#[tokio::test]
async fn contexts_are_added_changed_chosen_and_deleted() {
    let home = Home::new();
    vc(&home, "context list").await.check(0, "", "no context exists; `vcenter-iso context set` adds one");
    vc(&home, "context show").await.check(2, "", "no context is the default");
    vc(&home, "context set lab --username x").await.check(
        2,
        "",
        "context `lab` does not exist: pass --server",
    );
    vc(&home, "context set lab").await.check(2, "", "required");
    let set = vc(&home, "context set lab --server vcenter.example.com --username a@b --timeout 90s").await;
    set.check(0, "", "context `lab` is added; it is the default now");
    let set = vc(&home, "context set prod --server other.example.com --insecure").await;
    set.check(0, "", "or by default after `vcenter-iso context use prod`");
    let list = vc(&home, "context list").await;
    list.check(0, "lab\tvcenter.example.com\ta@b\tyes\nprod\tother.example.com\t-\tno\n", "");

    vc(&home, "context use prod").await.check(0, "", "context `prod` is the default now");
    vc(&home, "context show -o name").await.check(0, "prod\n", "");
    vc(&home, "context show lab -o name").await.check(0, "lab\n", "");
    // Certificate trust is one setting.
    let thumbprint = ["AB"; 32].join(":");
    vc(&home, &format!("context set prod --thumbprint {thumbprint}")).await.check(
        0,
        "",
        "is changed; it is the default",
    );
    vc(&home, "context set lab --unset timeout --unset username").await.check(0, "", "is changed");
    let expected = format!(
        "default_context = \"prod\"\n\n[contexts.lab]\nserver = \"vcenter.example.com\"\n\n[contexts.prod]\n\
         server = \"other.example.com\"\nthumbprint = \"{thumbprint}\"\n"
    );
    assert_eq!(configuration(&home), expected);

    vc(&home, "context use nope").await.check(2, "", "known contexts: `lab`, `prod`");
    vc(&home, "context delete lab nope").await.check(2, "", "no context `nope`");
    assert_eq!(configuration(&home), expected, "a command that fails changed the file");
    vc(&home, "context delete prod").await.check(
        0,
        "",
        "deleted context `prod`; no context is the default now",
    );
    assert_eq!(configuration(&home), "[contexts.lab]\nserver = \"vcenter.example.com\"\n");
}

#[tokio::test]
async fn an_invalid_context_is_not_written() {
    let home = Home::new();
    for (line, expected) in [
        (
            "context set lab --server https://u:pw@vcenter.example.com",
            "the server address holds user information",
        ),
        ("context set lab --server a.example.com --timeout 90", "expected a number with a unit"),
        ("context set lab --server a.example.com --thumbprint ab", "invalid thumbprint"),
        ("context set lab --server a.example.com --ca-cert a.pem --insecure", "cannot be used with"),
        ("context set lab --unset server", "possible values"),
    ] {
        vc(&home, line).await.check(2, "", expected);
    }
    run(home.vcenter_iso(["context", "set", "a\nb", "--server", "a.example.com"])).await.check(
        2,
        "",
        "one line of text",
    );
    assert_eq!(configuration(&home), "");
    let broken = "[contexts.lab]\nserver = \"a\"\npassword = \"s3cr3t\"\n";
    home.configure(broken);
    let output = vc(&home, "context set lab --username x").await;
    output.check(2, "", "config.toml, line 3, column 1: unknown field `password`");
    assert_eq!(configuration(&home), broken);
}

#[cfg(unix)]
#[tokio::test]
async fn comments_modes_and_links_of_the_file_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.write("dotfiles/vcenter.toml", "# ours\n\n[contexts.lab] # the lab\nserver = \"a\" # old\n");
    let file = home.path().join("dotfiles/vcenter.toml");
    crate::command::set_mode(&file, 0o644);
    home.write(".config/vcenter-iso/other", "");
    let link = home.path().join(".config/vcenter-iso/config.toml");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    vc(&home, "context set lab --server b --default").await.check(0, "", "it is the default now");
    let text = std::fs::read_to_string(&file).expect("the file");
    assert_eq!(
        text,
        "# ours\n\ndefault_context = \"lab\"\n\n[contexts.lab] # the lab\nserver = \"b\" # old\n"
    );
    assert!(link.is_symlink(), "the link was replaced with a file");
    let mode = std::fs::metadata(&file).expect("the file").permissions().mode() & 0o777;
    assert_eq!(mode, 0o644, "the mode changed to {mode:o}");
}

#[tokio::test]
async fn concurrent_changes_are_all_kept() {
    let home = Home::new();
    let lines: Vec<_> =
        (0..8).map(|number| format!("context set c{number} --server s{number}.example.com")).collect();
    let commands = lines.iter().map(|line| tokio::spawn(run(home.vcenter_iso(line.split_whitespace()))));
    for command in commands.collect::<Vec<_>>() {
        command.await.expect("a command").check(0, "", "is added");
    }
    let names = vc(&home, "context list -o name").await;
    names.check(0, "c0\nc1\nc2\nc3\nc4\nc5\nc6\nc7\n", "");
}

#[tokio::test]
async fn the_effective_settings_have_their_source_and_no_secret() {
    let home = Home::new();
    home.configure(
        "default_context = \"lab\"\n[contexts.lab]\nserver = \"vcenter.example.com\"\n\
         password_command = \"echo s3cr3t\"\ntimeout = \"90s\"\n",
    );
    let settings = async |line: &str, environment: &[(&str, &str)]| {
        let mut command = home.vcenter_iso(line.split_whitespace());
        command.envs(environment.iter().copied());
        let output = run(command).await;
        assert_eq!((output.status, output.stderr.as_str()), (Some(0), ""), "{output:?}");
        assert!(!output.stdout.contains("s3cr3t"), "{output:?}");
        output.stdout
    };
    let shown =
        settings("config show --username a@b", &[("HTTPS_PROXY", "http://u:s3cr3t@proxy.example.com:3128")])
            .await;
    for row in [
        "context\tlab\tdefault_context",
        "server\tvcenter.example.com\tcontext `lab`",
        "username\ta@b\t--username",
        "password\t-\tpassword_command of context `lab`",
        "timeout\t1m 30s\tcontext `lab`",
        "retries\t4\tdefault",
        "locale\t-\t-",
        "proxy\thttp://proxy.example.com:3128\tHTTPS_PROXY",
    ] {
        assert!(shown.lines().any(|line| line == row), "should have the row {row:?}:\n{shown}");
    }
    let environment = [
        ("VCENTER_SERVER", "other.example.com"),
        ("VCENTER_PASSWORD", PASSWORD),
        ("VCENTER_INSECURE", "1"),
        ("GOVC_URL", "https://u:s3cr3t@other.example.com/sdk"),
        ("GOVC_DATACENTER", "/dc-01"),
    ];
    // An option may stand before a command of two words.
    let shown = settings("--retries 2 config show", &environment).await;
    for row in [
        "context\t-\t-",
        "server\tother.example.com\tVCENTER_SERVER",
        "username\tu\tGOVC_URL",
        "password\t-\tVCENTER_PASSWORD",
        "insecure\ttrue\tVCENTER_INSECURE",
        "retries\t2\t--retries",
        "datacenter\tdc-01\tGOVC_DATACENTER",
    ] {
        assert!(shown.lines().any(|line| line == row), "should have the row {row:?}:\n{shown}");
    }
}

#[tokio::test]
async fn a_login_saves_a_context_that_later_commands_use() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let home = Home::new();
    let login = home.connected(simulator.url(), ["login", "--save-context", "lab"]);
    run(login).await.check(0, "", "context `lab` is added; it is the default now");
    let vms = vc(&home, "vms build-01 -o name").await;
    vms.check(0, "build-01\n", "");
    assert_eq!(simulator.logins(), 1, "the command did not use the session");
    let all = vc(&home, "session --all").await;
    all.check(0, &format!("{}/api\t{USER}\t-\t-\tlab\n", simulator.url()), "");
    // Of a second server.
    let other = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let login = home.connected(other.url(), ["login", "--save-context", "other"]);
    run(login).await.check(
        0,
        "",
        "use it with --context, or by default after `vcenter-iso context use other`",
    );
    let all = vc(&home, "session --all -o name").await;
    assert_eq!(all.stdout.lines().count(), 2, "{all:?}");
    vc(&home, "context show -o name").await.check(0, "lab\n", "");
    for context in ["lab", "other"] {
        vc(&home, &format!("logout --context {context}")).await.check(0, "", "logged out");
    }
    vc(&home, "session --all").await.check(0, "", "no session is stored");
}

/// The examples of `--help` are one story: each works after those before it.
#[tokio::test]
async fn the_examples_of_the_main_help_work_in_their_order() {
    let mut inventory = Inventory::example();
    inventory.vms.get_mut(example::VM).expect("a VM").name = "web-01".to_owned();
    inventory.libraries.get_mut(example::LIBRARY).expect("a library").name = "ISOs".to_owned();
    inventory.items.get_mut(example::ITEM).expect("an item").name = "ubuntu-24.04".to_owned();
    let simulator = checked::start(Simulator::builder().inventory(inventory)).await;
    let home = Home::new();
    let help = run(vcenter_iso(["--help"])).await.stdout;
    let (_, examples) = help.split_once("Examples:\n").expect("examples");
    let mut lines = 0;
    for line in examples.lines().take_while(|line| !line.is_empty()) {
        let line = line.split('#').next().unwrap_or_default().replace("vcenter.example.com", simulator.url());
        let words = line.split_whitespace().skip(1).map(|word| word.trim_matches('\''));
        let mut command = home.vcenter_iso(words);
        command.env("VCENTER_PASSWORD", PASSWORD);
        let output = run(command).await;
        assert_eq!(output.status, Some(0), "`{}` should work: {output:?}", line.trim());
        lines += 1;
    }
    assert!(lines > 3, "examples are missing:\n{help}");
    assert_eq!(simulator.open_sessions(), 0, "the examples end with a logout");
}
