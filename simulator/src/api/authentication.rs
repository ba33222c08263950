use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::error::Error;
use crate::{
    session::{SESSION_ID, Session},
    user::{Privilege, User},
    vcenter::Vcenter,
};

/// The session that a request belongs to; a request without a live one is refused.
pub(super) struct Caller {
    pub(super) session_id: String,
    pub(super) session: Session,
}

impl Caller {
    /// Refuses a caller without the privilege. The resource is the one that it is asked for on, if any.
    pub(super) fn needs(&self, privilege: Privilege, resource: Option<&str>) -> Result<(), Error> {
        let user = &self.session.user;
        let has = resource.map_or_else(|| user.has(privilege), |resource| user.has_on(privilege, resource));
        if has { Ok(()) } else { Err(Error::unauthorized(privilege, resource)) }
    }

    /// Whether the caller has the privilege on the resource.
    pub(super) fn may(&self, privilege: Privilege, resource: &str) -> bool {
        self.session.user.has_on(privilege, resource)
    }
}

impl FromRequestParts<Arc<Vcenter>> for Caller {
    type Rejection = Error;

    async fn from_request_parts(head: &mut Parts, vcenter: &Arc<Vcenter>) -> Result<Self, Error> {
        let session_id = head.headers.get(SESSION_ID).and_then(|value| value.to_str().ok());
        let session = session_id.and_then(|id| vcenter.sessions().access(id));
        match (session_id, session) {
            (Some(session_id), Some(session)) => Ok(Self { session_id: session_id.to_owned(), session }),
            (Some(_), None) => Err(Error::unauthenticated("The session is unknown, or it is over.")),
            (None, _) => Err(Error::unauthenticated("There is no session in vmware-api-session-id.")),
        }
    }
}

/// Who logs in with these headers, or what is wrong with them.
pub(super) fn login(vcenter: &Vcenter, headers: &HeaderMap) -> Result<User, &'static str> {
    let (name, password) =
        basic_credentials(headers).ok_or("There is no Authorization header with Basic credentials.")?;
    if name.is_empty() {
        return Err("The user name is empty.");
    }
    let users = &vcenter.inventory().users;
    if users.is_empty() {
        return Ok(User::new(name, password));
    }
    if users.iter().all(|user| user.name() != name) {
        return Err("There is no user of this name.");
    }
    users.iter().find(|user| user.logs_in_with(&name, &password)).cloned().ok_or("The password is wrong.")
}

/// User name and password by RFC 7617, in UTF-8.
fn basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let decoded = String::from_utf8(BASE64_STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (name, password) = decoded.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}
