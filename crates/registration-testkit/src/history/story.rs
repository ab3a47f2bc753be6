//! Tells commands and settings in a sentence each.

use super::command::{Command, PEOPLE, Proven, Settings};
use std::fmt::{self, Display};

/// The name of the customer in this place.
pub(super) fn customer_name(place: usize) -> String {
    format!("Customer {}", letter(place))
}

fn letter(place: usize) -> char {
    char::from(b'A' + u8::try_from(place).unwrap_or(25).min(25))
}

fn switched(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn mapper(place: usize) -> &'static str {
    ["Mia", "Rob"][place]
}

impl Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let audience = if self.listed_only {
            "for permitted domains"
        } else {
            "for anyone"
        };
        write!(
            f,
            "form {}, permits [{}], links {} {audience}",
            switched(self.form),
            self.domains.join(", "),
            switched(self.links),
        )
    }
}

impl Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateCustomer => write!(f, "staff create a customer"),
            Self::ArchiveCustomer { customer } => {
                write!(f, "staff archive {}", customer_name(*customer))
            }
            Self::ConfigurePortal {
                customer,
                settings,
                suspend_leavers,
            } => {
                write!(
                    f,
                    "staff configure {}: {settings}",
                    customer_name(*customer)
                )?;
                if *suspend_leavers {
                    write!(f, "; whom no rule admits any more is suspended")
                } else {
                    Ok(())
                }
            }
            Self::CreateLink {
                customer,
                maximum,
                days,
            } => {
                write!(f, "staff create a link of {}", customer_name(*customer))?;
                maximum.map_or(Ok(()), |maximum| write!(f, ", for {maximum} people"))?;
                days.map_or(Ok(()), |days| write!(f, ", for {days} days"))
            }
            Self::RotateLink { link, grace_hours } => {
                write!(
                    f,
                    "staff replace the code of link {link}, with {grace_hours} h of grace"
                )
            }
            Self::SwitchLink { link, on } => {
                write!(f, "staff switch link {link} {}", switched(*on))
            }
            Self::LimitLink {
                link,
                maximum: Some(maximum),
            } => {
                write!(f, "staff limit link {link} to {maximum} people")
            }
            Self::LimitLink {
                link,
                maximum: None,
            } => write!(f, "staff lift the limit of link {link}"),
            Self::Submit {
                person, link: None, ..
            } => write!(f, "{} submits the portal form", PEOPLE[*person]),
            Self::Submit {
                person,
                link: Some(link),
                stale_code,
            } => {
                let code = if *stale_code {
                    "its first code"
                } else {
                    "its code of now"
                };
                write!(
                    f,
                    "{} submits the form of link {link} with {code}",
                    PEOPLE[*person]
                )
            }
            Self::Resend { person } => write!(f, "{} asks for the mail again", PEOPLE[*person]),
            Self::Activate {
                person,
                proof,
                customer,
            } => {
                let proof = match proof {
                    Proven::ByToken => "the newest link",
                    Proven::ByOlderToken => "an older link",
                    Proven::ByCode => "the code",
                };
                write!(f, "{} activates with {proof}", PEOPLE[*person])?;
                customer.map_or(Ok(()), |customer| {
                    write!(f, " at {}", customer_name(customer))
                })
            }
            Self::MistypeCode { person } => write!(f, "{} types a wrong code", PEOPLE[*person]),
            Self::AddContact { customer, person } => {
                write!(
                    f,
                    "staff add {} to {}",
                    PEOPLE[*person],
                    customer_name(*customer)
                )
            }
            Self::Invite { customer, person } => {
                write!(
                    f,
                    "staff invite {} to {}",
                    PEOPLE[*person],
                    customer_name(*customer)
                )
            }
            Self::Grant { customer, person } => {
                write!(
                    f,
                    "staff switch the access of {} at {} on",
                    PEOPLE[*person],
                    customer_name(*customer)
                )
            }
            Self::Suspend { customer, person } => {
                write!(
                    f,
                    "staff switch the access of {} at {} off",
                    PEOPLE[*person],
                    customer_name(*customer)
                )
            }
            Self::ResendByStaff { person } => {
                write!(f, "staff send the newest mail to {} again", PEOPLE[*person])
            }
            Self::Revoke { person } => write!(
                f,
                "staff revoke the newest registration of {}",
                PEOPLE[*person]
            ),
            Self::RequestAccess { person, with_token } => {
                let with = if *with_token {
                    " with the newest link"
                } else {
                    ""
                };
                write!(f, "{} requests access{with}", PEOPLE[*person])
            }
            Self::Claim { mapper: by, person } => {
                write!(
                    f,
                    "{} claims the request of {}",
                    mapper(*by),
                    PEOPLE[*person]
                )
            }
            Self::Map {
                mapper: by,
                person,
                customer,
                contact,
                permit_domain,
            } => {
                let to = contact.map_or("a new contact", |contact| PEOPLE[contact]);
                let (by, customer) = (mapper(*by), customer_name(*customer));
                write!(
                    f,
                    "{by} maps the request of {} to {to} of {customer}",
                    PEOPLE[*person]
                )?;
                if *permit_domain {
                    write!(f, " and permits the domain")
                } else {
                    Ok(())
                }
            }
            Self::Decline {
                mapper: by,
                person,
                notify,
            } => {
                let how = if *notify { "" } else { " silently" };
                write!(
                    f,
                    "{} declines the request of {}{how}",
                    mapper(*by),
                    PEOPLE[*person]
                )
            }
            Self::SwitchDuty { mapper: by, on } => {
                write!(f, "{} goes {} duty", mapper(*by), switched(*on))
            }
            Self::SwitchOwner { active: true } => {
                write!(f, "the owner of the playbooks comes back")
            }
            Self::SwitchOwner { active: false } => write!(f, "the owner of the playbooks leaves"),
            Self::CreatePlaybook => write!(f, "staff create a playbook"),
            Self::OfferPlaybook { playbook, on, only } => {
                write!(f, "staff switch playbook {playbook} {}", switched(*on))?;
                only.map_or(Ok(()), |only| {
                    write!(f, " for {} only", customer_name(only))
                })
            }
            Self::StartProject {
                person,
                playbook,
                customer,
                form,
            } => {
                write!(f, "{} starts playbook {playbook}", PEOPLE[*person])?;
                customer.map_or(Ok(()), |customer| {
                    write!(f, " for {}", customer_name(customer))
                })?;
                form.map_or(Ok(()), |form| write!(f, " with form {form}"))
            }
            Self::InviteToProject { project, person } => {
                write!(f, "staff invite {} to project {project}", PEOPLE[*person])
            }
            Self::RemoveFromProject { project, person } => {
                write!(f, "staff remove {} from project {project}", PEOPLE[*person])
            }
            Self::SignIn { person } => write!(f, "{} signs in", PEOPLE[*person]),
            Self::SignOut { person } => write!(f, "{} signs out", PEOPLE[*person]),
            Self::RequestReset { person } => write!(f, "{} forgot the password", PEOPLE[*person]),
            Self::ResetPassword { person } => {
                write!(f, "{} chooses a new password", PEOPLE[*person])
            }
            Self::Pass { hours } => write!(f, "{hours} hours pass"),
            Self::Sweep => write!(f, "the service sweeps up what is over"),
            Self::Deliver => write!(f, "the worker delivers the mail"),
        }
    }
}
