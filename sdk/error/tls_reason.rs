/// The reason why TLS failed, as far as the advice differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TlsReason {
    /// No trusted authority has issued the certificate.
    UntrustedIssuer,
    /// The certificate is for other names.
    OtherName,
    /// The certificate has expired, or is not valid yet.
    Dates,
    /// The certificate is not the pinned one.
    OtherThumbprint,
    /// The certificate is not one for servers.
    Purpose,
    /// The form of the certificate, or its signature, is not supported. Nothing makes it acceptable.
    UnsupportedCertificate,
    /// The server offers no version or algorithm of TLS that is accepted.
    OldTls,
    /// The port does not speak TLS.
    NoTls,
    /// The port speaks TLS, but the request was sent without it.
    OnlyTls,
    Other,
}
