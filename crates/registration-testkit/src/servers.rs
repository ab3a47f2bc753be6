//! Throw-away servers for tests: a Postgres cluster and an SMTP server.
