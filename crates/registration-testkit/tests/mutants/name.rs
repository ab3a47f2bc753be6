//! Stores that are wrong with what ids are called.

use crate::{
    Case, case,
    flaw::{answers, answers_inside, now, sticks, told},
};
use registration_core::ports::{Directory, Page};
use std::collections::HashMap;
use uuid::Uuid;

type Names = HashMap<Uuid, String>;

const EVERY_KIND: &[&str] = &["name::ids_of_every_kind_lead_to_names"];

/// What one kind of row is called is not known.
macro_rules! nameless {
    ($($find:ident),+) => {
        vec![$(
            case(
                concat!("nobody knows what a ", stringify!($find), " is called"),
                answers_inside("directory.names", |inside, names: &mut Names| {
                    names.retain(|id, _| now(inside.store().$find((*id).into())).is_none());
                }),
                EVERY_KIND,
            ),
        )+]
    };
}

pub(crate) fn cases() -> Vec<Case> {
    let kinds = nameless!(
        customer,
        invite_link,
        registration,
        account,
        contact,
        playbook,
        project,
        staff_member
    );
    kinds.into_iter().chain(others()).collect()
}

fn others() -> Vec<Case> {
    vec![
        case(
            "nobody knows what a key is called",
            answers_inside("directory.names", |inside, names: &mut Names| {
                let all = Page {
                    limit: 1000,
                    before: None,
                };
                for key in now(inside.store().api_keys(all)) {
                    names.remove(&key.id.0);
                }
            }),
            EVERY_KIND,
        ),
        case(
            "only the first of several ids is looked for",
            told("directory.names", |ids: &mut Vec<Uuid>| ids.truncate(1)),
            EVERY_KIND,
        ),
        case(
            "the ids that were asked for first are called by their names for ever",
            sticks::<Vec<Uuid>>("directory.names"),
            EVERY_KIND,
        ),
        case(
            "who has one name has a space behind it",
            answers("directory.names", |names: &mut Names| {
                for name in names.values_mut().filter(|name| !name.contains(' ')) {
                    name.push(' ');
                }
            }),
            &["name::who_has_one_name_is_called_by_it"],
        ),
    ]
}
