//! Compares the README's transcript and the tables of cli/docs/command-line.md with the command.

use rustix::process::Signal;

use crate::command::{Home, run, without_request_ids};
use crate::simulate::Simulate;
use crate::terminal::Terminal;

const README: &str = include_str!("../../../README.md");
const PAGE: &str = include_str!("../../docs/command-line.md");
/// The URL of the simulator in the README.
const URL: &str = "http://127.0.0.1:8697";

/// Returns the commands of the README, each with its output.
fn transcripts() -> Vec<Vec<(&'static str, String)>> {
    let blocks = README.split("```console\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let transcript = |block: &'static str| {
        let commands = block.split("$ ").filter(|command| !command.is_empty());
        commands
            .map(|command| command.split_once('\n').expect("a line"))
            .map(|(line, shown)| (line, shown.to_owned()))
    };
    blocks.map(|(block, _)| transcript(block).collect()).collect()
}

/// Splits a command line of the README as a shell does.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().map(|word| word.trim_matches('\'')).collect()
}

#[tokio::test]
async fn the_transcript_in_the_readme_matches_the_output() {
    let transcripts = transcripts();
    let [server, operator] = transcripts.as_slice() else {
        panic!("the README has two transcripts: {transcripts:?}")
    };
    assert_eq!(server.as_slice(), [("vcenter-iso simulate", format!("{URL}\n"))]);
    let simulate = Simulate::start([]).await;
    let home = Home::new();
    let mut environment = vec![("HOME".to_owned(), home.path().to_str().expect("text").to_owned())];
    environment.push(("NO_COLOR".to_owned(), "1".to_owned()));

    for (line, expected) in operator {
        let mut line = words(line);
        let command = line.remove(0);
        if command == "export" {
            let set = line.iter().map(|word| word.split_once('=').expect("an assignment"));
            environment.extend(set.map(|(name, value)| (name.to_owned(), value.replace(URL, &simulate.url))));
            continue;
        }
        assert_eq!(command, "vcenter-iso", "unknown command: {line:?}");
        let set: Vec<_> = environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut terminal = Terminal::start(&set, &line);
        if expected.starts_with("Password of ") {
            terminal.wait_for("Password of ").await;
            terminal.type_keys("any\r").await;
        }
        if expected.contains("[y/N] y\n") {
            terminal.wait_for("[y/N] ").await;
            terminal.type_keys("y\r").await;
        }
        let shown = terminal.finish().await.lines().join("\n").replace(&simulate.url, URL);
        assert_eq!(
            without_request_ids(shown.trim_end()),
            without_request_ids(expected.trim_end()),
            "left: output of `vcenter-iso {}`, right: README; update the README or the command",
            line.join(" ")
        );
    }
    simulate.stop(Signal::TERM).await;
}

/// Returns the names in backticks in the first column of the table under a heading.
fn documented(heading: &str) -> Vec<String> {
    let (_, section) = PAGE.split_once(&format!("\n### `{heading}`\n")).expect("a section of the page");
    let section = section.split("\n#").next().unwrap_or_default();
    let columns = section.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let names = columns.flat_map(|column| column.split(", ").map(|name| name.trim_matches('`').to_owned()));
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

fn members(value: &serde_json::Value) -> Vec<String> {
    let mut members: Vec<_> = value.as_object().expect("an object").keys().cloned().collect();
    members.sort();
    members
}

#[tokio::test]
async fn the_page_documents_exactly_the_members_of_the_output() {
    let simulate = Simulate::start([]).await;
    let home = Home::new();
    let login = ["login", "--save-context", "lab"];
    run(home.connected(&simulate.url, login)).await.check(0, "", "logged in");
    for line in [
        "mount --vm build-01 --item linux-installer",
        "mount --vm build-03 --item linux-installer",
        "unmount --vm build-01 --item linux-installer",
        "status --vm build-01",
        "check --vm build-01 --item linux-installer",
        "vms",
        "items",
        "libraries",
        "folders",
        "clusters",
        "datacenters",
        "hosts",
        "session",
        "context show",
        "config show",
    ] {
        let arguments = line.split_whitespace().chain(["--output", "json"]);
        let output = run(home.connected(&simulate.url, arguments)).await;
        let printed: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        let command = line.split(' ').next().expect("a command");
        assert_eq!(members(&printed[0]), documented(command), "`{line}`: update cli/docs/command-line.md");
        if printed[0]["error"].is_object() {
            assert_eq!(members(&printed[0]["error"]), documented("error"), "update cli/docs/command-line.md");
        }
    }
    simulate.stop(Signal::TERM).await;
}

#[test]
fn both_documents_have_the_same_exit_statuses() {
    let rows = |text: &'static str| {
        let (_, table) = text.split_once("status | meaning |\n").expect("a table");
        table.lines().take_while(|line| line.starts_with('|')).collect::<Vec<_>>()
    };
    assert_eq!(rows(README), rows(PAGE), "left: README.md, right: cli/docs/command-line.md");
}
