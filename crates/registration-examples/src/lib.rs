//! What the programs of the embedding guide share: what every [`host`] brings, and a store in another product's tables,
//! [`fairlead`].

pub mod fairlead;
pub mod host;
