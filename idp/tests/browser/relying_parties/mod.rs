//! The websites of `examples/`, each registered by the command line, started by its one command and signed in to
//! through the pages.

mod example;
mod machine;
mod spa;
mod websites;
