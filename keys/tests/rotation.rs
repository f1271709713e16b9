//! The rotation of keys: a table of times, then years of life at random.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use keys::signing::rotation::{KeyTimes, Schedule, Stage, Step, current, plan, plan_now, stage};

const SCHEDULE: Schedule = Schedule { publish_ahead: 100, active_for: 1000, keep_after: 50 };

fn key(kid: &str, activate_at: i64, remove_at: Option<i64>) -> KeyTimes<'_> {
    KeyTimes { kid, created_at: activate_at - 100, activate_at, remove_at }
}

fn create(activate_at: i64) -> Step {
    Step::Create { activate_at }
}

fn retire(kid: &str, remove_at: i64) -> Step {
    Step::Retire { kid: kid.to_owned(), remove_at }
}

fn remove(kid: &str) -> Step {
    Step::Remove { kid: kid.to_owned() }
}

#[test]
fn the_plan_by_a_table_of_times() {
    let a = key("a", 0, None);
    let b = key("b", 1000, None);
    let c = key("c", 2000, None);
    let ends = |key: KeyTimes<'static>, at| KeyTimes { remove_at: Some(at), ..key };
    let table: [(&[KeyTimes<'_>], i64, &[Step]); 13] = [
        (&[], 7, &[create(7)]),
        (&[a], 0, &[]),
        (&[a], 899, &[]),
        (&[a], 900, &[create(1000)]),
        (&[a], 5000, &[create(5100)]),
        (&[a, b], 999, &[]),
        (&[b, a], 1000, &[retire("a", 1050)]),
        (&[ends(a, 1050), b], 1049, &[]),
        (&[ends(a, 1050), b], 1050, &[remove("a")]),
        (&[a, b, c], 2000, &[retire("a", 1050), retire("b", 2050)]),
        (&[b], 500, &[create(500)]),
        (&[ends(a, 900)], 800, &[create(800)]),
        (&[ends(a, 900)], 900, &[create(900), remove("a")]),
    ];
    for (keys, now, steps) in table {
        assert_eq!(plan(keys, now, &SCHEDULE), steps, "{keys:?} at {now}");
    }
}

#[test]
fn the_stages_by_a_table_of_times() {
    let keys = [key("a", 0, Some(1050)), key("b", 1000, None), key("c", 2000, None)];
    let table = [
        (-1, [Stage::Retired, Stage::Next, Stage::Next]),
        (0, [Stage::Current, Stage::Next, Stage::Next]),
        (999, [Stage::Current, Stage::Next, Stage::Next]),
        (1000, [Stage::Retired, Stage::Current, Stage::Next]),
        (1049, [Stage::Retired, Stage::Current, Stage::Next]),
        (1050, [Stage::Gone, Stage::Current, Stage::Next]),
        (2000, [Stage::Gone, Stage::Retired, Stage::Current]),
    ];
    for (now, stages) in table {
        assert_eq!(keys.map(|key| stage(&key, &keys, now)), stages, "at {now}");
    }
    assert!(Stage::Retired.is_published() && !Stage::Gone.is_published());
}

#[test]
fn keys_activated_at_the_same_time_have_one_current_among_them() {
    let keys = [key("b", 0, None), key("a", 0, None), key("c", 0, None)];
    assert_eq!(current(&keys, 0).unwrap().kid, "c");
    let stages = keys.map(|key| stage(&key, &keys, 0));
    assert_eq!(stages, [Stage::Retired, Stage::Retired, Stage::Current]);
}

#[test]
fn in_haste_a_new_key_signs_at_once_and_the_others_stay_published() {
    let keys = [key("a", 0, None), key("b", 1000, None), key("z", -1000, Some(10))];
    assert_eq!(
        plan_now(&keys, 950, &SCHEDULE),
        [create(950), retire("a", 1000), retire("b", 1000), remove("z")]
    );
    assert_eq!(plan_now(&[], 950, &SCHEDULE), [create(950)]);
    let after = [key("a", 0, Some(1000)), key("b", 970, Some(1000)), key("n", 950, None)];
    assert_eq!(current(&after, 999).unwrap().kid, "n");
    assert_eq!(stage(&after[1], &after, 999), Stage::Retired);
}

/// A process whose clock is behind signs on with the former key and makes no key of its own.
#[test]
fn a_clock_that_is_behind_neither_stops_signing_nor_makes_keys() {
    let keys = [key("a", 0, Some(1050)), key("b", 1000, None)];
    assert_eq!(current(&keys, 998).unwrap().kid, "a");
    assert_eq!(plan(&keys, 998, &SCHEDULE), []);
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    let endless = Schedule { publish_ahead: i64::MAX, active_for: i64::MAX, keep_after: i64::MAX };
    for now in [i64::MIN, 0, i64::MAX] {
        let keys = [
            KeyTimes { kid: "a", created_at: now, activate_at: i64::MIN, remove_at: None },
            KeyTimes { kid: "b", created_at: now, activate_at: now, remove_at: None },
        ];
        assert!(current(&keys, now).is_some());
        plan(&keys, now, &endless);
        plan_now(&keys, now, &endless);
    }
}

#[test]
fn the_schedule_by_default_is_a_day_ninety_days_and_a_day() {
    let day = 86_400;
    let expected = Schedule { publish_ahead: day, active_for: 90 * day, keep_after: day };
    assert_eq!(Schedule::default(), expected);
}

/// A stored key as a server would keep it.
#[derive(Debug, Clone)]
struct Row {
    kid: String,
    created_at: i64,
    activate_at: i64,
    remove_at: Option<i64>,
    urgent: bool,
}

/// A server's keys, the tokens about, and the rules that hold at every moment.
#[derive(Default)]
struct Life {
    rows: Vec<Row>,
    made: usize,
    tokens: Vec<(String, i64)>,
}

impl Life {
    fn times(&self) -> Vec<KeyTimes<'_>> {
        let times = |row: &Row| (row.created_at, row.activate_at, row.remove_at);
        self.rows
            .iter()
            .map(|row| {
                let (created_at, activate_at, remove_at) = times(row);
                KeyTimes { kid: &row.kid, created_at, activate_at, remove_at }
            })
            .collect()
    }

    fn apply(&mut self, steps: Vec<Step>, now: i64, urgent: bool) {
        for step in steps {
            match step {
                Step::Create { activate_at } => {
                    self.made += 1;
                    let kid = format!("k{:06}", self.made);
                    let row = Row { kid, created_at: now, activate_at, remove_at: None, urgent };
                    self.rows.push(row);
                }
                Step::Retire { kid, remove_at } => {
                    let row = self.rows.iter_mut().find(|row| row.kid == kid).unwrap();
                    assert_eq!(row.remove_at, None, "retired twice");
                    row.remove_at = Some(remove_at);
                }
                Step::Remove { kid } => self.rows.retain(|row| row.kid != kid),
            }
        }
    }

    fn upkeep(&mut self, now: i64, schedule: &Schedule) {
        let urgent = self.rows.is_empty();
        self.apply(plan(&self.times(), now, schedule), now, urgent);
        let rest = plan(&self.times(), now, schedule);
        let removes = |step: &Step| matches!(step, Step::Remove { .. });
        assert!(rest.iter().all(removes), "a late plan leaves removals at most: {rest:?}");
    }

    /// Signs with the current key; checks that it was published long enough before.
    fn sign(&mut self, now: i64, schedule: &Schedule, lives: i64) {
        let times = self.times();
        let kid = current(&times, now).unwrap().kid.to_owned();
        let signing = times.iter().filter(|key| stage(key, &times, now) == Stage::Current);
        assert_eq!(signing.count(), 1);
        let row = self.rows.iter().find(|row| row.kid == kid).unwrap();
        assert!(row.urgent || row.activate_at - row.created_at >= schedule.publish_ahead);
        self.tokens.push((kid, now + lives));
    }

    /// Checks that every token not expired finds its key published.
    fn verify(&mut self, now: i64) {
        self.tokens.retain(|(_, expiry)| now < *expiry);
        let times = self.times();
        for (kid, expiry) in &self.tokens {
            let key = times.iter().find(|key| key.kid == kid);
            assert!(
                key.is_some_and(|key| stage(key, &times, now).is_published()),
                "at {now} a token of {kid} until {expiry} has lost its key"
            );
        }
    }
}

/// A small generator, so that a failing life can be lived again from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).unwrap() % below
    }
}

/// Upkeep comes at any interval, haste at any time; there is always one current key and no token
/// loses its key before it expires.
#[test]
fn no_life_is_without_a_current_key_or_loses_a_token() {
    for seed in 1..=300 {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ seed);
        let schedule = Schedule {
            publish_ahead: 1 + dice.roll(50),
            active_for: 51 + dice.roll(300),
            keep_after: 1 + dice.roll(100),
        };
        let (mut life, mut now) = (Life::default(), 1000);
        for _ in 0..300 {
            life.upkeep(now, &schedule);
            if dice.roll(40) == 0 {
                life.apply(plan_now(&life.times(), now, &schedule), now, true);
                assert_eq!(plan(&life.times(), now, &schedule), [], "haste leaves nothing to do");
            }
            for _ in 0..dice.roll(6) {
                let lives = 1 + dice.roll(schedule.keep_after);
                life.sign(now, &schedule, lives);
                now += dice.roll(20);
                life.verify(now);
            }
            now += if dice.roll(30) == 0 { dice.roll(2000) } else { dice.roll(15) };
            life.verify(now);
            life.sign(now, &schedule, schedule.keep_after);
        }
        assert!(life.made > 3, "keys did rotate");
        assert!(life.rows.len() < 400, "old keys do go");
    }
}
