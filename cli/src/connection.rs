use std::env;
use std::fs::File;
use std::io::{BufRead as _, IsTerminal as _, Read as _, stderr, stdin};
use std::path::Path;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use vcenter_iso::{Builder, Vcenter};
use vcenter_iso_simulator::Simulator;

use crate::arguments::Connection;
use crate::exit::Failure;
use crate::interrupt::Interrupts;
use crate::report;

/// The `--server` that stands for the embedded simulator.
const SIMULATOR: &str = "sim:";
pub(crate) const PASSWORD: &str = "VCENTER_PASSWORD";

/// A server, ready to be logged in to.
pub(crate) struct Server {
    pub(crate) builder: Builder,
    /// Runs as long as this lives.
    pub(crate) simulator: Option<Simulator>,
}

impl Connection {
    /// Whether the embedded simulator is asked for.
    fn is_simulator(&self) -> bool {
        self.server.trim().eq_ignore_ascii_case(SIMULATOR)
    }

    /// The password, from where the user put it; this may wait for the user.
    pub(crate) async fn password(&self, interrupts: &mut Interrupts) -> Result<SecretString, Failure> {
        if self.password_stdin {
            return interrupts.attentively(password_from_stdin).await;
        }
        if let Some(password) = password_from_environment()? {
            return Ok(password);
        }
        if self.is_simulator() {
            return Ok("any password will do".into());
        }
        if stdin().is_terminal() && stderr().is_terminal() {
            let prompt = format!("Password of {}: ", self.user()?);
            let _echo = Echo::restored_at_the_end();
            return interrupts.attentively(move || password_from_terminal(&prompt)).await;
        }
        Err(Failure::usage(format!("no password: set {PASSWORD}, or pass --password-stdin")))
    }

    /// The server that the arguments name.
    pub(crate) async fn server(
        &self,
        password: SecretString,
        interrupts: &mut Interrupts,
    ) -> Result<Server, Failure> {
        let simulator = if self.is_simulator() {
            report::note("using the embedded simulator: no virtual machine is changed");
            let started = Simulator::builder().start().await;
            Some(
                started
                    .map_err(|error| Failure::other("the embedded simulator could not be started", error))?,
            )
        } else {
            None
        };
        let address = simulator.as_ref().map_or(self.server.as_str(), Simulator::url);
        let mut builder = Vcenter::builder(address)
            .credentials(self.user()?, password)
            .timeout(self.timeout)
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
        if let Some(file) = self.ca_cert.clone() {
            builder =
                builder.add_root_certificates(interrupts.attentively(move || certificates(&file)).await?);
        }
        if self.insecure {
            report::warning("--insecure: the certificate of the server is not checked");
            builder = builder.danger_accept_invalid_certificates(true);
        }
        Ok(Server { builder, simulator })
    }

    fn user(&self) -> Result<&str, Failure> {
        match &self.username {
            Some(user) if !user.is_empty() => Ok(user),
            _ if self.is_simulator() => Ok("administrator@vsphere.local"),
            _ => Err(Failure::usage("no user name: pass --username, or set VCENTER_USERNAME")),
        }
    }
}

/// The password in the environment; an empty one is none.
pub(crate) fn password_from_environment() -> Result<Option<SecretString>, Failure> {
    match env::var(PASSWORD) {
        Ok(password) if !password.is_empty() => Ok(Some(password.into())),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!("{PASSWORD} is no UTF-8 text"))),
        Ok(_) | Err(env::VarError::NotPresent) => Ok(None),
    }
}

fn password_from_stdin() -> Result<SecretString, Failure> {
    // A password is a line; an endless one is a mistake.
    const LONGEST: usize = 64 * 1024;
    let mut line = Zeroizing::new(Vec::new());
    stdin().lock().take(LONGEST as u64).read_until(b'\n', &mut line).map_err(|error| {
        Failure::Usage("the password could not be read from stdin".to_owned(), Some(error.into()))
    })?;
    if line.len() == LONGEST {
        return Err(Failure::usage("--password-stdin: the first line of stdin is too long for a password"));
    }
    let password = line.strip_suffix(b"\n").unwrap_or(&line);
    let password = password.strip_suffix(b"\r").unwrap_or(password);
    let password = str::from_utf8(password)
        .map_err(|_| Failure::usage("--password-stdin: the first line of stdin is no UTF-8 text"))?;
    if password.is_empty() {
        return Err(Failure::usage("--password-stdin: the first line of stdin is empty"));
    }
    Ok(password.into())
}

fn password_from_terminal(prompt: &str) -> Result<SecretString, Failure> {
    let password = rpassword::prompt_password(prompt)
        .map_err(|error| Failure::other("the password could not be read from the terminal", error))?;
    if password.is_empty() {
        return Err(Failure::usage("no password was entered"));
    }
    Ok(password.into())
}

/// The prompt switches the echo of the terminal off; an interrupt must not leave it off.
struct Echo {
    #[cfg(unix)]
    terminal: Option<rustix::termios::Termios>,
}

impl Echo {
    fn restored_at_the_end() -> Self {
        Self {
            #[cfg(unix)]
            terminal: rustix::termios::tcgetattr(stdin()).ok(),
        }
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(terminal) = &self.terminal {
            use rustix::termios::{OptionalActions, tcsetattr};
            // There is nobody left to tell that it did not work.
            let _ = tcsetattr(stdin(), OptionalActions::Now, terminal);
        }
    }
}

/// A file of certificates; it may be a pipe, as in `--ca-cert <(command)`.
fn certificates(file: &Path) -> Result<Vec<u8>, Failure> {
    // The certificates of all public authorities together take less than a tenth of this.
    const LONGEST: u64 = 4 << 20;
    let name = file.display();
    let mut pem = Vec::new();
    File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut pem)).map_err(|error| {
        Failure::Usage(format!("--ca-cert {name}: the file cannot be read"), Some(error.into()))
    })?;
    if pem.len() as u64 > LONGEST {
        return Err(Failure::usage(format!("--ca-cert {name}: the file is too large for certificates")));
    }
    Ok(pem)
}
