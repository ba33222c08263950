//! A server that answers what it is told to, byte for byte, and notes what it received.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The session that this server opens.
pub(crate) const SESSION: &str = "session-id-of-the-faulty-server";

/// What the server does with a request that is no login.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Sends these bytes and closes.
    Send(Vec<u8>),
    /// Closes without an answer.
    Drop,
    /// Answers nothing for ever.
    Hang,
    /// Sends the bytes and keeps the connection open for ever.
    Stall(Vec<u8>),
    /// Sends the bytes, then more and more of the filler.
    Endless(Vec<u8>, &'static [u8]),
}

impl Act {
    /// An answer with a body.
    pub(crate) fn answer(status: &str, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Self::Send(bytes)
    }

    pub(crate) fn json(status: &str, body: &str) -> Self {
        Self::answer(status, "application/json", body)
    }
}

pub(crate) struct Faulty {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl Faulty {
    /// Answers logins as a vCenter does, and everything else with `act`.
    pub(crate) async fn start(act: Act) -> Self {
        Self::start_with_login(Self::login(), act).await
    }

    pub(crate) async fn start_with_login(login: Act, act: Act) -> Self {
        Self::start_with(
            move |request| {
                if request.starts_with("POST /api/session ") { login.clone() } else { act.clone() }
            },
        )
        .await
    }

    /// Answers each request with what `answer` makes of its head and body.
    pub(crate) async fn start_with(answer: impl Fn(&str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (notes, answer) = (Arc::clone(&received), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (notes, answer) = (Arc::clone(&notes), Arc::clone(&answer));
                tokio::spawn(async move {
                    let Some(request) = read(&mut stream).await else { return };
                    let act = answer(&request);
                    notes.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                    perform(&mut stream, act).await;
                });
            }
        });
        Self { url, received }
    }

    /// What a vCenter answers to a login.
    pub(crate) fn login() -> Act {
        Act::json("201 Created", &format!("{SESSION:?}"))
    }

    /// Every request so far: its head and its body.
    pub(crate) fn received(&self) -> Vec<String> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often the mount arrived.
    pub(crate) fn mounts(&self) -> usize {
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

async fn perform(stream: &mut TcpStream, act: Act) {
    match act {
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
