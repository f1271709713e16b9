//! Letters by SMTP. TLS is required unless the relay is on this machine.

use std::time::Duration;

use futures_util::future::BoxFuture;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

use super::Mail;
use super::courier::{Courier, NotSent};
use crate::model::ids::LetterId;
use crate::model::moment::Moment;

/// How the connection to the relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, required.
    Starttls,
    /// None; only for a relay on this machine.
    None,
}

/// What it takes to reach a relay; checked by `settings`.
#[derive(Clone, Debug)]
pub struct Relay {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    pub user: Option<String>,
    pub password: Option<SecretString>,
    /// PEM of a certificate authority to trust besides the system's.
    pub authority: Option<Vec<u8>>,
    pub from: Mailbox,
}

pub struct SmtpCourier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

impl SmtpCourier {
    pub fn new(relay: &Relay) -> Result<Self, NotSent> {
        let broken = |error: lettre::transport::smtp::Error| NotSent::ForGood(error.to_string());
        let mut parameters = TlsParameters::builder(relay.host.clone());
        if let Some(pem) = &relay.authority {
            parameters =
                parameters.add_root_certificate(Certificate::from_pem(pem).map_err(broken)?);
        }
        let parameters = parameters.build_rustls().map_err(broken)?;
        let tls = match relay.encryption {
            Encryption::Tls => Tls::Wrapper(parameters),
            Encryption::Starttls => Tls::Required(parameters),
            Encryption::None => Tls::None,
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(relay.host.clone())
                .port(relay.port)
                .tls(tls)
                .timeout(Some(Duration::from_secs(20)));
        if let (Some(user), Some(password)) = (&relay.user, &relay.password) {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let domain = relay.from.email.domain().to_owned();
        Ok(Self { transport: builder.build(), from: relay.from.clone(), domain })
    }

    fn message(&self, id: LetterId, mail: &Mail) -> Result<Message, NotSent> {
        let unfit = |error: &dyn std::fmt::Display| NotSent::ForGood(error.to_string());
        let to = mail.to.as_str().parse().map_err(|error| unfit(&error))?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .message_id(Some(format!("<{id}@{}>", self.domain)))
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(|error| unfit(&error))
    }
}

impl Courier for SmtpCourier {
    fn send<'a>(
        &'a self,
        id: LetterId,
        mail: &'a Mail,
        _now: Moment,
    ) -> BoxFuture<'a, Result<(), NotSent>> {
        Box::pin(async move {
            let message = self.message(id, mail)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(NotSent::ForGood(error.to_string())),
                Err(error) => Err(NotSent::ForNow(error.to_string())),
            }
        })
    }

    fn test(&self) -> BoxFuture<'_, Result<(), NotSent>> {
        Box::pin(async move {
            match self.transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(NotSent::ForNow("the relay does not answer NOOP".to_owned())),
                Err(error) => Err(NotSent::ForNow(error.to_string())),
            }
        })
    }
}
