//! Works on the tables that were sent to be imported: looks at them, and writes those that somebody wants written.

use std::time::Duration as Span;

use time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;
use crate::model::admin::{Actor, Deed, Over};
use crate::model::import::Tally;
use crate::model::import::upload::{Report, Sender, State, Upload, Word};
use crate::model::moment::Moment;
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::store::import_uploads::Claim;
use crate::usecase::admin::import::report::Reporter;
use crate::usecase::admin::{access, import, uploads};

/// A claim lapses after this long; whoever works renews it.
const CLAIM: Duration = Duration::minutes(1);

/// So often it is told how far it came.
const TELLING: Span = Span::from_secs(1);

/// A table that broke the work off so often is not begun again.
const MOST_CLAIMS: u32 = 100;

/// What came of the work.
struct Done {
    state: State,
    tally: Tally,
    resumed_after: u64,
}

/// Works on one that is due; false if there is none. When `stopping`, the work is broken off, and due again at once.
pub async fn carry(
    app: &App,
    stopping: impl Fn() -> bool + Clone + Send + 'static,
) -> Result<bool, Fault> {
    let now = app.now();
    let claim = app
        .database
        .write(|tx| async move { store::import_uploads::claim(&tx, now, CLAIM).await })
        .await?;
    let Some(claim) = claim else { return Ok(false) };
    let read = app.database.read();
    let upload = store::import_uploads::by_id(read, claim.tenant, claim.upload).await?;
    let Some(upload) = upload else { return Ok(true) };
    let tenant = store::tenants::by_id(read, claim.tenant).await?;
    if upload.claims > MOST_CLAIMS {
        let report = refused(upload.report, word("table_failed"));
        settle(app, claim, (State::Refused, report)).await?;
        return Ok(true);
    }
    let (mut reporter, followed) = Reporter::new(stopping.clone());
    let outcome = tokio::select! {
        outcome = work(app, &tenant, &upload, &mut reporter) => outcome,
        lost = follow(app, claim, followed) => Err(Stop::Fault(lost)),
    };
    let report = reporter.into_report();
    let settled = match outcome {
        Ok(Done { state, tally, resumed_after }) => {
            let rows = tally.rows();
            let report = Report { tally, rows, of: Some(rows), resumed_after, ..report };
            (state, report)
        }
        Err(Stop::Refused(why)) => (State::Refused, refused(report, why)),
        Err(Stop::Fault(fault)) => {
            if stopping() {
                tell(app, claim, &report, app.now()).await?;
            }
            return Err(fault);
        }
    };
    settle(app, claim, settled).await?;
    Ok(true)
}

fn word(word: &str) -> Word {
    Word { word: word.to_owned(), line: None }
}

fn refused(report: Report, why: Word) -> Report {
    Report { refusal: Some(why), ..report }
}

async fn work(
    app: &App,
    tenant: &Tenant,
    upload: &Upload,
    reporter: &mut Reporter,
) -> Result<Done, Stop<Word>> {
    let wanted = uploads::import(app, tenant.id, upload);
    let told = |stop: Stop<import::Refusal>| match stop {
        Stop::Refused(why) => Stop::Refused(why.word()),
        Stop::Fault(fault) => Stop::Fault(fault),
    };
    if upload.state == State::Checking {
        let checked = import::check(app, tenant, &wanted, reporter).await.map_err(told)?;
        return Ok(Done { state: State::Checked, tally: checked.tally, resumed_after: 0 });
    }
    let Sender { name, address, .. } = &upload.sender;
    // He may have lost the right since he sent it.
    if !may(app, tenant, &upload.sender).await? {
        return Err(Stop::Refused(word("table_no_role")));
    }
    let by = Actor { name, address: address.as_deref() };
    let outcome = import::run(app, tenant, &wanted, reporter, by).await.map_err(told)?;
    let import::Outcome { tally, resumed_after, .. } = outcome;
    Ok(Done { state: State::Written, tally, resumed_after })
}

async fn may(app: &App, tenant: &Tenant, sender: &Sender) -> Result<bool, Fault> {
    let administrator = access::of_sender(app, sender).await?;
    let over = Over::Tenant(tenant.id);
    Ok(administrator.is_some_and(|he| he.may(Deed::UserImport, over).is_ok()))
}

/// Tells how far it came as long as the work goes on; ends only where the claim was lost.
async fn follow(app: &App, claim: Claim, mut followed: watch::Receiver<Report>) -> Fault {
    loop {
        sleep(TELLING).await;
        let report = followed.borrow_and_update().clone();
        match tell(app, claim, &report, app.now().plus(CLAIM)).await {
            Ok(true) => {}
            Ok(false) => return Fault::Other("somebody else imports this table".to_owned()),
            Err(fault) => return fault,
        }
    }
}

async fn tell(app: &App, claim: Claim, report: &Report, until: Moment) -> Result<bool, Fault> {
    app.database
        .write(|tx| async move { store::import_uploads::tell(&tx, claim, report, until).await })
        .await
}

async fn settle(app: &App, claim: Claim, (state, report): (State, Report)) -> Result<(), Fault> {
    let report = &report;
    app.database
        .write(|tx| async move { store::import_uploads::settle(&tx, claim, state, report).await })
        .await?;
    Ok(())
}
