use std::fmt::{self, Write as _};

use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::{Format, Full, Writer};
use tracing_subscriber::fmt::time::{FormatTime as _, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;
use vcenter_iso::SingleLine;

use crate::terminal::observer::Fields;
use crate::terminal::style::{BAD, DOUBTFUL, GOOD, paint};

/// Writes events of the SDK as lines for operators, and those of the simulator in the usual format of `tracing`.
pub(crate) struct LogLine {
    /// Whether a line begins with its spans.
    spans: bool,
    usual: Format<Full>,
}

impl LogLine {
    pub(crate) fn new(spans: bool) -> Self {
        Self { spans, usual: Format::default() }
    }
}

impl<S, N> FormatEvent<S, N> for LogLine
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        if event.metadata().target() != "vcenter_iso" {
            return self.usual.format_event(context, writer, event);
        }
        SystemTime.format_time(&mut writer)?;
        let style = match *event.metadata().level() {
            Level::ERROR => BAD,
            Level::WARN => DOUBTFUL,
            _ => GOOD,
        };
        let level = format!("{:>5}", event.metadata().level().as_str());
        write!(writer, " {} ", paint(style, &level, writer.has_ansi_escapes()))?;
        let (mut vm, mut request_id) = (None, None);
        for span in context.event_scope().into_iter().flat_map(tracing_subscriber::registry::Scope::from_root)
        {
            let extensions = span.extensions();
            if let Some(fields) = extensions.get::<Fields>() {
                vm = fields.get("name").map(str::to_owned).or(vm);
                request_id = fields.get("request_id").map(str::to_owned).or(request_id);
            }
            if self.spans {
                let fields = extensions.get::<FormattedFields<N>>();
                let fields = fields.map(|fields| fields.fields.as_str()).unwrap_or_default();
                write!(writer, "{}{{{fields}}}: ", span.name())?;
            }
        }
        let text = text(Fields::of(event), vm.as_deref(), request_id.as_deref());
        writeln!(writer, "{}", SingleLine(&text))
    }
}

/// Returns the line of an event on the VM with this name.
fn text(mut fields: Fields, vm: Option<&str>, request_id: Option<&str>) -> String {
    let mut take = |name| fields.0.remove(name);
    let reason = take("reason").map(|reason| format!("{reason}: ")).unwrap_or_default();
    let message = format!("{reason}{}", take("message").unwrap_or_default());
    let cause = take("error").or_else(|| take("failure"));
    let identifier = take("vm");
    let vm = vm.or(identifier.as_deref()).map(|vm| {
        // A name may have spaces.
        if vm.contains(' ') { format!(" vm={vm:?}") } else { format!(" vm={vm}") }
    });
    let vm = vm.unwrap_or_default();
    let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
    if let (Some(method), Some(path)) = (take("method"), take("path")) {
        let without_response =
            || if message.starts_with("abandoned") { "abandoned" } else { "no response" }.to_owned();
        let end = take("status").unwrap_or_else(without_response);
        let elapsed = take("elapsed_ms").unwrap_or_default();
        let id = request_id.map(|id| format!(" (request id {id})")).unwrap_or_default();
        return format!("{method} {path}{vm} → {end} in {elapsed} ms{cause}{id}");
    }
    // The message has the numbers.
    drop((take("attempt"), take("attempts")));
    let mut text = format!("{message}{vm}");
    for (name, value) in &fields.0 {
        write!(text, " {name}={value}").expect("a string takes any text");
    }
    text + &cause
}
