//! The sample playbooks, and a project that somebody started from one.

use super::{
    Founder, OPERATOR_ACTOR,
    customers::Customers,
    people::{Member, SampleStaff},
};
use crate::failure::Failure;
use registration_core::{
    model::{Cover, PlaybookId, Responsible},
    usecase::{NewStep, SelfServiceChange, StartProject},
};

/// A sample playbook: what staff call it, its steps, and how customers see it.
struct Sample {
    name: &'static str,
    steps: &'static [(&'static str, u16, Responsible)],
    customer_facing: Option<(&'static str, &'static str)>,
    only_meridian: bool,
    has_picture: bool,
}

/// The picture on a card; the others have a drawn pattern.
const PICTURE: &[u8] = include_bytes!("../../../../assets/cover.png");

use Responsible::{Customer, Provider};

const SAMPLES: [Sample; 3] = [
    Sample {
        name: "Onboarding, standard",
        steps: &[
            ("Kick-off call", 2, Provider),
            ("Send us your list of users", 5, Customer),
            ("Set up your workspace", 8, Provider),
            ("Training for your team", 14, Provider),
            ("Sign off", 21, Customer),
        ],
        customer_facing: Some((
            "Get started",
            "From the first call to the first day of work, in three weeks.",
        )),
        only_meridian: false,
        has_picture: true,
    },
    Sample {
        name: "New warehouse",
        steps: &[
            ("Tell us about the site", 3, Customer),
            ("Plan of the network", 10, Provider),
            ("Delivery of scanners", 20, Provider),
            ("Acceptance test", 30, Customer),
        ],
        customer_facing: Some((
            "Connect a warehouse",
            "We connect a further site to your account.",
        )),
        only_meridian: true,
        has_picture: false,
    },
    Sample {
        name: "Yearly security review (internal)",
        steps: &[("Review of access", 14, Provider)],
        customer_facing: None,
        only_meridian: false,
        has_picture: false,
    },
];

impl Founder {
    /// Returns the playbook that a project is started from.
    pub(super) async fn write_playbooks(
        &self,
        staff: &SampleStaff,
        customers: &Customers,
    ) -> Result<PlaybookId, Failure> {
        let mut offered = None;
        for sample in SAMPLES {
            let steps = sample
                .steps
                .iter()
                .map(|(title, due_after_days, responsible)| NewStep {
                    title: (*title).into(),
                    due_after_days: *due_after_days,
                    responsible: *responsible,
                });
            let playbook = self
                .registrar
                .create_playbook(&OPERATOR_ACTOR, sample.name, steps.collect())
                .await?;
            let Some((called, description)) = sample.customer_facing else {
                continue;
            };
            let cover = match sample.has_picture {
                true => self.upload_picture().await?,
                false => Cover::None,
            };
            let change = SelfServiceChange {
                enabled: true,
                default_project_owner: Some(staff.owner),
                customer_facing_name: Some(called.into()),
                customer_facing_description: Some(description.into()),
                cover,
                customers: sample.only_meridian.then(|| [customers.meridian].into()),
            };
            let (id, seen) = (playbook.id, playbook.revision);
            self.registrar
                .offer_playbook(&OPERATOR_ACTOR, id, seen, change)
                .await?;
            offered = offered.or(Some(id));
        }
        offered.ok_or_else(|| Failure::new("the sample offers no playbook"))
    }

    async fn upload_picture(&self) -> Result<Cover, Failure> {
        let picture = registration_http::picture::read(PICTURE);
        let picture = picture
            .map_err(|error| Failure::new("the sample picture cannot be read").because(error))?;
        let media = self.registrar.upload_media(&OPERATOR_ACTOR, picture);
        Ok(Cover::Upload {
            media: media.await?,
        })
    }

    pub(super) async fn start_project(
        &self,
        member: &Member,
        playbook: &PlaybookId,
    ) -> Result<(), Failure> {
        let session = self.registrar.portal_visit(&member.session).await?;
        let start = StartProject {
            playbook: *playbook,
            customer: None,
            name: Some("Get started at the Bergen site".into()),
            form_token: None,
        };
        self.registrar.start_project(&session, start).await?;
        Ok(())
    }
}
