//! The pages as people use them: in Chromium, with and without JavaScript, on a desk and on a phone.

mod axe;
mod browser;
mod demo;
mod driver;
mod ground;
mod hands;
mod inbox;
mod labels;
mod leash;
mod mishaps;
mod pages;
mod screenshots;
mod session;
mod states;
mod stories;
