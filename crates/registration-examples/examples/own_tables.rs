//! A portal in another product's tables: a colleague registers, and stands in the product's own list of people.
#![allow(clippy::print_stdout, reason = "an example speaks by printing")]

use registration_core::{
    model::{Actor, LoginMethod, Password, PersonName, Secret},
    policy::settings::ProposedSettings,
    ports::{Directory, Page},
    usecase::{Activate, NoLongerPermitted, Postman, Proof, SubmitRegistration},
};
use registration_examples::{
    fairlead::{Fairlead, MessagesMailer},
    host::{SystemClock, registrar},
};
use registration_smtp::{Brand, Renderer};
use std::{collections::HashSet, error::Error, sync::Arc};

/// What has stood in Fairlead's tables for years.
const THEIR_ROWS: &str = "
    INSERT INTO companies (name, customer_number, credit_limit) VALUES ('Nordkai Logistik', 'K-1017', 250000);
    INSERT INTO people (company_no, full_name, email, position, favourite_lane)
    VALUES (1, 'Bo Hansen', 'Bo@nordkai.example', 'Dispatcher', 'Aarhus-Gdynia');";

fn postman(store: &Fairlead) -> Result<Postman, Box<dyn Error>> {
    let renderer = Renderer {
        brand: Brand::named("Nordkai at Fairlead"),
        public_url: "https://portal.fairlead.example".parse()?,
    };
    let mailer = Arc::new(MessagesMailer::new(store.clone(), renderer));
    Ok(Postman::new(
        Arc::new(store.clone()),
        mailer,
        Arc::new(SystemClock),
    ))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (store, _folder) = Fairlead::for_a_while(THEIR_ROWS).await?;
    let (registrar, postman) = (registrar(&store), postman(&store)?);

    let page = Page {
        limit: 1,
        before: None,
    };
    let nordkai = store.customers(Some("nordkai"), page).await?.remove(0);
    println!("{} was there before, and so was", nordkai.name);
    for bo in store.contacts(nordkai.id, None, page).await? {
        println!("  {} <{}>, {}", bo.name, bo.email, bo.access.code());
    }

    let proposed = ProposedSettings {
        self_service_registration: true,
        permitted_domains: vec!["nordkai.example".parse()],
        invite_link_registration: true,
        link_audience: None,
        login_method: LoginMethod::Password,
        acknowledge: HashSet::new(),
    };
    let (staff, keep) = (Actor::CommandLine, NoLongerPermitted::Keep);
    registrar
        .configure_portal(&staff, nordkai.id, nordkai.revision, proposed, keep)
        .await?;

    let submitted = SubmitRegistration {
        name: PersonName::new("Ann Marie", "Lee")?,
        email: "ann@nordkai.example".parse()?,
        link_code: None,
        locale: None,
    };
    registrar.submit_registration(submitted).await?;
    for claimed in postman.claim(20).await? {
        postman.deliver(&claimed).await?;
    }
    let [message] = &store
        .rows("SELECT recipient, subject, plain FROM messages")
        .await?[..]
    else {
        return Err("one message waits to be sent by Fairlead".into());
    };
    println!("in Fairlead's queue, to {}: {}", message[0], message[1]);

    // Ann opens the link in it.
    let token = message[2]
        .split("/activate/")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    let token = Secret::presented(token.ok_or("the message has a link")?);
    registrar
        .activate(Activate {
            proof: Proof::Token(token),
            password: Some(Password::typed("seven walruses hum quietly")),
            customer: None,
            name: None,
        })
        .await?;
    println!("in Fairlead's list of people:");
    let people = "SELECT person_no, full_name, email, favourite_lane, portal_access FROM people";
    for person in store.rows(people).await? {
        println!("  {}", person.join(" | "));
    }
    Ok(())
}

#[test]
fn the_example_runs() {
    main().unwrap();
}
