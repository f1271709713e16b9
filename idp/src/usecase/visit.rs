//! Who asks: the tenant whose page it is, where the request came from, and the language of the answer.

use std::sync::Arc;

use crate::model::history::Origin;
use crate::model::policy::Language;
use crate::model::secret::Opaque;
use crate::model::tenant::Tenant;

#[derive(Clone, Debug)]
pub struct Visit {
    pub tenant: Arc<Tenant>,
    pub origin: Origin,
    pub language: Language,
    /// The cookie by which accounts know the browser, if it sent one. It proves nothing until an account knows it.
    pub mark: Option<Opaque>,
}
