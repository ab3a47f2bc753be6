//! Stores that are wrong with pictures, and with the playbooks that show them.

use crate::{
    Case, case,
    flaw::{answers, answers_inside, hides, misses, now, skips, told, told_inside},
};
use registration_core::{
    model::{Cover, MediaId, Picture, Playbook, Stored},
    ports::{Directory, MediaStore, Page},
};

pub(crate) fn cases() -> Vec<Case> {
    [pictures(), covers()].into_iter().flatten().collect()
}

fn pictures() -> Vec<Case> {
    vec![
        case(
            "a picture is cut off after a mebibyte",
            told("media.put", |it: &mut Picture| {
                let mut bytes = it.bytes().to_vec();
                bytes.truncate(1024 * 1024);
                *it = Picture::from_bytes(bytes).expect("it begins as before");
            }),
            &["media::a_picture_is_kept_exactly"],
        ),
        case(
            "a picture that is not there is an error",
            misses::<Picture>("media.get"),
            &["media::a_picture_is_kept_exactly"],
        ),
        case(
            "a picture is written over",
            told_inside("media.put", |inside, id: &mut MediaId| {
                now(inside.store().forget(*id));
            }),
            &["media::a_picture_is_never_written_over"],
        ),
        case(
            "a second picture with an id is passed over",
            hides("media.put", || ()),
            &[
                "media::a_picture_is_never_written_over",
                "media::a_crowd_puts_one_picture_with_an_id",
            ],
        ),
        case(
            "older pictures are forgotten too",
            told_inside("media.forget", |inside, id: &mut MediaId| {
                let older = now(inside.store().ids(None, u32::MAX));
                for older in older.into_iter().filter(|one| one < id) {
                    now(inside.store().forget(older));
                }
            }),
            &["media::a_forgotten_picture_is_gone_and_no_other"],
        ),
        case(
            "no picture is forgotten",
            skips("media.forget", || ()),
            &["media::a_forgotten_picture_is_gone_and_no_other"],
        ),
        case(
            "pictures are listed from the start with every page",
            told("media.ids", |after: &mut Option<MediaId>| *after = None),
            &["media::pictures_are_listed_oldest_first"],
        ),
        case(
            "the limit of pictures is not kept",
            told("media.ids", |limit: &mut u32| *limit = 100),
            &["media::pictures_are_listed_oldest_first"],
        ),
        case(
            "the newest picture comes first",
            answers("media.ids", |ids: &mut Vec<MediaId>| ids.reverse()),
            &["media::pictures_are_listed_oldest_first"],
        ),
    ]
}

fn covers() -> Vec<Case> {
    type Rows = Vec<Stored<Playbook>>;
    const LAW: &[&str] = &["playbook::playbooks_are_found_by_their_cover"];
    const CALL: &str = "directory.playbooks_covered_by";
    vec![
        case(
            "only the first of several pictures is looked for",
            told(CALL, |pictures: &mut Vec<MediaId>| pictures.truncate(1)),
            LAW,
        ),
        case(
            "an archived playbook shows no picture",
            answers(CALL, |rows: &mut Rows| {
                rows.retain(|it| it.archived_at.is_none())
            }),
            LAW,
        ),
        case(
            "playbooks come newest first",
            answers(CALL, |rows: &mut Rows| rows.reverse()),
            LAW,
        ),
        case(
            "a link elsewhere is a picture of ours",
            answers_inside(CALL, |inside, rows: &mut Rows| {
                let all = Page {
                    limit: 1000,
                    before: None,
                };
                let listed = now(inside.store().playbooks(all));
                let linked =
                    |it: &Stored<Playbook>| matches!(it.self_service.cover, Cover::Link { .. });
                rows.extend(listed.into_iter().filter(linked));
            }),
            LAW,
        ),
    ]
}
