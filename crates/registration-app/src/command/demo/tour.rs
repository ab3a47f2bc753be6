//! What the demo prints: addresses, credentials, and three things to try.

use super::company::{Company, OPERATOR, PASSWORD};
use crate::config::PublicOrigin;

/// Everything the reader needs, with commands to be copied as they are: `sh`, `curl` and `sed` are enough.
pub(super) fn printed(origin: &PublicOrigin, company: &Company) -> String {
    let staff = company
        .staff
        .iter()
        .map(|(email, what)| format!("  {email:<32} {what}\n"));
    let (staff, member) = (staff.collect::<String>(), &company.member);
    let (key, code) = (company.key.expose(), &company.link.code.0);
    format!(
        r#"{OPERATOR} runs on a throw-away database. Stop it with Ctrl-C, and everything is gone.

  portal      {origin}
  console     {origin}/admin
  inbox       {origin}/dev/inbox  (every mail that would have been sent)
  API         {origin}/docs  ({origin}/openapi.json)

Everybody's password is: {PASSWORD}

{staff}  {member:<32} portal, at Meridian Foods
  API key  {key}

Three things to try in a browser, or, block by block, in another terminal:

1. Somebody of Meridian Foods registers by the portal form and types the code from the mail.
   Open {origin}/register, use any address at meridianfoods.com, and look into the inbox.

   ID=$(curl -s {origin}/api/v1/registrations -H 'Content-Type: application/json' \
     -d '{{"name":"Kim Larsen","email":"kim.larsen@meridianfoods.com"}}' | sed 's/.*"registration_id":"\([^"]*\)".*/\1/')
   CODE=$(curl -s '{origin}/dev/inbox/wait?to=kim.larsen@meridianfoods.com&kind=activation&timeout=10' | sed 's/.*"code":"\([0-9]*\)".*/\1/')
   curl -s {origin}/api/v1/activations -H 'Content-Type: application/json' \
     -d "{{\"registration_id\":\"$ID\",\"code\":\"$CODE\",\"password\":\"{PASSWORD}\"}}"; echo

2. Somebody opens the invite link of Northwind Logistics and presses the button in the mail.
   Open {origin}/join/{code}

   curl -s {origin}/api/v1/join/{code}; echo
   curl -s {origin}/api/v1/registrations -H 'Content-Type: application/json' \
     -d '{{"name":"Noor Visser","email":"noor.visser@visserfreight.com","link_code":"{code}"}}'; echo
   TOKEN=$(curl -s '{origin}/dev/inbox/wait?to=noor.visser@visserfreight.com&kind=activation&timeout=10' | sed 's/.*"token":"\([^"]*\)".*/\1/')
   curl -s {origin}/api/v1/activations -H 'Content-Type: application/json' \
     -d "{{\"token\":\"$TOKEN\",\"password\":\"{PASSWORD}\"}}"; echo

3. Somebody whom no rule admits asks for access, and a mapper maps the request to Meridian Foods.
   Open {origin}/request-access, then press Map Registration in the mail to the mapper.

   KEY={key}
   curl -s {origin}/api/v1/registration-requests -H 'Content-Type: application/json' \
     -d '{{"name":"Ida Holm","email":"ida.holm@holmpartners.com","company":"Meridian Foods"}}'; echo
   REQUEST=$(curl -s '{origin}/api/v1/registration-requests?limit=1' -H "Authorization: Bearer $KEY" | sed 's/.*"data":\[{{"id":"\([^"]*\)".*/\1/')
   CUSTOMER=$(curl -s '{origin}/api/v1/customers?q=meridian' -H "Authorization: Bearer $KEY" | sed 's/.*"data":\[{{"id":"\([^"]*\)".*/\1/')
   curl -s {origin}/api/v1/registration-requests/$REQUEST/map -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \
     -d "{{\"customer_id\":\"$CUSTOMER\",\"create_contact\":{{\"first_name\":\"Ida\",\"last_name\":\"Holm\"}}}}"; echo
   curl -s '{origin}/dev/inbox/wait?to=ida.holm@holmpartners.com&kind=mapped&timeout=10' | sed 's/.*"subject":"\([^"]*\)".*/mailed: \1/'
"#
    )
}
