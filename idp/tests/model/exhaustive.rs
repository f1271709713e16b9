//! Every scene is walked through whole, by stateright, breadth first.

use std::time::Instant;

use stateright::{Checker, Model, Property};

use crate::machine::Machine;
use crate::request::Event;
use crate::rules::{Product, Rules};
use crate::scene::Scene;
use crate::scenes;
use crate::truth::Promise;
use crate::world::World;

impl Model for Machine {
    type State = World;
    type Action = Event;

    fn init_states(&self) -> Vec<World> {
        vec![self.scene.world.clone()]
    }

    fn actions(&self, world: &World, events: &mut Vec<Event>) {
        // Nothing is learnt from what comes after a promise was broken.
        if world.broken.is_empty() {
            events.extend(self.scene.events(world));
        }
    }

    fn next_state(&self, world: &World, event: Event) -> Option<World> {
        self.happens(world, event)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("every promise is kept", |_, world: &World| world.broken.is_empty())]
    }
}

/// What a walk found.
pub struct Walk {
    pub states: usize,
    pub generated: usize,
    /// The first promise broken, and the events that led there.
    pub broken: Option<(Vec<Promise>, Vec<Event>)>,
}

pub fn walk(scene: Scene, rules: Box<dyn Rules>) -> Walk {
    let checker = Machine::new(scene, rules).checker().threads(1).spawn_bfs().join();
    let found = checker.discoveries().into_values().next();
    let broken = found.map(|path| {
        let broken = path.last_state().broken.iter().copied().collect();
        (broken, path.into_actions())
    });
    Walk { states: checker.unique_state_count(), generated: checker.state_count(), broken }
}

#[test]
fn no_sequence_of_requests_breaks_a_promise() {
    let begun = Instant::now();
    let mut states = 0;
    for scene in scenes::all() {
        let (name, since) = (scene.name, Instant::now());
        let walk = walk(scene, Box::new(Product));
        let seconds = since.elapsed().as_secs_f32();
        report(&format!(
            "{name}: {} states in {seconds:.1} s of {} reached",
            walk.states, walk.generated
        ));
        assert!(walk.broken.is_none(), "{name}: {:#?}", walk.broken);
        states += walk.states;
    }
    report(&format!("all: {states} states in {:.1} s", begun.elapsed().as_secs_f32()));
    assert!(states >= LEAST_STATES, "the model has shrunk to {states} states");
}

/// Fewer states than this, and the scenes do not show what they are there for.
const LEAST_STATES: usize = 350_000;

pub fn report(line: &str) {
    use std::io::Write;
    writeln!(std::io::stderr().lock(), "{line}").unwrap();
}
