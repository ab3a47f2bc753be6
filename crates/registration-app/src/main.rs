//! The binary registration: configuration, command line, wiring and workers
fn main() {}
