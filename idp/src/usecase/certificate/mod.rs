//! Client certificates of devices: issued, fetched, renewed, revoked, and what the world may read of them.
//!
//! `authority` makes and opens a tenant's authority. `issue` prepares a certificate outside a transaction and writes it
//! inside one; `fetch` hands its file out; `revoke` ends it. `recognize` judges one that a browser showed. `shown` tells
//! how devices stand, `publish` signs revocation lists and OCSP answers.

pub mod authority;
pub mod by;
pub mod fetch;
pub mod issue;
pub mod publish;
pub mod recognize;
pub mod revoke;
pub mod shown;

pub use by::By;
pub use issue::{Issued, Prepared, issue_for_device, prepare, prepare_for_request};
pub use revoke::revoke_of_device;
pub use shown::{Devices, OfDevice, is_offered, of_devices};
