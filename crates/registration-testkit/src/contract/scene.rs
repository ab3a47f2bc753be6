//! One of every aggregate, stored, with what names what.

use super::Subject;
use registration_core::model::{
    Account, Contact, Customer, InviteLink, Playbook, Project, Registration, Role, Staff,
};

/// One of every aggregate. `contact` is active at `customer` with `account`; `link` is a link of `customer`.
pub(super) struct Scene {
    pub(super) customer: Customer,
    pub(super) link: InviteLink,
    pub(super) registration: Registration,
    pub(super) account: Account,
    pub(super) contact: Contact,
    pub(super) playbook: Playbook,
    pub(super) project: Project,
    pub(super) staff: Staff,
}

impl Scene {
    /// Stores it, all at its first revision.
    pub(super) async fn set(subject: &Subject) -> Self {
        let make = &subject.make;
        let customer = make.customer_permitting(&["example.com"]);
        let link = make.invite_link(&customer);
        let account = make.account();
        let contact = make.active_contact(&customer, &account);
        let staff = make.staff([Role::Administrator]);
        let playbook = make.self_service_playbook(staff.id);
        let scene = Self {
            project: make.project(&customer, &playbook, &staff, &contact),
            registration: make.registration(),
            customer,
            link,
            account,
            contact,
            playbook,
            staff,
        };
        subject
            .write(async |work| {
                work.customers().insert(&scene.customer).await?;
                work.invite_links().insert(&scene.link).await?;
                work.registrations().insert(&scene.registration).await?;
                work.accounts().insert(&scene.account).await?;
                work.contacts().insert(&scene.contact).await?;
                work.staff().insert(&scene.staff).await?;
                work.playbooks().insert(&scene.playbook).await?;
                work.projects().insert(&scene.project).await
            })
            .await;
        scene
    }
}

/// Expands `$law!` once for each kind of aggregate: its accessor, its look-up in the directory, the one that `$scene`
/// holds, and a change to it that an update has to write.
macro_rules! each_aggregate {
    ($law:ident, $subject:ident, $scene:ident) => {{
        $law!(
            $subject,
            customers,
            customer,
            $scene.customer,
            |it: &mut registration_core::model::Customer| it.name.push('!')
        );
        $law!(
            $subject,
            invite_links,
            invite_link,
            $scene.link,
            |it: &mut registration_core::model::InviteLink| it.label.push('!')
        );
        $law!(
            $subject,
            registrations,
            registration,
            $scene.registration,
            |it: &mut registration_core::model::Registration| it.locale =
                Some($crate::fixtures::language("de"))
        );
        $law!(
            $subject,
            accounts,
            account,
            $scene.account,
            |it: &mut registration_core::model::Account| it.name =
                $crate::fixtures::name("Anna", "Lee")
        );
        $law!(
            $subject,
            contacts,
            contact,
            $scene.contact,
            |it: &mut registration_core::model::Contact| it.phone = Some("1".to_owned())
        );
        $law!(
            $subject,
            playbooks,
            playbook,
            $scene.playbook,
            |it: &mut registration_core::model::Playbook| it.name.push('!')
        );
        $law!(
            $subject,
            projects,
            project,
            $scene.project,
            |it: &mut registration_core::model::Project| it.name.push('!')
        );
        $law!(
            $subject,
            staff,
            staff_member,
            $scene.staff,
            |it: &mut registration_core::model::Staff| it.name.push('!')
        );
    }};
}

pub(super) use each_aggregate;
