//! Random sequences of requests, longer than the walks go, in a world with everything in it; and the decision about
//! the next step by itself. What fails is shrunk.

use idp::model::attempt::Progress;
use idp::model::consent::Consent;
use idp::model::login_method::LoginMethod::{self, Password, PasswordCertificate, PasswordOtp};
use idp::model::policy::Policy;
use idp::model::step::{Known, Step, next_step};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};

use crate::bugs;
use crate::facts;
use crate::machine::Machine;
use crate::request::Deed;
use crate::rules::{Product, Rules};
use crate::scene::Scene;
use crate::truth::OfLogin;
use crate::world::{At, Login, Origin, Person, Secret, World};

/// Wide bounds: what the walks leave out is here.
fn large(policy: Policy, people: [Person; 2], deeds: Vec<Deed>, more: [usize; 4]) -> Scene {
    let [logins, reissues, enrolments, holds] = more;
    let mut base = Scene::new("large", policy, people.each_ref().map(|one| one.method));
    base.world.people = people;
    Scene {
        anew: vec![false, true],
        remember: vec![false, true],
        deeds,
        most_logins: logins,
        most_codes: 6,
        most_reissues: reissues,
        most_enrolments: enrolments,
        most_deeds: 6,
        most_holds: u8::try_from(holds).unwrap(),
        ticks: 4,
        ..base
    }
}

fn every_deed() -> Vec<Deed> {
    let of = |who| {
        let methods = LoginMethod::ALL.map(|method| Deed::Method(who, method));
        let others = [
            Deed::Unlock(who),
            Deed::Disable(who),
            Deed::Enable(who),
            Deed::Reset(who),
            Deed::Approve(who),
            Deed::Change(who),
        ];
        methods.into_iter().chain(others)
    };
    of(0).chain(of(1)).collect()
}

fn scenes() -> impl Strategy<Value = Scene> {
    let policy = (any::<bool>(), any::<bool>()).prop_map(|(classic, conceal)| Policy {
        conceal_first_step: conceal,
        ..if classic { Policy::classic() } else { Policy::standard() }
    });
    let method = prop_oneof![Just(Password), Just(PasswordOtp), Just(PasswordCertificate)];
    let origin = prop_oneof![
        Just(None),
        Just(Some(Origin::Chosen)),
        Just(Some(Origin::Chosen)),
        Just(Some(Origin::Reset)),
        Just(Some(Origin::Temporary { until: 1 })),
    ];
    let person = (method, origin).prop_map(|(method, origin)| Person::with(method, origin));
    let people = [person.clone(), person];
    let deeds = proptest::sample::subsequence(every_deed(), 0..6);
    (policy, people, deeds, [1..4_usize, 0..3, 0..3, 0..4])
        .prop_map(|(policy, people, deeds, more)| large(policy, people, deeds, more))
}

/// Plays events chosen by number. Most of what could be asked changes nothing: that is passed over, so that short
/// sequences go far.
fn play(machine: &Machine, choices: &[u16]) -> World {
    let mut world = machine.scene.world.clone();
    for &choice in choices {
        let events = machine.scene.events(&world);
        let start = usize::from(choice) % events.len();
        let turned = events[start..].iter().chain(&events[..start]);
        let Some(next) = turned.copied().find_map(|event| machine.happens(&world, event)) else {
            break;
        };
        world = next;
        if !world.broken.is_empty() {
            break;
        }
    }
    world
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn random_requests_break_no_promise(
        scene in scenes(),
        choices in proptest::collection::vec(any::<u16>(), 1..40),
    ) {
        let machine = Machine::new(scene, Box::new(Product));
        let world = play(&machine, &choices);
        prop_assert!(world.broken.is_empty(), "{:?}", world.broken);
    }
}

/// What stood when a login got where it is, and what stands now.
fn logins() -> impl Strategy<Value = (Login, Person)> {
    let origin = prop_oneof![
        Just(Origin::Chosen),
        Just(Origin::Reset),
        (0_u8..4).prop_map(|until| Origin::Temporary { until }),
    ];
    let method = || prop_oneof![Just(Password), Just(PasswordOtp), Just(PasswordCertificate)];
    let secret =
        (0_u8..3, origin).prop_map(|(version, origin)| Secret { version, origin, set_at: 0 });
    let at = (0..7, method(), 0_u8..3).prop_map(|(at, method, version)| {
        let secret = Secret { version, origin: Origin::Chosen, set_at: 0 };
        match at {
            0 => At::Nobody,
            1 => At::Password { who: 0, secret },
            2 => At::Both { who: 0, secret, method, remember: false },
            3 => At::SignedIn { who: 0, session: 0 },
            4 => At::Finished { who: 0 },
            5 => At::Doubt { who: 0 },
            _ => At::Cancelled,
        }
    });
    let login = (at, any::<bool>(), any::<bool>()).prop_map(|(at, anew, fresh)| Login {
        browser: 0,
        anew,
        at,
        fresh: fresh.then_some(9),
        begun: 0,
        truth: OfLogin::default(),
    });
    let person = (method(), proptest::option::of(secret), any::<bool>()).prop_map(
        |(method, secret, closed)| Person { closed, secret, ..Person::with(method, None) },
    );
    (login, person)
}

proptest! {
    #![proptest_config(config(20_000))]

    #[test]
    fn the_next_step_lets_nobody_in_too_early(
        (login, person) in logins(),
        (asks, session_lives, remembered) in any::<(bool, bool, bool)>(),
        clock in 0_u8..4,
        (classic, conceal) in any::<(bool, bool)>(),
    ) {
        let preset = if classic { Policy::classic() } else { Policy::standard() };
        let policy = Policy { conceal_first_step: conceal, ..preset };
        let user = facts::user(0, &person);
        let consent = if asks { Consent::Ask } else { Consent::Given };
        let known = Known { user: Some(&user), consent, session_lives, remembered };
        let now = facts::moment(clock);
        let attempt = facts::attempt(&login);
        let step = next_step(&attempt, known, &policy, now);
        let secret = person.secret.filter(|secret| {
            let late = matches!(secret.origin, Origin::Temporary { until } if clock >= until);
            !person.closed && !late
        });
        // A login may take less than two ticks.
        let open = clock < 2 && secret.is_some();
        let changes = secret.is_some_and(|secret| secret.origin != Origin::Chosen);
        let proven = |of: &Secret| secret.is_some_and(|one| one.version == of.version);
        if step == Step::SignIn {
            let may = match &login.at {
                At::Password { secret, .. } => {
                    let skips = person.method == PasswordOtp && remembered && !changes && !login.anew;
                    proven(secret) && (person.method == Password || skips)
                }
                At::Both { secret, method, .. } => {
                    proven(secret) && (*method == person.method || person.method == Password)
                }
                _ => false,
            };
            prop_assert!(open && may && (!changes || login.fresh.is_some()));
        }
        if matches!(step, Step::Answer | Step::Consent) {
            let signed_in = matches!(attempt.progress, Progress::SignedIn { .. });
            prop_assert!(open && signed_in && session_lives && asks == (step == Step::Consent));
        }
        if let Step::NewPassword(_) | Step::Code | Step::Certificate = step {
            let knew = matches!(&login.at, At::Password { secret, .. } | At::Both { secret, .. } if proven(secret));
            // On the concealed code page stands everybody whose first step was not right, and may not move.
            let unknown = conceal
                && step == Step::Code
                && matches!(&login.at, At::Doubt { .. } | At::Password { .. })
                && clock < 2;
            prop_assert!((open && knew) || unknown);
        }
    }
}

/// The random sequences find bugs too: they are long enough.
#[test]
fn random_requests_find_seeded_bugs() {
    use proptest::test_runner::{Config, TestRunner};
    type Bug = (&'static str, fn() -> Box<dyn Rules>);
    let bugs: [Bug; 3] = [
        ("code alone", || Box::new(bugs::CodeAlone)),
        ("codes uncounted", || Box::new(bugs::CodesUncounted)),
        ("note for link", || Box::new(bugs::NoteForLink)),
    ];
    for (name, bug) in bugs {
        let mut runner = TestRunner::new(Config { max_shrink_iters: 0, ..config(4_000) });
        let input = (scenes(), proptest::collection::vec(any::<u16>(), 1..40));
        let found = runner.run(&input, |(scene, choices)| {
            let world = play(&Machine::new(scene, bug()), &choices);
            prop_assert!(world.broken.is_empty());
            Ok(())
        });
        assert!(found.is_err(), "{name}: not found");
    }
}
