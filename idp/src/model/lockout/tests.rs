//! Lockout, by tables and by what all tries add up to.

use super::*;
use crate::model::policy::Policy;

const BY_DESK: Lock = Lock { until: None, reason: LockReason::PasswordAndCode };
const START: Moment = Moment::from_seconds(1_000_000);

fn fail(
    mut standing: Standing,
    rules: &LockoutRules,
    times: u32,
    mut now: Moment,
) -> (Standing, Moment) {
    for _ in 0..times {
        if let Gate::WaitUntil(then) = standing.gate(rules, now) {
            now = then;
        }
        standing = standing.after_failure(rules, now);
    }
    (standing, now)
}

#[test]
fn classic_locks_at_the_fifth_until_the_desk_unlocks() {
    let rules = Policy::classic().lockout;
    let (four, now) = fail(Standing::CLEAN, &rules, 4, START);
    assert_eq!(four.gate(&rules, now), Gate::Open);
    let (five, now) = fail(four, &rules, 1, now);
    let much_later = now.plus(Duration::days(400));
    assert_eq!(five.gate(&rules, much_later), Gate::Locked(BY_DESK));
}

#[test]
fn standard_slows_down_then_locks_for_a_quarter_of_an_hour() {
    let rules = Policy::standard().lockout;
    let (three, now) = fail(Standing::CLEAN, &rules, 3, START);
    assert_eq!(three.gate(&rules, now), Gate::WaitUntil(now.plus(Duration::seconds(1))));
    let (five, now) = fail(three, &rules, 2, now);
    assert_eq!(five.gate(&rules, now), Gate::WaitUntil(now.plus(Duration::seconds(4))));
    let (ten, now) = fail(five, &rules, 5, now);
    let until = now.plus(Duration::minutes(15));
    assert_eq!(ten.gate(&rules, now), Gate::Locked(Lock { until: Some(until), ..BY_DESK }));
    assert_eq!(ten.gate(&rules, until), Gate::Open);
    assert_eq!(ten.after_failure(&rules, until).failures, 1);
}

#[test]
fn a_known_browser_has_its_own_count_but_not_for_answers() {
    let rules = Policy::standard().lockout;
    let (locked, now) = fail(Standing::CLEAN, &rules, 10, START);
    let mut counts = Counts { name: locked, browser: Some(Standing::CLEAN) };
    assert_eq!(counts.gate(&rules, now), Gate::Open);
    counts = counts.after_failure(&rules, now);
    let once = Standing { own_total: 1, ..locked };
    assert_eq!((counts.name, counts.browser.map(|own| own.failures)), (once, Some(1)));
    assert_eq!(counts.after_login().name, locked, "strangers keep their count");
    let stranger = Counts { name: locked, browser: None };
    assert!(matches!(stranger.gate(&rules, now), Gate::Locked(_)));
    assert_eq!(stranger.after_login().name, Standing::CLEAN);
    let by_answers = Standing { reason: LockReason::Answers, ..locked };
    let counts = Counts { name: by_answers, ..counts };
    assert!(matches!(counts.gate(&rules, now), Gate::Locked(_)));
}

/// LK-06: whoever guesses from everywhere, for years, gets fifty tries at one password.
#[test]
fn all_guesses_at_one_password_together_are_bounded() {
    let rules = Policy::standard().lockout;
    let (mut name, mut browsers) = (Standing::CLEAN, [Standing::CLEAN; 3]);
    let (mut guesses, mut now) = (0, START);
    for turn in 0..40_000_usize {
        let lane = turn % 4;
        let counts = Counts { name, browser: browsers.get(lane).copied() };
        if counts.gate(&rules, now) == Gate::Open {
            guesses += 1;
            let after = counts.after_failure(&rules, now);
            name = after.name;
            if let (Some(own), Some(after)) = (browsers.get_mut(lane), after.browser) {
                *own = after;
            }
        }
        now = now.plus(Duration::hours(1));
    }
    assert_eq!(guesses, MOST_OF_STRANGERS + MOST_OF_OWN);
    let stranger = Counts { name, browser: None };
    assert_eq!(stranger.gate(&rules, now), Gate::Locked(BY_DESK));
    let at = name.locked_at.unwrap();
    assert_eq!(name.link_ends_lock(at, &rules, now), Ok(()), "its owner ends it by mail");
    assert_eq!(stranger.after_login().name, Standing::CLEAN);
}

/// LK-10: strangers alone close the account to strangers alone.
#[test]
fn strangers_at_their_end_do_not_keep_a_known_browser_out() {
    let rules = Policy::standard().lockout;
    let name = Standing { total: MOST_OF_STRANGERS, locked_at: Some(START), ..Standing::CLEAN };
    let counts = Counts { name, browser: Some(Standing::CLEAN) };
    assert_eq!(counts.gate(&rules, START), Gate::Open);
    assert_eq!(counts.after_login().name.total, MOST_OF_STRANGERS);
}

#[test]
fn wrong_answers_have_a_count_of_their_own_and_lock_the_account() {
    let rules = Policy::classic().lockout;
    let (mut standing, now) = fail(Standing::CLEAN, &rules, 4, START);
    for _ in 0..4 {
        standing = standing.after_wrong_answer(&rules, now);
        assert_eq!(standing.gate(&rules, now), Gate::Open);
    }
    let locked = standing.after_wrong_answer(&rules, now);
    let lock = Lock { until: None, reason: LockReason::Answers };
    assert_eq!(locked.gate(&rules, now), Gate::Locked(lock));
}

#[test]
fn answers_are_counted_anew_after_a_lock_that_ran_out() {
    let mut rules = Policy::classic().lockout;
    rules.release = Release::AfterMinutes(15);
    let answer_wrong = |standing: Standing, times: u32, now| {
        (0..times).fold(standing, |before, _| before.after_wrong_answer(&rules, now))
    };
    let locked = answer_wrong(Standing::CLEAN, 5, START);
    let later = START.plus(Duration::minutes(15));
    assert!(matches!(locked.gate(&rules, START), Gate::Locked(_)));
    assert_eq!(locked.gate(&rules, later), Gate::Open);
    assert_eq!(answer_wrong(locked, 4, later).gate(&rules, later), Gate::Open);
    assert!(matches!(answer_wrong(locked, 5, later).gate(&rules, later), Gate::Locked(_)));
    let (failed, _) = fail(locked, &rules, 1, later);
    assert_eq!((failed.failures, failed.wrong_answers), (1, 0));
}

#[test]
fn a_mailed_link_ends_its_own_lock_only() {
    let rules = Policy::standard().lockout;
    let (locked, at) = fail(Standing::CLEAN, &rules, 10, START);
    let second = Duration::seconds(1);
    let by_answers = Standing { reason: LockReason::Answers, ..locked };
    for (standing, made, now, verdict) in [
        (locked, at, at, Ok(())),
        (locked, at.plus(second), at.plus(second), Ok(())),
        (locked, at.minus(second), at, Err(Ending::Superseded)),
        (by_answers, at, at, Err(Ending::Superseded)),
        (locked, at, at.plus(Duration::minutes(15)), Err(Ending::Expired)),
        (Standing::CLEAN, at, at, Err(Ending::Used)),
    ] {
        assert_eq!(standing.link_ends_lock(made, &rules, now), verdict);
    }
}
