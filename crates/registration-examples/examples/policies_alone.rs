//! The rules alone: no store, no ports, no `async`. Would this address get in, and why?
#![allow(clippy::print_stdout, reason = "an example speaks by printing")]

use registration_core::{model::*, policy::admission::*};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now: Timestamp = "2026-03-01T12:00:00Z".parse()?;
    let acme = Customer {
        id: CustomerId("0195f000-0000-7000-8000-000000000001".parse()?),
        name: "Acme".into(),
        reference: None,
        archived_at: None,
        created_at: now,
        settings: PortalSettings {
            self_service_registration: true,
            permitted_domains: vec!["*.acme.com".parse()?],
            ..PortalSettings::default()
        },
    };
    let candidates = [Candidate {
        customer: &acme,
        standing: Standing::Open,
    }];
    let facts = Facts {
        candidates: &candidates,
        is_staff: false,
    };
    for address in ["ann@eu.acme.com", "eve@evilacme.com", "support@acme.com"] {
        let decision = decide(&address.parse()?, Door::PortalForm, facts, now);
        println!("{address}: {}", decision.word());
        for step in &decision.trace {
            println!("  {} {}", if step.matched { "✓" } else { "✗" }, step.why);
        }
    }
    Ok(())
}

#[test]
fn the_example_runs() {
    main().unwrap();
}
