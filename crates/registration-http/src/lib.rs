//! The HTTP API of registration-core
