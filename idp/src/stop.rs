//! Why a use-case did not finish, and where faults come from.

/// The product said no, or we broke.
#[derive(Debug)]
pub enum Stop<R> {
    Refused(R),
    Fault(Fault),
}

/// Ours to mend. Logged in full, shown to nobody.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("a stored value cannot be read: {0}")]
    Stored(#[from] Stored),
    #[error("signing key: {0}")]
    Key(#[from] keys::signing::KeyError),
    #[error("certificate: {0}")]
    Certificate(#[from] keys::ca::Error),
    #[error("sealed value: {0}")]
    Seal(#[from] keys::seal::SealError),
    #[error("password hashing: {0}")]
    Hashing(String),
    #[error("too many passwords are being checked")]
    Busy,
    #[error("template {0}: {1}")]
    Template(&'static str, #[source] minijinja::Error),
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Other(String),
}

impl Fault {
    /// Whether somebody else wrote the same first, and only one of them may.
    pub fn is_duplicate(&self) -> bool {
        let Self::Database(error) = self else { return false };
        matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
    }
}

/// A row whose content our own rules would not have written.
#[derive(Debug, thiserror::Error)]
#[error("{table}.{column}")]
pub struct Stored {
    pub table: &'static str,
    pub column: &'static str,
}

impl Fault {
    /// Whether something else has the place that a row was to take.
    pub fn is_taken(&self) -> bool {
        let Self::Database(error) = self else { return false };
        matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
    }
}

impl Fault {
    /// Whether the work was for something that is not as it was looked at any more.
    pub const fn is_outdated(&self) -> bool {
        matches!(self, Self::Database(sea_orm::DbErr::RecordNotUpdated))
    }
}

impl<R> Stop<R> {
    /// The same stop, told in the words of another door.
    pub fn told_as<S: From<R>>(self) -> Stop<S> {
        match self {
            Self::Refused(refusal) => Stop::Refused(refusal.into()),
            Self::Fault(fault) => Stop::Fault(fault),
        }
    }
}

impl<R, E: Into<Fault>> From<E> for Stop<R> {
    fn from(fault: E) -> Self {
        Self::Fault(fault.into())
    }
}

/// Whether the same work may be tried again because only the database's timing refused it.
pub trait Retry {
    fn worth_another_try(&self) -> bool;
}

impl Retry for sea_orm::DbErr {
    fn worth_another_try(&self) -> bool {
        let text = self.to_string();
        // PostgreSQL: serialization_failure and deadlock_detected (its Appendix A, class 40).
        text.contains("could not serialize access") || text.contains("deadlock detected")
    }
}

impl Retry for Fault {
    fn worth_another_try(&self) -> bool {
        matches!(self, Self::Database(error) if error.worth_another_try())
    }
}

impl<R> Retry for Stop<R> {
    fn worth_another_try(&self) -> bool {
        matches!(self, Self::Fault(fault) if fault.worth_another_try())
    }
}
