//! The database schema as frozen steps. A step that has been released never changes; see README.md.

pub use sea_orm_migration::{self, prelude::*};

mod columns;
mod m0001_installation;
mod m0002_tenant;
mod m0003_user;
mod m0004_login;
mod m0005_client;
mod m0006_grant;
mod m0007_signing_key;
mod m0008_outbox;
mod m0009_audit;
mod m0010_enrolment;
mod m0011_account;
mod m0012_certificate;
mod m0013_session_certificate;
mod m0014_totals;
mod m0015_protocol;
mod m0016_client_logo;
mod m0017_administration;
mod m0018_audit;
mod m0019_scim;
mod m0020_import;
mod m0021_idempotency;
mod m0023_client_mishap;
mod m0025_search;
mod m0026_import_upload;
mod m0027_client_trial;

/// The ordered list of steps.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_installation::Step),
            Box::new(m0002_tenant::Step),
            Box::new(m0003_user::Step),
            Box::new(m0004_login::Step),
            Box::new(m0005_client::Step),
            Box::new(m0006_grant::Step),
            Box::new(m0007_signing_key::Step),
            Box::new(m0008_outbox::Step),
            Box::new(m0009_audit::Step),
            Box::new(m0010_enrolment::Step),
            Box::new(m0011_account::Step),
            Box::new(m0012_certificate::Step),
            Box::new(m0013_session_certificate::Step),
            Box::new(m0014_totals::Step),
            Box::new(m0015_protocol::Step),
            Box::new(m0016_client_logo::Step),
            Box::new(m0017_administration::Step),
            Box::new(m0018_audit::Step),
            Box::new(m0019_scim::Step),
            Box::new(m0020_import::Step),
            Box::new(m0021_idempotency::Step),
            Box::new(m0023_client_mishap::Step),
            Box::new(m0025_search::Step),
            Box::new(m0026_import_upload::Step),
            Box::new(m0027_client_trial::Step),
        ]
    }
}
