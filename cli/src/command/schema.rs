//! Prints the JSON Schema of the output of a command.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use vcenter_iso::{ClusterSummary, DatacenterSummary, FolderSummary, HostSummary, Library, VmSummary};

use crate::command::certificate::CertificateRecord;
use crate::command::check::CheckRecord;
use crate::command::config::SettingRecord;
use crate::command::context::ContextRecord;
use crate::command::import::ImportRecord;
use crate::command::items::ItemRecord;
use crate::command::library_item::LibraryItemRecord;
use crate::command::mount::MountRecord;
use crate::command::power::PowerRecord;
use crate::command::session::SessionRecord;
use crate::command::status::StatusRecord;
use crate::command_line::command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print;
use crate::run::MediaRecord;

type Generate = fn(SchemaGenerator) -> Schema;

/// The record that each command prints.
const RECORDS: [(&str, Generate); 21] = [
    ("mount", SchemaGenerator::into_root_schema_for::<MountRecord>),
    ("unmount", SchemaGenerator::into_root_schema_for::<MediaRecord>),
    ("connect", SchemaGenerator::into_root_schema_for::<MediaRecord>),
    ("disconnect", SchemaGenerator::into_root_schema_for::<MediaRecord>),
    ("power", SchemaGenerator::into_root_schema_for::<PowerRecord>),
    ("import", SchemaGenerator::into_root_schema_for::<ImportRecord>),
    ("sync-item", SchemaGenerator::into_root_schema_for::<LibraryItemRecord>),
    ("delete-item", SchemaGenerator::into_root_schema_for::<LibraryItemRecord>),
    ("status", SchemaGenerator::into_root_schema_for::<StatusRecord>),
    ("check", SchemaGenerator::into_root_schema_for::<CheckRecord>),
    ("vms", SchemaGenerator::into_root_schema_for::<VmSummary>),
    ("items", SchemaGenerator::into_root_schema_for::<ItemRecord>),
    ("libraries", SchemaGenerator::into_root_schema_for::<Library>),
    ("folders", SchemaGenerator::into_root_schema_for::<FolderSummary>),
    ("clusters", SchemaGenerator::into_root_schema_for::<ClusterSummary>),
    ("datacenters", SchemaGenerator::into_root_schema_for::<DatacenterSummary>),
    ("hosts", SchemaGenerator::into_root_schema_for::<HostSummary>),
    ("context", SchemaGenerator::into_root_schema_for::<ContextRecord>),
    ("config", SchemaGenerator::into_root_schema_for::<SettingRecord>),
    ("session", SchemaGenerator::into_root_schema_for::<SessionRecord>),
    ("certificate", SchemaGenerator::into_root_schema_for::<CertificateRecord>),
];

pub(crate) fn run(name: &str) -> Result<Exit, Failure> {
    let command = command();
    // `name` may be an alias.
    let found = command.find_subcommand(name).map(clap::Command::get_name);
    let Some((name, generate)) = RECORDS.into_iter().find(|(known, _)| Some(*known) == found) else {
        let names = RECORDS.map(|(name, _)| name).join(", ");
        return Err(Failure::usage(format!("no schema of `{name}`; commands with a schema: {names}")));
    };
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.inline_subschemas = true;
    });
    let generator = settings.with_transform(RecursiveTransform(in_words_of_json)).into_generator();
    let mut schema = generate(generator);
    schema.insert("title".to_owned(), format!("{} {name}", command.get_name()).into());
    let text = serde_json::to_string_pretty(&schema)
        .map_err(|error| Failure::other("cannot write the schema", error))?;
    print(&(text + "\n")).map(|()| Exit::Done)
}

/// Corrects the descriptions of the SDK, which are in the words of Rust. Those of identifiers explain how Rust code
/// creates them; in a list, they are not replaced with the description of the member.
fn in_words_of_json(schema: &mut Schema) {
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = description.replace("`None`", "null");
    }
    if let Some(Value::Object(items)) = schema.get_mut("items")
        && items.get("type").is_some_and(|of| of == "string")
    {
        items.remove("description");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_with_records_has_a_schema() {
        let command = command();
        let has_records = |command: &&clap::Command| {
            let mut all = [*command].into_iter().chain(command.get_subcommands());
            all.any(|command| command.get_arguments().any(|argument| argument.get_long() == Some("output")))
        };
        let mut commands: Vec<_> =
            command.get_subcommands().filter(has_records).map(clap::Command::get_name).collect();
        let mut schemas = RECORDS.map(|(name, _)| name).to_vec();
        commands.sort_unstable();
        schemas.sort_unstable();
        assert_eq!(schemas, commands, "left: RECORDS, right: the commands with --output");
    }
}
