//! The operations, as HTTP. One module per interface of vCenter; what all of them share stands beside them.

mod authentication;
mod cdrom;
#[cfg(feature = "contract")]
mod checked;
mod cluster;
mod error;
mod filter;
mod folder;
mod input;
mod iso_image;
mod library;
mod library_item;
mod log;
mod misfortune;
mod path;
mod query;
mod session;
mod vm;
mod wire;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    handler::Handler as _,
    response::{IntoResponse as _, Response},
};

use self::{
    error::Error,
    log::LogLine,
    misfortune::{Misfortune, Unsent},
};
use crate::{connection::Turn, operation::Operation, request::ReceivedRequest, vcenter::Vcenter};

/// The largest request body that is read; the operations need some hundred bytes.
const BODY_LIMIT: usize = 64 * 1024;

pub(crate) fn router(vcenter: Arc<Vcenter>) -> Router {
    Router::new().fallback(answer).layer(DefaultBodyLimit::max(BODY_LIMIT)).with_state(vcenter)
}

/// The way of every request: it is noted, its faults happen, it is carried out, and its answer is held back for the
/// latency.
///
/// The status is noted before the wait: it tells what the simulator did, also to a client that did not wait for it.
async fn answer(State(vcenter): State<Arc<Vcenter>>, request: Request) -> Response {
    let _turn = request.extensions().get().map(Turn::of_simulator);
    let (operation, parameters) = Operation::asked_for(request.method(), request.uri()).unzip();
    let fault = vcenter.faults().next(operation);
    let (mut head, body) = request.into_parts();
    let noted = ReceivedRequest::new(&head, operation, fault.clone());
    let line = LogLine::of(&noted);
    let number = vcenter.requests().arrived(noted);
    head.extensions.insert(parameters.unwrap_or_default());
    let request = Request::from_parts(head, body);

    let misfortune = Misfortune::of(&request, fault.as_deref());
    let response = match misfortune.before(&vcenter, request.headers()).await {
        Some(response) => response,
        None if fault.is_some() => carried_out(operation, request, &vcenter).await,
        None => carried_out_by_contract(operation, request, &vcenter).await,
    };
    if response.extensions().get::<Unsent>().is_none() {
        vcenter.requests().answered(number, response.status());
    }
    line.write(&response);
    if !vcenter.latency.is_zero() {
        tokio::time::sleep(vcenter.latency).await;
    }
    misfortune.after(&vcenter, response).await
}

#[cfg(feature = "contract")]
async fn carried_out_by_contract(
    operation: Option<Operation>,
    request: Request,
    vcenter: &Arc<Vcenter>,
) -> Response {
    if !vcenter.contract_checked {
        return carried_out(operation, request, vcenter).await;
    }
    checked::checked(vcenter, request, |request| carried_out(operation, request, vcenter)).await
}

#[cfg(not(feature = "contract"))]
use carried_out as carried_out_by_contract;

/// Routing comes before authentication, as in vCenter: an unknown path, and a known one with another method or
/// action, is not found, with or without a session.
async fn carried_out(operation: Option<Operation>, request: Request, vcenter: &Arc<Vcenter>) -> Response {
    let Some(operation) = operation else {
        let (method, path) = (request.method(), request.uri().path());
        let logged = match crate::operation::action(request.uri()) {
            Some(action) => format!("{method} {path} with action={action:?} is no operation."),
            None => format!("{method} {path} without an action is no operation."),
        };
        return Error::no_such_route(logged).into_response();
    };
    if let Err(error) = query::declared(operation, request.uri()) {
        return error.into_response();
    }
    let vcenter = Arc::clone(vcenter);
    match operation {
        Operation::Mount => iso_image::mount.call(request, vcenter).await,
        Operation::Unmount => iso_image::unmount.call(request, vcenter).await,
        Operation::VmList => vm::list.call(request, vcenter).await,
        Operation::VmGet => vm::get.call(request, vcenter).await,
        Operation::CdromList => cdrom::list.call(request, vcenter).await,
        Operation::CdromGet => cdrom::get.call(request, vcenter).await,
        Operation::CdromDelete => cdrom::delete.call(request, vcenter).await,
        Operation::CdromConnect => cdrom::connect.call(request, vcenter).await,
        Operation::CdromDisconnect => cdrom::disconnect.call(request, vcenter).await,
        Operation::FolderList => folder::list.call(request, vcenter).await,
        Operation::ClusterList => cluster::list.call(request, vcenter).await,
        Operation::LibraryList => library::list.call(request, vcenter).await,
        Operation::LibraryFind => library::find.call(request, vcenter).await,
        Operation::LibraryGet => library::get.call(request, vcenter).await,
        Operation::ItemList => library_item::list.call(request, vcenter).await,
        Operation::ItemFind => library_item::find.call(request, vcenter).await,
        Operation::ItemGet => library_item::get.call(request, vcenter).await,
        Operation::FileList => library_item::files.call(request, vcenter).await,
        Operation::StorageList => library_item::storage.call(request, vcenter).await,
        Operation::SessionCreate => session::create.call(request, vcenter).await,
        Operation::SessionGet => session::get.call(request, vcenter).await,
        Operation::SessionDelete => session::delete.call(request, vcenter).await,
    }
}
