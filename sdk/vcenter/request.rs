use http::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Error;
use crate::transport::raw_request::RawRequest;
use crate::vcenter::Vcenter;

/// The number of characters of a path that an error quotes.
const MAX_QUOTED: usize = 500;

impl Vcenter {
    /// Sends a request for an operation that this crate has no method for, and returns its result.
    ///
    /// `path` is below the `/api` of the server, without that part, and may have a query. In a value, percent-encode
    /// `%`, `&`, `+`, `#`, `?`, `/` and `\\`; other characters are encoded where a URL needs it. `body` is sent as JSON.
    /// A response without a body is read as `null`.
    ///
    /// One attempt, with the session, the limits and the errors of a documented operation. After a 401 the request is
    /// sent once more in a new session. [`Error::operation`] is the method with the path. A request counts as one that
    /// [may have acted](Error::may_have_acted) unless its method is safe (RFC 9110, section 9.2.1), such as `GET`. After
    /// a lost response or a dropped call, find out whether it was carried out before a retry:
    /// [`ensure_mounted`](Self::ensure_mounted) does not wait for a mount that was sent here.
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter) -> Result<(), Box<dyn std::error::Error>> {
    /// use serde_json::{Value, json};
    /// use vcenter_iso::Method;
    ///
    /// let datastores: Value = vcenter.request(Method::GET, "/vcenter/datastore?types=NFS", None).await?;
    /// let boot = json!({ "type": "CDROM" });
    /// let path = "/vcenter/vm/vm-42/hardware/boot/device";
    /// let _: () = vcenter.request(Method::PUT, path, json!({ "devices": [boot] })).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`InvalidInput`](crate::ErrorKind::InvalidInput): the path does not start with `/`, starts with `/api/`, is too
    ///   long, or has a fragment, a `\`, a control character or a segment `.` or `..`; the method is `CONNECT` or `TRACE`,
    ///   or opens or ends a session; or the body is nested more than 128 levels deep. Nothing was sent.
    /// - [`UnsupportedOperation`](crate::ErrorKind::UnsupportedOperation): the server does not serve the path.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse): the result is not a `T`. For a request that may have
    ///   acted the kind is [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown).
    /// - Those that every operation has.
    pub async fn request<T: DeserializeOwned + Send>(
        &self,
        method: Method,
        path: &str,
        body: impl Into<Option<Value>>,
    ) -> Result<T, Error> {
        let base = &self.connection.endpoint.base;
        let name = format!("{method} {}", path.chars().take(MAX_QUOTED).collect::<String>());
        let request = &RawRequest::new(base, method, path, body.into()).map_err(|reason| {
            let name = self.connection.redactor(None).text(&name);
            Error::invalid_input(format!("`{}` cannot be sent: {reason}", name.escape_debug()))
        })?;
        self.connection.call(|client| async move { request.send(&client).await }).await
    }
}
