use http::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Error;
use crate::transport::raw_request::RawRequest;
use crate::vcenter::Vcenter;

impl Vcenter {
    /// Sends a request for an operation that this crate has no method for, and returns its result.
    ///
    /// `path` is below the `/api` of the server and may have a query; percent-encode the names in it. `body` is sent as
    /// JSON. An empty response is read as `null`.
    ///
    /// One attempt, with the session, the limits and the errors of a documented operation. After a 401 the request is
    /// sent once more in a new session. [`Error::operation`] is the method with the path. A request counts as one that
    /// [may have acted](Error::may_have_acted) unless its method is safe (RFC 9110, section 9.2.1), such as `GET`.
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
    /// - [`InvalidInput`](crate::ErrorKind::InvalidInput): the path does not start with `/`, has a fragment, or leads
    ///   out of itself with `..`; nothing was sent.
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
        let request = &RawRequest::new(base, method, path, body.into()).map_err(Error::invalid_input)?;
        self.connection.call(|client| async move { request.send(&client).await }).await
    }
}
