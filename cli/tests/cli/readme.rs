//! Compares the README's transcript and the tables of cli/docs/command-line.md with the command.

use std::collections::BTreeSet;

use rustix::process::Signal;
use serde_json::Value;

use crate::command::{Home, run, without_request_ids};
use crate::schema::{WITH_RECORDS, schema};
use crate::simulate::Simulate;
use crate::terminal::Terminal;

const README: &str = include_str!("../../../README.md");
const PAGE: &str = include_str!("../../docs/command-line.md");
const UPDATE: &str = "update cli/docs/command-line.md";
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

/// Returns the section of the page about a command.
fn section(command: &str) -> &'static str {
    let is_of = |section: &&str| {
        section.lines().next().is_some_and(|heading| heading.contains(&format!("`{command}`")))
    };
    let section = PAGE.split("\n### ").skip(1).find(is_of).expect("a section of the page");
    section.split("\n## ").next().unwrap_or_default()
}

/// Returns the names in backticks in the first column of the table in a section.
fn documented(command: &str) -> BTreeSet<String> {
    let columns = section(command).lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    columns.flat_map(|column| column.split(", ").map(|name| name.trim_matches('`').to_owned())).collect()
}

fn members(object: &Value) -> BTreeSet<String> {
    object.as_object().expect("an object").keys().cloned().collect()
}

/// Returns the members of an object that a member with this schema has, if any, also in a list or beside `null`.
fn nested(schema: &Value) -> Option<&Value> {
    let of_variants = || schema.get("anyOf")?.as_array()?.iter().find_map(nested);
    schema.get("properties").or_else(|| nested(schema.get("items")?)).or_else(of_variants)
}

#[test]
fn the_page_documents_exactly_the_members_of_the_schemas() {
    for command in WITH_RECORDS {
        let schema = schema(command);
        assert_eq!(documented(command), members(&schema["properties"]), "{command}: {UPDATE}");
        let required: BTreeSet<_> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(required.len(), members(&schema["properties"]).len(), "{command} leaves out members");
        for (name, member) in schema["properties"].as_object().expect("members") {
            let Some(nested) = nested(member) else { continue };
            if name == "error" {
                assert_eq!(documented("error"), members(nested), "{UPDATE}");
            } else {
                for member in members(nested) {
                    let name = format!("`{member}`");
                    assert!(section(command).contains(&name), "{command} has {name}: {UPDATE}");
                }
            }
        }
    }
}

/// Returns the values of `result` in the section of a command.
fn documented_results(command: &str) -> BTreeSet<String> {
    let row = section(command).lines().find_map(|line| line.strip_prefix("| `result` | ")).expect("a row");
    let code = row.split('`').skip(1).step_by(2).map(str::to_owned);
    code.filter(|code| !code.starts_with('-') && code != "connect").collect()
}

#[test]
fn the_page_documents_exactly_the_results_of_the_schemas() {
    for commands in [&["mount"][..], &["check"], &["unmount", "connect", "disconnect"]] {
        let documented: BTreeSet<_> =
            commands.iter().flat_map(|command| documented_results(command)).collect();
        for command in commands {
            let schema = schema(command);
            let results = schema["properties"]["result"]["enum"].as_array().expect("values");
            let results: BTreeSet<_> =
                results.iter().map(|result| result.as_str().expect("text").to_owned()).collect();
            assert_eq!(documented, results, "{command}: {UPDATE}");
        }
    }
}

#[tokio::test]
async fn the_output_has_exactly_the_members_of_the_page() {
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
        let printed: Value = serde_json::from_str(&output.stdout).expect("JSON");
        let command = line.split(' ').next().expect("a command");
        assert_eq!(members(&printed[0]), documented(command), "`{line}`: {UPDATE}");
        if printed[0]["error"].is_object() {
            assert_eq!(members(&printed[0]["error"]), documented("error"), "{UPDATE}");
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
