//! Sends the browser back to a website: by a redirect, or by a form of ours (Form Post §2).

use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::page::{View, sending_itself_to};
use crate::http::static_files;
use crate::usecase::authorize::reply::Reply;

/// What `templates/oidc/form_post.html` may read.
#[derive(Serialize)]
pub struct FormPostPage {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// Presses the button, where scripts are on.
    pub script: String,
}

impl View for FormPostPage {
    const TEMPLATE: &'static str = "oidc/form_post.html";
}

pub fn respond(app: &App, visitor: &Visitor, reply: &Reply) -> Response {
    match reply {
        Reply::Redirect(to) => Redirect::to(to).into_response(),
        Reply::Form { action, fields } => {
            let view = FormPostPage {
                action: action.clone(),
                fields: fields.clone(),
                script: static_files::script(),
            };
            sending_itself_to(visitor.page(app, &view), action)
        }
    }
}
