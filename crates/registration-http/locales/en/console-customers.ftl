# Customers: list, creating one, and the Details tab.

customers-title = Customers
customers-lede = The companies that use the portal.
customers-search = Name or reference
customers-create = + Create Customer
customers-create-title = Create Customer
customers-create-lede = Portal settings and an invite link come with it; self-service registration is off at first.
customers-create-do = Create customer
customers-none = There are no customers yet
customers-none-hint = Create the first one, then permit its domains or share its invite link.
customers-none-found = Nothing matches “{ $q }”
customers-none-found-hint = Search by a part of the name or of the reference.
customer-name = Company name
customer-reference = Reference
customer-reference-hint = Your own number for this customer, such as CUST-0418.
customer-doors = Self-service
customer-self-service-on = On
customer-self-service-off = Off
customer-since = Since
customer-since-day = Customer since { $day }
customer-archived-on = Archived on { $day }
customer-head-on = Self-service on
customer-head-off = Self-service off
customer-view-portal = View portal
customer-tabs = Customer
tab-details = Details
tab-contacts = Contacts
tab-registrations = Registrations
tab-projects = Projects
tab-activity = Activity
customer-archived-note = This customer is archived: its doors are closed and its contacts have no access. Its history stays.
details-legend = Details of the customer
company-title = Company
company-lede = How this customer appears to your team and in the portal.
settings-title = Portal Settings
settings-lede = Let people from this company create their own account and start projects without waiting for an invitation.
settings-how = Try an address: how registration is decided
self-service = Allow Self-Service Registration
self-service-hint = Anyone with a proven e-mail address on a permitted domain can create an account.
domains-label = Permitted Root Domains
domains-hint = Press Enter after each domain. Typing @example.com, *.example.com or pasting a list works too.
domains-trust = Only add domains you trust.
domains-trust-why = Anyone who can receive mail there will be able to register. A public mail provider such as gmail.com needs an extra confirmation.
domain-add = Add domain
domain-list = Permitted domains
domain-none = no domain
domain-subdomains = sub-domains
domain-subdomains-hint = Tick “sub-domains” beside a domain: Also accept sub-domains, such as
domain-wrong = “{ $item }”: { $why }
acknowledge-public-provider = I know that anybody can have an address at { $domain }, and permit it nevertheless.
acknowledge-disposable = I know that addresses at { $domain } are thrown away after use, and permit it nevertheless.
acknowledge-needed = { $domain } is permitted only when you confirm it.
settings-warning-admits-nobody = Allow Self-Service Registration is on, but no domain is permitted: it admits nobody.
settings-warning-overlap = { $other } permits { $domain } too: people there choose between the two after proving their address.
settings-warning-public-provider = Anybody can have an address at { $domain }.
settings-warning-disposable = Addresses at { $domain } are thrown away after use.
settings-warning-opens-portal-form = One list serves both: people at { $domain } can also register without the link.
audience-label = Who can use the link
audience-anyone = Any e-mail address
audience-anyone-hint = The link alone is enough.
audience-permitted-domains = Only the permitted domains
audience-permitted-hint = Direct invitations can still go to any address.
unsaved = You have unsaved changes
discard = Discard
save = Save
copy = Copy
links-title = Invite link
links-lede = A link to share inside the company. It is unmanaged: anyone who has it can open the registration page.
links-leaked = One link for each purpose keeps apart who came by which.
link-registration = Allow self-serviced registration using invite link
link-registration-hint = Turning this off disables every link at once. People who already registered keep their access.
link-state-live = Live
link-state-disabled = Disabled
link-state-expired = Expired
link-state-used-up = Used up
link-masked = Only those who may hand the link out see it in full.
link-uses = { $count ->
    [0] Not used yet
    [one] Used once
   *[other] Used { $count } times
}
link-uses-of = Used { $count } of { $max } times
link-last-used = last used
link-expires = expires
link-created = created on { $day }
link-change = Change link
link-open = Open link
link-replace = Replace link
link-new = New link
link-new-lede = One more way in to { $name }. It works at once.
link-create = Create link
link-title = Link
link-lede = An invite link of { $name }.
link-label = Label
link-label-hint = What your team calls it, such as Onboarding 2026.
link-expiry = Expires
link-expiry-hint = In UTC. Empty: never.
link-maximum = Limit
link-maximum-hint = How many may register by it. Empty: no limit.
link-enabled = Live
link-enabled-hint = Off, the link says that it is disabled and offers to ask for access.
link-leaked = Leaked the link? A new one replaces it.
link-joined = Who joined by it
link-joined-lede = Registrations that were completed with this link.
link-joined-none = Nobody joined by this link yet
link-joined-none-hint = Copy it and send it to the company.
link-disable-title = Disable this link?
link-replace-question = Replace “{ $label }”?
link-replace-lede = The link gets a new address. Everything that holds the old one, such as mails and intranet pages, needs the new one.
link-replace-pending = { $count ->
    [one] One person registered by it and did not activate yet
   *[other] { $count } people registered by it and did not activate yet
}
link-replace-when = When does the old link stop?
link-replace-at-once = At once
link-replace-hour = After one hour
link-replace-day = After one day
link-replace-week = After seven days
link-replace-do = Replace link
link-uses-stay = { $count ->
    [0] Nobody came in by it yet.
    [one] One person came in by it and keeps access.
   *[other] { $count } people came in by it and keep their access.
}
link-fewer = { $left ->
    [one] Only the first of them to activate comes in. The others are offered to ask for access instead.
   *[other] Only the first { $left } of them to activate come in. The others are offered to ask for access instead.
}
link-sooner = They had more time. Now they come in only before:
joined-who = Who
joined-when = When
impact-title = This change hits people
impact-lede = What you want to save for { $name } is narrower than before. Nothing is saved yet.
impact-members = { $count ->
    [one] One person with access would not be admitted any more
   *[other] { $count } people with access would not be admitted any more
}
impact-sessions = { $count ->
    [one] Signed in with one session.
   *[other] Signed in with { $count } sessions.
}
impact-pending = { $count ->
    [one] One registration that is under way would be refused
   *[other] { $count } registrations that are under way would be refused
}
impact-pending-hint = They proved nothing yet; they are offered to ask for access instead.
impact-links = { $count ->
    [one] One live link stops, or admits fewer
   *[other] { $count } live links stop, or admit fewer
}
impact-more = and { $count } more
impact-nobody = Nobody has access, nobody is on the way, and no link is live.
impact-what = What should become of the people with access?
impact-keep = Keep their access
impact-keep-hint = The new settings count for those who come from now on.
impact-suspend = Suspend them
impact-suspend-hint = Their access ends at once, and with it what they see at this customer.
impact-back = Back to the form
archive-title = Archive customer
archive-question = Archive { $name }?
archive-lede = Archiving closes every door of the customer and ends the access of its contacts at once. Its history stays.
archive-open = Archive customer…
archive-do = Archive customer
done-saved-opens = Saved. One list serves link and portal form: people at the new domains can also register without the link.
done-replaced = Replaced. Hand out the new link.
done-archived = Archived.
identity-title = Identity Configuration
identity-area = Identity and Access Management
identity-lede = How people sign in and how accounts are created for an organization.
identity-customer = Customer
identity-show = Show
identity-customer-page = All settings of { $name }
identity-none-hint = Identity is configured for each customer. Create the first one.
identity-link-hint = On by default. Registration mails can go to any domain unless you list allowed domains.
login-method = Login Method
login-method-lede = Applies to every user of the organization.
login-method-password = Password
provisioning = Provisioning
provisioning-lede = Share one link instead of sending invitations one by one.
allowlist = Domain Allowlist
allowlist-hint = Press Enter after each suffix, such as @company-name.com. Empty list: any domain. Otherwise domains not listed are excluded. Direct invitations ignore this list.
archive-members = { $count ->
    [one] One person loses access
   *[other] { $count } people lose access
}
archive-pending = { $count ->
    [one] One registration that is under way ends
   *[other] { $count } registrations that are under way end
}
archive-links = { $count ->
    [one] One live link stops
   *[other] { $count } live links stop
}
