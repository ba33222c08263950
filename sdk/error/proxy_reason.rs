/// The reason why a proxy opened no connection to the server, as far as the advice differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProxyReason {
    /// The proxy itself cannot be reached.
    Unreachable,
    /// The proxy wants a user and a password (407).
    Credentials,
    /// The proxy does not allow the connection.
    Refused,
    /// The proxy cannot reach the server.
    NoConnection,
}
