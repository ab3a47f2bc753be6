//! Stores that are wrong with playbooks, projects, the audit trail, pages, moments and texts.

use crate::{
    Case, case,
    flaw::{Flaw, answers, answers_inside, hides, now, skips, sticks, told, told_inside},
};
use registration_core::{
    model::{
        AuditAction, AuditEntry, Customer, CustomerId, Mail, Origin, OutboxMail, Playbook, Project,
        RefusedAttempt, Registration, Revision, Staff, Stored, Timestamp,
    },
    ports::{AuditFilter, Page, ProjectFilter},
};
use registration_testkit::fixtures::{minute, start};
use time::Duration;
use uuid::Uuid;

pub(crate) fn cases() -> Vec<Case> {
    [
        playbooks(),
        projects(),
        audit(),
        pages(),
        moments(),
        texts(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn playbooks() -> Vec<Case> {
    type Rows = Vec<Stored<Playbook>>;
    vec![
        case(
            "steps are turned round",
            told("playbooks.insert", |it: &mut Playbook| it.steps.reverse()),
            &["playbook::a_playbook_is_stored_exactly"],
        ),
        case(
            "an update leaves the description alone",
            told("playbooks.update", |it: &mut Stored<Playbook>| {
                it.value.self_service.customer_facing_description = None;
            }),
            &["playbook::an_update_writes_the_whole_playbook"],
        ),
        case(
            "a playbook that is loaded shared has no steps",
            answers(
                "playbooks.get_shared",
                |row: &mut Option<Stored<Playbook>>| {
                    row.iter_mut().for_each(|it| it.value.steps.clear());
                },
            ),
            &["playbook::a_playbook_is_loaded_shared"],
        ),
        case(
            "only what customers can start is listed",
            answers("directory.playbooks", |rows: &mut Rows| {
                rows.retain(|it| it.self_service.enabled);
            }),
            &["playbook::playbooks_are_listed_unless_archived"],
        ),
        case(
            "what can be started comes oldest first",
            answers("directory.self_service_playbooks", |rows: &mut Rows| {
                rows.reverse()
            }),
            &["playbook::playbooks_are_listed_unless_archived"],
        ),
        case(
            "a playbook is not found by its id",
            skips("directory.playbook", || None::<Stored<Playbook>>),
            &["playbook::a_playbook_is_stored_exactly"],
        ),
    ]
}

fn projects() -> Vec<Case> {
    type Row = Option<Stored<Project>>;
    const FILTERED: &str = "project::projects_are_filtered_by_customer_owner_and_who_sees_them";
    fn ignores(says: &str, part: impl Fn(&mut ProjectFilter) + Send + Sync + 'static) -> Case {
        case(says, told("directory.projects", part), &[FILTERED])
    }
    vec![
        case(
            "the revision of the playbook is forgotten",
            told("projects.insert", |it: &mut Project| {
                it.playbook_revision = Revision(1)
            }),
            &["project::a_project_is_stored_exactly"],
        ),
        case(
            "an update only adds members",
            told_inside("projects.update", |inside, it: &mut Stored<Project>| {
                let stored = now(inside.work().projects().get(it.id)).expect("it is there");
                it.value.members.extend(stored.value.members);
            }),
            &[
                "project::an_update_writes_the_whole_project",
                "project::a_removed_member_no_longer_sees_the_project",
            ],
        ),
        case(
            "forms compare without case",
            told("projects.get_by_form", |form: &mut String| {
                if form == "form" {
                    "Form".clone_into(form);
                }
            }),
            &["project::a_form_finds_the_project_it_started"],
        ),
        case(
            "everybody's form finds the project",
            sticks::<registration_core::model::ContactId>("projects.get_by_form"),
            &["project::a_form_finds_the_project_it_started"],
        ),
        case(
            "a second project with a form is passed over",
            hides("projects.insert", || ()),
            &[
                "project::a_form_starts_one_project",
                "race::a_crowd_starts_one_project_with_a_form",
            ],
        ),
        ignores("the customer is not looked at", |it| it.customer = None),
        ignores("the owner is not looked at", |it| it.owner = None),
        ignores("everybody sees a project", |it| it.visible_to = None),
        ignores("nobody in particular sees everything", |it| {
            it.visible_to.take_if(|it| it.is_empty());
        }),
        case(
            "a project comes once for each who sees it",
            answers("directory.projects", |rows: &mut Vec<Stored<Project>>| {
                let shared = rows.iter().filter(|it| it.members.len() > 1);
                let shared: Vec<_> = shared.cloned().collect();
                rows.extend(shared);
            }),
            &[FILTERED],
        ),
        case(
            "a project is found without its members",
            answers("directory.project", |row: &mut Row| {
                row.iter_mut().for_each(|it| it.value.members.clear());
            }),
            &["project::a_project_is_stored_exactly"],
        ),
    ]
}

fn audit() -> Vec<Case> {
    const PARTS: &str = "audit::audit_entries_are_filtered_by_each_of_their_parts";
    const TIME: &str = "audit::audit_entries_are_filtered_by_time";
    fn reads(
        says: &str,
        part: impl Fn(&mut AuditFilter) + Send + Sync + 'static,
        laws: &'static [&'static str],
    ) -> Case {
        case(says, told("directory.audit_entries", part), laws)
    }
    vec![
        case(
            "what was before is forgotten",
            told("audit.append", |it: &mut AuditEntry| it.before = None),
            &["audit::an_audit_entry_is_stored_exactly"],
        ),
        reads("the actor is not looked at", |it| it.actor = None, &[PARTS]),
        reads(
            "the action is not looked at",
            |it| it.action = None,
            &[PARTS],
        ),
        reads(
            "the subject is not looked at",
            |it| it.subject = None,
            &[PARTS],
        ),
        reads(
            "the customer is not looked at",
            |it| it.customer = None,
            &[PARTS],
        ),
        reads(
            "a stretch of time begins after its first moment",
            |it| it.from = it.from.map(|from| from.plus(Duration::MICROSECOND)),
            &[TIME],
        ),
        reads(
            "a stretch of time ends with its last moment",
            |it| it.to = it.to.map(|to| to.plus(Duration::MICROSECOND)),
            &[TIME],
        ),
        case(
            "an entry is written over",
            told("audit.append", |it: &mut AuditEntry| {
                if it.action == AuditAction::CustomerCreated {
                    it.id = Uuid::from_u128(it.subject.as_u128()).into();
                }
            }),
            &["audit::an_audit_entry_cannot_be_written_over"],
        ),
        case(
            "a second entry with an id is passed over",
            hides("audit.append", || ()),
            &["audit::an_audit_entry_cannot_be_written_over"],
        ),
        case(
            "why somebody was refused is cut off",
            told("audit.refused", |it: &mut RefusedAttempt| {
                it.reason.truncate(6)
            }),
            &["audit::a_refused_attempt_is_stored_exactly"],
        ),
        case(
            "attempts are forgotten with those of the moment",
            told("audit.forget_refused", |at: &mut Timestamp| {
                *at = at.plus(Duration::MICROSECOND);
            }),
            &["audit::refused_attempts_are_forgotten_by_when_they_were_made"],
        ),
    ]
}

/// The lists, each wrong in the same ways.
fn pages() -> Vec<Case> {
    const LISTS: [&str; 12] = [
        "directory.customers",
        "directory.invite_links",
        "directory.contacts",
        "directory.contacts_on_domain",
        "directory.registrations",
        "directory.playbooks",
        "directory.projects",
        "directory.staff",
        "directory.api_keys",
        "directory.audit_entries",
        "directory.refused_attempts",
        "directory.mails",
    ];
    fn turns(list: &'static str, change: impl Fn(&mut Page) + Send + Sync + 'static) -> Flaw {
        told(list, change)
    }
    let beside = |id: Uuid, step: i8| {
        let id = id.as_u128();
        Uuid::from_u128(id.saturating_add_signed(step.into()))
    };
    let of_a_list = |list: &'static str| {
        [
            case(
                format!("{list} ignores the limit"),
                turns(list, |page| page.limit = 1000),
                &[
                    "page::pages_are_complete_and_newest_first",
                    "page::there_is_nothing_after_the_last_row",
                ] as &'static [_],
            ),
            case(
                format!("{list} begins anew with every page"),
                turns(list, |page| page.before = None),
                &[
                    "page::pages_are_complete_and_newest_first",
                    "page::there_is_nothing_after_the_last_row",
                    "page::a_page_begins_after_a_row_that_need_not_be_there",
                ],
            ),
            case(
                format!("{list} begins with the row that it is to begin after"),
                turns(list, move |page| {
                    page.before = page.before.map(|it| beside(it, 1))
                }),
                &[
                    "page::pages_are_complete_and_newest_first",
                    "page::there_is_nothing_after_the_last_row",
                ],
            ),
            case(
                format!("{list} leaves a row out after each page"),
                turns(list, move |page| {
                    page.before = page.before.map(|it| beside(it, -1))
                }),
                &["page::a_page_begins_after_a_row_that_need_not_be_there"],
            ),
        ]
    };
    let mut cases: Vec<Case> = LISTS.into_iter().flat_map(of_a_list).collect();
    cases.push(case(
        "customers are turned by number and not by place",
        answers_inside(
            "directory.customers",
            |inside, rows: &mut Vec<Stored<Customer>>| {
                let all = Page {
                    limit: 1000,
                    before: None,
                };
                let store = inside.store();
                let all = now(registration_core::ports::Directory::customers(
                    store, None, all,
                ));
                // The second page of two begins after two rows, whichever they are by now.
                if rows.len() == 2 && rows[0].id != all[0].id {
                    *rows = all[2..4].to_vec();
                }
            },
        ),
        &["page::new_rows_do_not_shift_pages"],
    ));
    cases
}

fn moments() -> Vec<Case> {
    vec![
        case(
            "the store's clock is two hours ahead",
            answers("directory.now", |now: &mut Timestamp| {
                *now = now.plus(Duration::hours(2))
            }),
            &["moment::the_store_tells_the_time"],
        ),
        case(
            "the store's clock stands still",
            answers("directory.now", |now: &mut Timestamp| *now = start()),
            &["moment::the_clock_of_the_store_goes_forward"],
        ),
        case(
            "moments are kept to the millisecond",
            told("customers.insert", |it: &mut Customer| {
                let micros = it.created_at.as_micros();
                let kept = Timestamp::from_micros(micros - micros.rem_euclid(1_000));
                it.created_at = kept.expect("it is a moment");
            }),
            &["moment::moments_are_kept_to_the_microsecond"],
        ),
        case(
            "moments compare by the second",
            told("registrations.get_overdue", |now: &mut Timestamp| {
                let micros = now.as_micros();
                let whole = Timestamp::from_micros(micros - micros.rem_euclid(1_000_000));
                *now = whole.expect("it is a moment");
            }),
            &["moment::moments_compare_as_moments"],
        ),
    ]
}

fn texts() -> Vec<Case> {
    fn trimmed(text: &mut String) {
        *text = text.trim().to_owned();
    }
    vec![
        case(
            "names lose what they begin and end with",
            told("staff.insert", |it: &mut Staff| trimmed(&mut it.name)),
            &["text::text_survives_in_every_aggregate"],
        ),
        case(
            "nothing is the same as no text",
            told("customers.insert", |it: &mut Customer| {
                it.reference.take_if(|it| it.is_empty());
            }),
            &["text::text_survives_in_every_aggregate"],
        ),
        case(
            "what visitors write ends after a hundred kilobytes",
            told("registrations.insert", |it: &mut Registration| {
                if let Origin::Request(details) = &mut it.origin
                    && let Some(message) = &mut details.message
                    && message.len() > 100_000
                {
                    message.clear();
                }
            }),
            &["text::text_survives_in_a_registration"],
        ),
        case(
            "a mail's lines end as lines do elsewhere",
            told("outbox.enqueue", |it: &mut OutboxMail| {
                if let Mail::Declined { reason, .. } = &mut it.mail {
                    *reason = reason.replace("\r\n", "\n");
                }
            }),
            &["text::text_survives_in_a_mail"],
        ),
        case(
            "a customer is found by the id that was asked for first",
            sticks::<CustomerId>("directory.customer"),
            &["text::text_survives_in_every_aggregate"],
        ),
        case(
            "a playbook says when it was archived in another place",
            told("playbooks.insert", |it: &mut Playbook| {
                it.archived_at = it.archived_at.map(|_| minute(0));
            }),
            &["playbook::a_playbook_is_stored_exactly"],
        ),
    ]
}
