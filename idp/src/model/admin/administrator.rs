//! An administrator who proved who he is, and the one rule of what he may do.

use std::collections::BTreeSet;

use super::{Actor, ApiScope, Deed, Role};
use crate::model::ids::TenantId;

/// A role, over one tenant or over the whole installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    /// None: over every tenant and the installation itself.
    pub over: Option<TenantId>,
}

/// A person of the console, a client with a token, or the holder of an API key.
#[derive(Clone, Debug)]
pub struct Administrator {
    /// As the audit trail tells.
    pub name: String,
    pub address: Option<String>,
    pub grants: Vec<Grant>,
    /// What the token or the key is limited to; None: a person, whose roles are the only limit.
    pub scopes: Option<BTreeSet<ApiScope>>,
}

/// What a deed is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The installation: what belongs to no tenant.
    Installation,
    Tenant(TenantId),
    /// A person of a tenant, who may be an administrator himself, of this highest role.
    Person {
        tenant: TenantId,
        role: Option<Role>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPermitted {
    /// The thing lies outside of what he may see at all: he is told that it is not there.
    Elsewhere,
    /// His role does not have the deed.
    Role,
    /// His token or key is not for it.
    Scope(ApiScope),
    /// The person acted on has a higher role than he.
    Upward,
}

impl Administrator {
    /// Whether he may do this, and as whom it is then noted.
    pub fn may(&self, deed: Deed, over: Over) -> Result<Actor<'_>, NotPermitted> {
        let here: Vec<Role> = self.roles(over).collect();
        let highest = here.iter().copied().max().ok_or(NotPermitted::Elsewhere)?;
        if !here.iter().any(|role| deed.roles().contains(role)) {
            return Err(NotPermitted::Role);
        }
        let needed = deed.scope();
        if self.scopes.as_ref().is_some_and(|scopes| !scopes.contains(&needed)) {
            return Err(NotPermitted::Scope(needed));
        }
        match over {
            Over::Person { role: Some(theirs), .. } if theirs > highest => {
                Err(NotPermitted::Upward)
            }
            _ => Ok(self.actor()),
        }
    }

    /// Whether he may hand out a role, and over what: never more than he has himself.
    pub fn may_give(&self, given: Grant) -> bool {
        let over = given.over.map_or(Over::Installation, Over::Tenant);
        self.roles(over).any(|role| role >= given.role && role >= Role::Owner)
    }

    /// Whether anything of a tenant concerns him.
    pub fn sees(&self, tenant: TenantId) -> bool {
        self.roles(Over::Tenant(tenant)).next().is_some()
    }

    pub fn actor(&self) -> Actor<'_> {
        Actor { name: &self.name, address: self.address.as_deref() }
    }

    fn roles(&self, over: Over) -> impl Iterator<Item = Role> + '_ {
        let tenant = match over {
            Over::Installation => None,
            Over::Tenant(tenant) | Over::Person { tenant, .. } => Some(tenant),
        };
        let counts = move |grant: &&Grant| grant.over.is_none() || grant.over == tenant;
        self.grants.iter().filter(counts).map(|grant| grant.role)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ACME: TenantId = TenantId(Uuid::from_u128(1));
    const OTHER: TenantId = TenantId(Uuid::from_u128(2));

    fn with(role: Role, over: Option<TenantId>) -> Administrator {
        let grants = vec![Grant { role, over }];
        Administrator { name: "hanako".to_owned(), address: None, grants, scopes: None }
    }

    #[test]
    fn every_deed_is_the_operators_work_and_no_deed_of_another_tenant_is_anybodys_else() {
        for &deed in Deed::ALL {
            assert!(with(Role::Operator, None).may(deed, Over::Tenant(ACME)).is_ok(), "{deed:?}");
            for role in Role::ALL {
                let somebody = with(role, Some(ACME));
                for elsewhere in [Over::Tenant(OTHER), Over::Installation] {
                    let may = somebody.may(deed, elsewhere);
                    assert_eq!(may, Err(NotPermitted::Elsewhere), "{deed:?} {role:?}");
                }
                let may = somebody.may(deed, Over::Tenant(ACME)).is_ok();
                assert_eq!(may, deed.roles().contains(&role), "{deed:?} {role:?}");
            }
        }
    }

    #[test]
    fn an_auditor_changes_nothing() {
        for &deed in Deed::ALL.iter().filter(|deed| deed.roles().contains(&Role::Auditor)) {
            assert!(deed.scope().as_str().ends_with(":read"), "{deed:?}");
        }
    }

    #[test]
    fn nobody_acts_upward() {
        let over = |role| Over::Person { tenant: ACME, role };
        let desk = with(Role::SupportDesk, None);
        let unlock = |role| desk.may(Deed::UserUnlock, over(role)).err();
        assert_eq!(unlock(None), None);
        assert_eq!(unlock(Some(Role::SupportDesk)), None);
        assert_eq!(unlock(Some(Role::Owner)), Some(NotPermitted::Upward));
        assert_eq!(unlock(Some(Role::Operator)), Some(NotPermitted::Upward));
    }

    #[test]
    fn a_token_does_no_more_than_its_scopes() {
        let scopes = Some(BTreeSet::from([ApiScope::UsersRead]));
        let limited = Administrator { scopes, ..with(Role::Operator, None) };
        assert!(limited.may(Deed::UserShow, Over::Tenant(ACME)).is_ok());
        let refused = limited.may(Deed::UserUnlock, Over::Tenant(ACME));
        assert_eq!(refused, Err(NotPermitted::Scope(ApiScope::UsersSupport)));
    }

    #[test]
    fn nobody_gives_more_than_he_has() {
        let given = |role, over| Grant { role, over };
        let owner = with(Role::Owner, Some(ACME));
        assert!(owner.may_give(given(Role::SupportDesk, Some(ACME))));
        assert!(owner.may_give(given(Role::Owner, Some(ACME))));
        assert!(!owner.may_give(given(Role::Operator, Some(ACME))));
        assert!(!owner.may_give(given(Role::Auditor, Some(OTHER))));
        assert!(!owner.may_give(given(Role::Auditor, None)));
        assert!(!with(Role::SupportDesk, Some(ACME)).may_give(given(Role::Auditor, Some(ACME))));
        assert!(with(Role::Operator, None).may_give(given(Role::Operator, None)));
    }

    #[test]
    fn words_are_read_back_and_none_stands_twice() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        for &scope in ApiScope::ALL {
            assert_eq!(ApiScope::parse(scope.as_str()), Some(scope));
        }
        let words: BTreeSet<_> = Deed::ALL.iter().map(|deed| deed.as_str()).collect();
        assert_eq!(words.len(), Deed::ALL.len());
    }
}
