//! Local parts that name a function: RFC 2142, certificate validation, and what companies use.

// RFC 2142 sections 3 to 6: info to security, postmaster to ftp, `<list>-request`.
// CA/Browser Forum Baseline Requirements 3.2.2.4.4: admin, administrator, webmaster, hostmaster,
// postmaster. RFC 5321 section 4.5.1: postmaster. The rest are the role names that bulk-mail
// providers refuse as list members, and the usual senders that nobody reads.
// Sorted, for binary search.
#[rustfmt::skip]
const ROLES: [&str; 170] = [
    "abuse", "accounting", "accounts", "accounts-payable", "accountspayable", "admin",
    "administration", "administrator", "alert", "alerts", "all", "all-staff", "ap", "ar",
    "bestellung", "billing", "bounce", "bounces", "buchhaltung", "buero", "care", "career",
    "careers", "compliance", "contact", "contact-us", "contactus", "customer-service",
    "customer-support", "customercare", "customerservice", "customersupport", "daemon",
    "datenschutz", "dev", "dev-null", "developers", "development", "devnull", "devops", "dmca",
    "dns", "domain", "domains", "dpo", "edv", "email", "empfang", "engineering", "enquiries",
    "enquiry", "event", "events", "everybody", "everyone", "feedback", "finance", "frontdesk",
    "ftp", "gdpr", "hello", "help", "help-desk", "helpdesk", "hi", "hiring", "hostmaster", "hr",
    "inbox", "info", "inquiries", "inquiry", "invoice", "invoices", "invoicing", "ispfeedback",
    "ispsupport", "it", "job", "jobs", "kontakt", "legal", "list", "lists", "listserv", "mail",
    "mailbox", "mailer-daemon", "majordomo", "marketing", "media", "news", "newsletter",
    "newsletters", "nobody", "noc", "notification", "notifications", "notify", "null", "office",
    "operations", "operator", "ops", "order", "orders", "partner", "partners", "payments",
    "payroll", "people", "phish", "phishing", "post", "postmaster", "pr", "press", "privacy",
    "procurement", "purchasing", "reception", "rechnung", "recruiting", "recruitment", "registrar",
    "remove", "request", "requests", "root", "sales", "secretary", "security", "service",
    "service-desk", "servicedesk", "services", "shop", "spam", "ssl", "ssladmin", "sslwebmaster",
    "staff", "store", "subscribe", "support", "sysadmin", "sysop", "system", "team", "tech",
    "tech-support", "technical", "techsupport", "test", "testing", "tests", "trouble",
    "undeliverable", "undisclosed-recipients", "unsubscribe", "usenet", "uucp", "verkauf",
    "vertrieb", "verwaltung", "web", "webmaster", "webteam", "welcome", "www",
];

// Automatic senders are numbered and named freely: noreply2, no-reply-billing, bounces-123.
const SENDERS: [&str; 12] = [
    "bounce-",
    "bounces-",
    "do-not-reply",
    "do.not.reply",
    "do_not_reply",
    "donotreply",
    "mailer-daemon",
    "no-reply",
    "no.reply",
    "no_reply",
    "noreply",
    "owner-",
];

/// Whether a canonical local part names a function and not a person.
pub(super) fn is_role_mailbox(local_part: &str) -> bool {
    // What follows a plus sign reaches the mailbox before it.
    let mailbox = match local_part.split_once('+') {
        Some((mailbox, _)) => mailbox,
        None => local_part,
    };
    ROLES.binary_search(&mailbox).is_ok()
        || mailbox.ends_with("-request")
        || SENDERS.iter().any(|sender| mailbox.starts_with(sender))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roles_are_sorted() {
        assert!(ROLES.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_function_is_a_role_mailbox() {
        for name in [
            "info",
            "marketing",
            "sales",
            "support",
            "abuse",
            "noc",
            "security",
            "postmaster",
            "hostmaster",
            "usenet",
            "news",
            "webmaster",
            "www",
            "uucp",
            "ftp",
            "admin",
            "noreply",
            "no-reply",
            "noreply-billing",
            "rust-list-request",
            "support+de",
            "mailer-daemon",
            "bounces-123",
            "root",
            "help",
            "billing",
        ] {
            assert!(is_role_mailbox(name), "{name}");
        }
    }

    #[test]
    fn a_person_is_not_a_role_mailbox() {
        for name in [
            "ann",
            "ann.lee",
            "ann+support",
            "supporter",
            "salesman",
            "i.t",
            "norep",
            "ownera",
        ] {
            assert!(!is_role_mailbox(name), "{name}");
        }
    }
}
