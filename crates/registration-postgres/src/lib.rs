//! The Postgres store of registration-core
