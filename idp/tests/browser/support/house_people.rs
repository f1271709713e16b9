//! Who lives in a house: people in every state, made as an administrator makes them.

use idp::model::device::Kind;
use idp::model::history::Entry;
use idp::model::login_method::LoginMethod;
use idp::model::moment::Moment;
use idp::model::names::{LoginName, MailAddress};
use idp::model::password::{Origin, Typed};
use idp::random::row_id;
use idp::stop::Fault;
use idp::store::{self, history};
use idp::usecase::admin::users;
use idp::usecase::enrolment::invite::{self, Delivery};
use sea_orm::ConnectionTrait;

use super::demo::PASSWORD;
use super::house::{ADMIN, House, Invited, Person};

impl House {
    /// Somebody with the usual password, by the policy's own method.
    pub(crate) async fn person(&self, name: &str) -> Person {
        self.person_by(name, None, 1).await
    }

    /// The same by a method of his own and with so many addresses.
    pub(crate) async fn person_by(
        &self,
        name: &str,
        method: Option<LoginMethod>,
        addresses: usize,
    ) -> Person {
        let password = (Typed::fold(PASSWORD), Origin::Chosen, self.app.now());
        self.make((name, addresses), method, Some(password)).await
    }

    /// Somebody who has not enrolled yet, and what the desk hands over.
    pub(crate) async fn invited(
        &self,
        name: &str,
        method: Option<LoginMethod>,
    ) -> (Person, Invited) {
        let person = self.make((name, 1), method, None).await;
        let invited = self.invite(&person).await;
        (person, invited)
    }

    pub(crate) async fn invite(&self, person: &Person) -> Invited {
        let made =
            invite::invite(&self.app, &self.tenant, &person.user, Delivery::Caller, ADMIN).await;
        let made = made.expect("an invitation");
        let (address, code) = (made.address.expect("an address"), made.code.expect("a code"));
        Invited { address, code }
    }

    async fn make(
        &self,
        (name, addresses): (&str, usize),
        login_method: Option<LoginMethod>,
        password: Option<(Typed, Origin, Moment)>,
    ) -> Person {
        let mail: Vec<_> =
            (1..=addresses).map(|one| format!("taro.yamada{one}.{name}@mail.example")).collect();
        let parse = |text: &String| (MailAddress::parse(text).expect("an address"), Kind::Pc);
        let login_name = LoginName::parse(name).expect("a user ID");
        let addresses = mail.iter().map(parse).collect();
        let new = users::NewUser { login_name, login_method, addresses, password };
        let user = users::create(&self.app, &self.tenant, new, ADMIN).await.expect("a user");
        Person { id: name.to_owned(), user, mail }
    }

    /// The login method as it is by now.
    pub(crate) async fn login_method(&self, person: &Person) -> LoginMethod {
        let read = self.app.database.read();
        let found = store::users::by_id(read, self.tenant.id, person.user.id).await;
        found.expect("the database answers").expect("the person").login_method
    }

    /// As if the session that stands had been opened by a certificate too: this house has no address that asks for one.
    pub(crate) async fn proves_a_certificate(&self, person: &Person) {
        let id = person.user.id.0.simple();
        let method = LoginMethod::PasswordCertificate.as_str();
        let sql = format!(
            "UPDATE browser_session SET method = '{method}' WHERE hex(user_id) = upper('{id}')"
        );
        let sql = sql.as_str();
        let done = self.app.database.write(|tx| async move {
            Ok::<_, Fault>(tx.execute_unprepared(sql).await?.rows_affected())
        });
        assert_eq!(done.await.expect("it is written"), 1, "one session of {}", person.id);
    }

    pub(crate) async fn add_to_history(&self, entry: &Entry) {
        let id = row_id(self.app.random(), entry.at);
        let tenant = self.tenant.id;
        let done = self
            .app
            .database
            .write(|tx| async move { history::append(&tx, tenant, id, entry).await });
        done.await.expect("it is written");
    }

    pub(crate) async fn unlock(&self, person: &Person) {
        users::unlock(&self.app, &self.tenant, &person.user, ADMIN).await.expect("unlocked");
    }
}
