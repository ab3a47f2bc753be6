# What stands on many pages.

skip = Skip to content
optional = (optional)
choice-cut = Only the newest customers can be chosen here. The others lead to the same from their own pages:
choice-cut-way = all customers
cancel = Cancel
search = Search
search-clear = Show all
list-older = Older
email = E-mail address
password = Password
password-show = Show
count-people = { $count ->
    [one] 1 person
   *[other] { $count } people
}
yes = Yes
phone = Phone
first-name = First name
last-name = Last name

switch-on = On
switch-off = Off
theme-switch = Switch between light and dark
help-by-mail = Help

script-copied = Copied
script-added = added
script-removed = removed
script-remove = Remove
script-not-a-domain = is not a domain name. Enter it like example.com.
script-too-much = This is more than can be sent at once: at most 64 KiB. Nothing was sent. Take some of it out, save, and add the rest afterwards.
script-listed = is in the list already.

# $day is a date, $time is in UTC.
moment = { $day }, { $time } UTC
day = { $day } { $month } { $year }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

nav-portal = Portal
nav-console = Console
nav-console-small = Console, small screens
nav-side = Sidebar
nav-menu = Menu
nav-crumbs = Breadcrumb
nav-open = open
nav-administration = Administration
nav-playbooks = Playbooks
nav-my-projects = My projects
nav-overview = Overview
nav-customers = Customers
nav-requests = Registration requests
nav-registrations = Registrations
nav-projects = Projects
nav-try-address = Try an address
nav-staff = Staff
nav-api-keys = API keys
nav-audit = Audit trail
nav-outbox = Mail outbox
nav-settings = Settings

role-none = No role
role-administrator = Administrator
role-customer-manager = Customer Manager
role-portal-registration-mapper = Portal Registration Mapper
role-playbook-editor = Playbook Editor
role-auditor = Auditor

art-label = About the portal
art-title = Your projects with { $brand }, in one place
art-start = Start a project from a ready-made playbook
art-see = See who owns what, and what happens next
art-invite = Work with the colleagues who need to be there

summary-fields = { $count ->
    [one] One field needs another look.
   *[other] { $count } fields need another look.
}
stale-what-now = What was saved meanwhile stands beside each field that differs. Save again to put yours in its place.
stale-theirs = Saved meanwhile: { $value }

refusal-home = To the start page
refusal-id = If you ask for help, name this number:

signed-out-title = Your session has ended
signed-out-lede = Nothing was saved, and nothing you typed is lost. Sign in in the other tab, then come back here and send it again.
signed-out-sign-in = Sign in (opens a new tab)
signed-out-again = Send again
sign-in = Sign in
sign-out = Sign out
sign-in-title = Sign in
sign-in-lede = Welcome back to the portal of { $brand }.
console-sign-in-title = Sign in to the console
console-sign-in-lede = For the staff of { $brand }.
forgot-password = Forgot your password?
no-account-yet = No account yet?
create-account = Create one
done-signed-out = You are signed out.
done-created = Created.
done-saved = Saved.
