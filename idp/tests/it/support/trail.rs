//! Hands on the audit trail: events by the hundred, and those of somebody who holds the database.

use futures_util::future::join_all;
use idp::app::App;
use idp::random::row_id;
use idp::stop::Fault;
use idp::store::audit;
use sea_orm::ConnectionTrait;

use super::database::ON_POSTGRES;
use super::{TestIdp, TestTenant};

impl TestTenant {
    /// Writes events of no deed.
    pub async fn write_events(&self, count: usize) {
        let written = join_all((0..count).map(|number| self.write_event(number))).await;
        for done in written {
            done.unwrap();
        }
    }

    async fn write_event(&self, number: usize) -> Result<(), Fault> {
        let (at, tenant) = (self.app.now(), self.tenant.id);
        let id = row_id(self.app.random(), at);
        let write = |tx| async move {
            let event = audit::Event {
                at,
                actor: "test",
                action: "test.event",
                subject: number.to_string(),
                details: serde_json::json!({ "number": number }),
                address: number.is_multiple_of(2).then_some("192.0.2.1"),
            };
            audit::append(&tx, tenant, id, &event).await
        };
        self.app.database.write(write).await
    }
}

impl TestIdp {
    /// A second server on the same database.
    pub async fn second_app(&self) -> App {
        self.another_app().await
    }

    /// Runs a statement as it stands.
    pub async fn statement(&self, text: &str) -> Result<(), Fault> {
        let run = |tx: idp::store::Tx| async move {
            tx.execute_unprepared(text).await?;
            Ok(())
        };
        self.app.database.write(run).await
    }

    /// What somebody does who holds the database: the triggers keep nobody out who may drop them.
    pub async fn tamper(&self, tenant: &TestTenant, statements: &[String]) {
        let drop = if *ON_POSTGRES {
            "ALTER TABLE audit_event DISABLE TRIGGER ALL"
        } else {
            "DROP TRIGGER IF EXISTS audit_event_keeps; DROP TRIGGER IF EXISTS audit_event_stays"
        };
        self.statement(drop).await.unwrap();
        let other = if *ON_POSTGRES { "gen_random_uuid()" } else { "randomblob(16)" };
        let read = self.app.database.read();
        assert!(idp::store::audit_chain::head(read, tenant.tenant.id).await.unwrap().is_some());
        for statement in statements {
            self.statement(&statement.replace("OTHER_ID", other)).await.unwrap();
        }
    }
}
