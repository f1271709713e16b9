//! The servers of clients: what they answer is set by the test, what they were asked is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use idp::outbound::guard::Allowed;
use idp::outbound::guarded::Guarded;
use idp::outbound::{Answer, Call, NotReached, Outbound};
use url::Url;

#[derive(Default)]
pub struct Outside {
    answers: Mutex<BTreeMap<String, Answer>>,
    calls: Mutex<Vec<Call>>,
    guarded: Mutex<Option<Arc<Guarded>>>,
}

impl Outside {
    /// What an address answers from now on.
    pub fn answers(&self, url: &str, status: u16, media_type: &str, body: impl Into<Vec<u8>>) {
        let answer = Answer {
            status,
            media_type: media_type.to_owned(),
            body: body.into(),
            fresh_for: None,
            date: None,
        };
        self.gives(url, answer);
    }

    /// The same, with everything that an answer has.
    pub fn gives(&self, url: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(url.to_owned(), answer);
    }

    /// Nobody is there any more.
    pub fn is_gone(&self, url: &str) {
        self.answers.lock().unwrap().remove(url);
    }

    /// From now on calls are made for real, past the guard that the program has.
    pub fn is_real(&self, guarded: Guarded) {
        *self.guarded.lock().unwrap() = Some(Arc::new(guarded));
    }

    /// What was asked so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

impl Outbound for Outside {
    fn permits(&self, url: &Url) -> bool {
        Allowed::default().permits(url)
    }

    fn call(&self, call: Call) -> BoxFuture<'_, Result<Answer, NotReached>> {
        let answer = self.answers.lock().unwrap().get(call.url().as_str()).cloned();
        self.calls.lock().unwrap().push(call.clone());
        if let Some(guarded) = self.guarded.lock().unwrap().clone() {
            return Box::pin(async move { guarded.call(call).await });
        }
        Box::pin(async move { answer.ok_or(NotReached::Broken) })
    }
}
