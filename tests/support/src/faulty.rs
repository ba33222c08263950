//! An HTTP server that sends arbitrary responses and records its requests.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::address;

/// The session id in the response to a login.
pub const SESSION: &str = "session-id-of-the-faulty-server";

/// The reaction of the server to a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Sends these bytes and closes the connection.
    Send(Vec<u8>),
    /// Closes the connection without a response.
    Drop,
    /// Never responds.
    Hang,
    /// Sends the bytes and keeps the connection open.
    Stall(Vec<u8>),
    /// Sends the bytes, and then repeats the filler until the client disconnects.
    Endless(Vec<u8>, &'static [u8]),
}

impl Act {
    /// Returns a response with a body.
    #[must_use]
    pub fn response(status: &str, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Self::Send(bytes)
    }

    /// Returns a response with a JSON body.
    #[must_use]
    pub fn json(status: &str, body: &str) -> Self {
        Self::response(status, "application/json", body)
    }
}

/// A running server. It stops with its Tokio runtime.
#[derive(Debug)]
pub struct Faulty {
    /// The base URL.
    pub url: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl Faulty {
    /// Starts a server that responds to logins like vCenter, and to all other requests with `reaction`.
    pub async fn start(reaction: Act) -> Self {
        Self::start_with_login(Self::login(), reaction).await
    }

    /// Starts a server that responds to logins with `login`, and to all other requests with `reaction`.
    pub async fn start_with_login(login: Act, reaction: Act) -> Self {
        Self::start_with(move |request| {
            if request.starts_with("POST /api/session ") { login.clone() } else { reaction.clone() }
        })
        .await
    }

    /// Starts a server that calls `respond` with the head and the body of each request. No other test of this
    /// process has used its address.
    ///
    /// # Panics
    /// Panics if there is no free port.
    pub async fn start_with(respond: impl Fn(&str) -> Act + Send + Sync + 'static) -> Self {
        let (listener, url) = loop {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port should be free");
            let url =
                format!("http://{}", listener.local_addr().expect("the listener should have an address"));
            if address::claim(&url) {
                break (listener, url);
            }
        };
        let received = Arc::new(Mutex::new(Vec::new()));
        let (requests, respond) = (Arc::clone(&received), Arc::new(respond));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (requests, respond) = (Arc::clone(&requests), Arc::clone(&respond));
                tokio::spawn(async move {
                    let Some(request) = read(&mut stream).await else { return };
                    let reaction = respond(&request);
                    requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                    perform(&mut stream, reaction).await;
                });
            }
        });
        Self { url, received }
    }

    /// Returns the response of vCenter to a login.
    #[must_use]
    pub fn login() -> Act {
        Act::json("201 Created", &format!("{SESSION:?}"))
    }

    /// Returns the head and the body of each request so far.
    #[must_use]
    pub fn received(&self) -> Vec<String> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the number of mount requests so far.
    #[must_use]
    pub fn mounts(&self) -> usize {
        self.received().iter().filter(|request| request.starts_with("POST /api/vcenter/iso/image?")).count()
    }
}

async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

async fn perform(stream: &mut TcpStream, reaction: Act) {
    match reaction {
        Act::Send(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Act::Drop => {}
        Act::Hang => tokio::time::sleep(Duration::from_secs(600)).await,
        Act::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
        Act::Endless(head, filler) => {
            let _ = stream.write_all(&head).await;
            while stream.write_all(filler).await.is_ok() {}
        }
    }
}
