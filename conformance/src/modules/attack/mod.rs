//! Attacks that can be tried from outside, by the numbers of the security plan: RU redirect addresses, PR parameters and
//! grants, CO codes, PK PKCE, RT refresh tokens, TK tokens, CA client authentication, SS requests that the server makes,
//! LO logout, CR prompt and `max_age`, MX mix-up and metadata. DPoP and FAPI cases stand in the FAPI plans.

mod client;
mod code;
mod expect;
mod logout;
mod metadata;
mod outbound;
mod parameters;
mod pkce;
mod prompt;
mod redirect;
mod redirect_more;
mod refresh;
mod token;

use crate::plan::Module;

pub(crate) const ATTACKS: &[&[Module]] = &[
    redirect::CASES,
    redirect_more::CASES,
    parameters::CASES,
    code::CASES,
    pkce::CASES,
    refresh::CASES,
    token::CASES,
    client::CASES,
    outbound::CASES,
    logout::CASES,
    prompt::CASES,
    metadata::CASES,
];
