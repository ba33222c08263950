//! Reads the SDK's spans and events, for the lines of the log and the display of waits.

use std::collections::BTreeMap;
use std::fmt::Debug;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use crate::terminal::{Excerpt, waiting};

/// The fields of an event or span as texts.
#[derive(Debug, Default)]
pub(crate) struct Fields(pub(crate) BTreeMap<&'static str, String>);

impl Fields {
    pub(crate) fn of(event: &Event<'_>) -> Self {
        let mut fields = Self::default();
        event.record(&mut fields);
        fields
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

/// Keeps the [`Fields`] of each span, and notes what happens to the current wait.
pub(crate) struct Observer;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Observer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let has = |name| event.metadata().fields().field(name).is_some();
        // Most events are the ends of requests, whose fields need not be read.
        if has("status") && !has("error") {
            waiting::note_event(None);
        } else if has("attempt") {
            let fields = Fields::of(event);
            let field = |name| fields.get(name).unwrap_or_default();
            let (attempt, attempts, error) = (field("attempt"), field("attempts"), Excerpt(field("error")));
            waiting::note_event(Some(format!("attempt {attempt} of {attempts} after: {error}")));
        } else if has("reason") {
            let fields = Fields::of(event);
            waiting::note_event(fields.get("reason").map(str::to_owned));
        }
    }
}
