//! A scene: a policy, a beginning, and the bounds within which everything happens that can.

use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;

use crate::request::{Deed, Enrol, Event, Recovery, Request, Step, Thing, Typed};
use crate::world::{Origin, Person, Who, World};

#[derive(Clone, Debug)]
pub struct Scene {
    pub name: &'static str,
    pub policy: Policy,
    pub world: World,
    pub users: Vec<Who>,
    /// Which logins are begun: ordinary ones, and where a website asks for a login anew.
    pub anew: Vec<bool>,
    /// Whether the boxes of the code page are tried: not remembering, remembering.
    pub remember: Vec<bool>,
    pub deeds: Vec<Deed>,
    pub most_logins: usize,
    pub most_codes: usize,
    pub most_reissues: usize,
    pub most_enrolments: usize,
    pub most_deeds: u8,
    pub most_holds: u8,
    pub ticks: u8,
}

impl Scene {
    /// A scene where nothing is possible yet but logins of both users, under tight limits.
    pub fn new(name: &'static str, mut policy: Policy, methods: [LoginMethod; 2]) -> Self {
        policy.lockout.tries = 2;
        policy.lockout.answer_tries = policy.lockout.answer_tries.map(|_| 2);
        policy.one_time_code.tries_per_code = 2;
        policy.enrolment.tries = 2;
        let people = methods.map(|method| Person::with(method, Some(Origin::Chosen)));
        Self {
            name,
            policy,
            world: World::new(people),
            users: vec![0, 1],
            anew: vec![false],
            remember: vec![false],
            deeds: Vec::new(),
            most_logins: 2,
            most_codes: 3,
            most_reissues: 0,
            most_enrolments: 0,
            most_deeds: 1,
            most_holds: 0,
            ticks: 0,
        }
    }

    /// Everything that can happen next.
    pub fn events(&self, world: &World) -> Vec<Event> {
        let requests = self.requests(world);
        let mut events = Vec::with_capacity(2 * requests.len() + 2);
        if world.held.is_some() {
            events.push(Event::Land);
        } else if world.holds < self.most_holds {
            events.extend(requests.iter().copied().map(Event::Hold));
        }
        events.extend(requests.into_iter().map(Event::Whole));
        if world.clock < self.ticks {
            events.push(Event::Tick);
        }
        events
    }

    fn requests(&self, world: &World) -> Vec<Request> {
        let mut found = Vec::new();
        if world.logins.len() < self.most_logins {
            for browser in [0, 1] {
                let begin = |anew: &bool| Request::Begin { browser, anew: *anew };
                found.extend(self.anew.iter().map(begin));
            }
        }
        for login in 0..world.logins.len() {
            self.of_login(world, login, &mut found);
        }
        if world.reissues.len() < self.most_reissues {
            found.extend(self.users.iter().map(|who| Request::Ask(*who)));
        }
        if world.enrolments.len() < self.most_enrolments {
            found.extend(self.users.iter().map(|who| Request::Invite(*who)));
        }
        of_reissues(world, &mut found);
        of_enrolments(world, &mut found);
        if world.deeds < self.most_deeds {
            found.extend(self.deeds.iter().copied().map(Request::Office));
        }
        found
    }

    fn of_login(&self, world: &World, login: usize, found: &mut Vec<Request>) {
        let own = world.logins[login].browser;
        let mut push = |browser, step| found.push(Request::Login { login, browser, step });
        for &who in &self.users {
            push(own, Step::Password { who, right: true });
            push(own, Step::Password { who, right: false });
        }
        let codes = (0..world.codes.len()).map(Typed::Login);
        let initial = (0..world.enrolments.len()).map(Typed::Initial);
        for typed in codes.chain(initial).chain([Typed::Wrong]) {
            for &remember in &self.remember {
                push(own, Step::Code { typed, remember });
            }
        }
        let passes = (0..world.passes.len()).map(Thing::Pass);
        for thing in passes.chain((0..world.reissues.len()).map(Thing::Link)) {
            push(own, Step::Bring(thing));
        }
        if self.policy.conceal_first_step {
            push(own, Step::Back);
        }
        for step in [Step::Choose, Step::Resend, Step::Agree, Step::Cancel, Step::Proceed] {
            push(own, step);
        }
        // A browser that has the address, and not the cookie.
        let other = 1 - own;
        push(other, Step::Password { who: self.users[0], right: true });
        push(other, Step::Proceed);
        for code in 0..world.codes.len() {
            push(other, Step::Code { typed: Typed::Login(code), remember: false });
        }
        if world.passes.len() < self.most_logins {
            found.extend(self.users.iter().map(|who| Request::Show { login, who: *who }));
        }
    }
}

fn of_reissues(world: &World, found: &mut Vec<Request>) {
    for reissue in 0..world.reissues.len() {
        for browser in [0, 1] {
            for link in [true, false] {
                for step in [
                    Recovery::Confirm,
                    Recovery::Answer { right: true },
                    Recovery::Answer { right: false },
                    Recovery::Prove { right: true },
                    Recovery::Prove { right: false },
                    Recovery::Choose,
                ] {
                    found.push(Request::Reissue { reissue, browser, link, step });
                }
            }
        }
    }
}

fn of_enrolments(world: &World, found: &mut Vec<Request>) {
    for enrolment in 0..world.enrolments.len() {
        for browser in [0, 1] {
            let mut push = |step| found.push(Request::Enrol { enrolment, browser, step });
            let initial = (0..world.enrolments.len()).map(Typed::Initial);
            let codes = (0..world.codes.len()).map(Typed::Login);
            for typed in initial.chain(codes).chain([Typed::Wrong]) {
                push(Enrol::Code(typed));
            }
            push(Enrol::Register);
        }
    }
}
