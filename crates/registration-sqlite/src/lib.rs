//! The SQLite store of registration-core
