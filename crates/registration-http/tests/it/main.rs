//! The API as its callers see it: one request at a time, on a store in memory.

mod harness;
