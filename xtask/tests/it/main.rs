//! The commands and the rules, as those who edit the spec see them.

mod architecture;
mod code_schema;
mod commands;
mod edit;
mod edits;
mod modules;
mod operations;
mod reference_page;
mod rules;
mod tidy;
mod up_to_date;
