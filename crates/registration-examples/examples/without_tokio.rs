//! Every use case without tokio: a registrar on the executor of `futures`, from the form to the first sign-in.
#![allow(clippy::print_stdout, reason = "an example speaks by printing")]

use futures_executor::block_on;
use registration_core::{
    model::{Actor, Customer, Mail, Password, PersonName},
    ports::{MailQueue, Store},
    usecase::{Activate, Proof, SubmitRegistration},
};
use registration_examples::host::registrar;
use registration_testkit::{fixtures::Fixtures, memory::MemoryStore};
use std::error::Error;
use time::Duration;

fn main() -> Result<(), Box<dyn Error>> {
    block_on(come_in())
}

async fn come_in() -> Result<(), Box<dyn Error>> {
    let store = MemoryStore::default();
    let registrar = registrar(&store);
    let acme: Customer = Fixtures::default().customer_permitting(&["acme.com"]);
    let mut work = store.begin().await?;
    work.customers().insert(&acme).await?;
    work.commit().await?;

    let ann = "ann@acme.com".parse()?;
    let explained = registrar.explain(&Actor::CommandLine, &ann, None).await?;
    println!("{ann}: {}", explained.decision);

    let name = PersonName::new("Ann", "Lee")?;
    let submitted = SubmitRegistration {
        name,
        email: ann.clone(),
        link_code: None,
        locale: None,
    };
    registrar.submit_registration(submitted).await?;

    // What a worker of your own does: claim, send, mark. Here the mail is read instead of being sent.
    let now = registrar.now();
    let claimed = store.claim(now, now.plus(Duration::MINUTE), 1).await?;
    let Some(Mail::Activation { token, .. }) = claimed.first().map(|one| &one.mail.mail) else {
        return Err("the address is mailed an activation link".into());
    };
    let came_in = registrar
        .activate(Activate {
            proof: Proof::Token(token.clone()),
            password: Some(Password::typed("seven walruses hum quietly")),
            customer: None,
            name: None,
        })
        .await?;
    store.sent(claimed[0].mail.id, registrar.now()).await?;
    println!("{ann} came in at {}", came_in.customer.name);
    Ok(())
}

#[test]
fn the_example_runs() {
    main().unwrap();
}
