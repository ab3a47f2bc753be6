# Playbooks with their steps and Self-Service Settings, projects, staff, and the own profile.

work-save = Save
work-unsaved = Not saved yet
work-remove = Remove
work-created = Created

work-playbooks-title = Playbooks
work-playbooks-lede = Templates of projects: steps with due days and a responsible side.
work-playbooks-create = + Create Playbook
work-playbooks-create-title = Create Playbook
work-playbooks-create-lede = Steps come next. Customers don't see it until its Self-Service Settings are on.
work-playbooks-create-do = Create playbook
work-playbooks-none = There are no playbooks yet
work-playbooks-none-hint = A playbook is what customers start a project from. Create the first one.
work-playbook-name = Name
work-playbook-name-hint = What staff call it. Customers see the Customer Facing Name.
work-playbook-shown-as = Customers see “{ $name }”
work-playbook-archived = Archived
work-playbook-offered = In the portal
work-playbook-not-offered = Not in the portal
work-playbook-archive = Archive…
work-playbook-tabs = Playbook
work-playbook-tab-steps = Steps
work-playbook-tab-portal = Portal
work-playbook-settings = Settings
work-playbook-visibility = Who sees it
work-playbook-steps-count = { $count ->
    [0] No steps yet
    [one] 1 step
   *[other] { $count } steps
}
done-playbook-archived = Archived. Nobody can start it any more.

work-steps-hint = A project gets these steps when it is started. Projects that were started stay as they are.
work-steps-none = There are no steps yet
work-steps-meanwhile = Steps saved meanwhile by somebody else:
work-step-after = { $count ->
    [one] after 1 day
   *[other] after { $count } days
}
work-step-number = Step { $number }
work-step-title = What is to be done
work-step-days = Due after days
work-step-responsible = Responsible
work-step-up = Move step { $number } up
work-step-down = Move step { $number } down
work-step-remove = Remove step { $number }
work-step-add = Add a step
work-side-customer = Customer
work-side-provider = Provider

work-archive-title = Archive the playbook
work-archive-heading = Archive “{ $name }”?
work-archive-lede = Nobody can start it any more. Projects that were started go on, and history stays.
work-archive-all = Every customer sees it in the portal now. It disappears there at once.
work-archive-nobody = No customer sees it at the moment.
work-archive-some = { $count ->
    [one] One customer sees it in the portal now. It disappears there at once.
   *[other] { $count } customers see it in the portal now. It disappears there at once.
}
work-archive-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
work-archive-do = Archive playbook

work-self-service = Self-Service Settings
work-self-service-hint = Makes this Playbook available to registered customers, who can start a project from it themselves.
work-self-service-on = Available for self-service
work-self-service-on-hint = Shown in the portal. Needs an owner and a name.
work-owner = Default Project Owner
work-owner-hint = Becomes the owner of each project a customer starts.
work-owner-none = — Nobody —
work-owner-gone = Somebody who is not active any more
work-needed = (needed for self-service)
work-facing-name = Customer Facing Name
work-facing-name-hint = What customers see it as.
work-facing-description = Customer Facing Description
work-audience = Who sees it
work-audience-all = Every customer
work-audience-some = Only some customers
work-audience-some-hint = Those ticked below.
work-audience-find = Find a customer
work-audience-nothing-found = No customer matches.
work-audience-more = There are more customers. Search to find them; those ticked stay.
work-audience-meanwhile = Somebody else changed meanwhile who sees it:
work-cover = Portal Cover Image
work-cover-alt-upload = The uploaded cover
work-cover-alt-link = The hosted cover
work-cover-alt-none = A drawn pattern
work-cover-now-upload = An uploaded picture.
work-cover-now-link = A picture hosted elsewhere: browsers load it from there.
work-cover-now-none = A pattern, drawn for this playbook.
work-cover-link = Paste a hosted image link
work-cover-link-hint = Begins with https://. It takes the place of an uploaded picture.
work-cover-none = Use the drawn pattern instead
work-cover-upload = or upload image
work-cover-upload-hint = PNG, JPEG or WebP, up to 5 MiB and 25 megapixels; 1280 × 720 works best. Metadata are removed.
work-cover-upload-do = Upload image
work-cover-meanwhile = Somebody else saved another picture meanwhile.
work-preview = As the customer sees it
work-preview-hint = The card in the portal's gallery.
work-card-start = Start

work-visibility-title = Customer doesn't see a Playbook?
work-visibility-hint = Choose a customer: the rules say whether its people see this playbook, and why not.
work-visibility-customer = Customer
work-visibility-ask = Explain
work-visibility-hidden = People of { $customer } don't see it.
work-visibility-visible = People of { $customer } see it.
work-visibility-visible-hint = It is in their gallery now, for everybody with portal access.
work-visibility-preview-hint = The card that they see, or would see.
work-hidden-playbook-archived = The playbook is archived: nobody can start it any more.
work-hidden-self-service-off = The playbook's Self-Service Settings are off. Switch them on under Settings.
work-hidden-not-for-customer = The playbook is limited to other customers. Add this one under Settings, Who sees it.
work-hidden-customer-archived = The customer is archived: its people have no access to the portal.

work-projects-title = Projects
work-projects-lede = What customers started from playbooks.
work-projects-own-lede = The projects that you own.
work-projects-filter = Narrow the list
work-projects-all = All
work-projects-show = Show
work-projects-none = There are no projects yet
work-projects-none-hint = A project appears when a customer starts one from a playbook in the portal.
work-projects-none-found = No project matches
work-project-name = Project
work-project-customer = Customer
work-project-owner = Owner
work-project-starter = Started by
work-project-started = Started
work-project-about = About the project
work-project-playbook = Playbook
work-project-revision = As of its version { $number }
work-project-due = Due
work-project-no-steps = The playbook had no steps when this was started.
work-project-people = Invited people
work-project-people-hint = Besides whoever started it, they see the project in the portal.
work-project-nobody = Nobody was invited yet.
work-project-remove = Remove { $name }
work-project-invite = Invite a contact
work-project-find = Name or e-mail address
work-project-contact = Contact with portal access
work-project-invite-do = Invite by e-mail
work-project-no-guests = Everybody at this customer who has portal access is in the project.
work-project-nobody-found = Nobody with portal access matches.
done-project-invited = Invited. The e-mail is on its way.
work-remove-title = Remove from the project
work-remove-lede = { $name } won't see “{ $project }” in the portal any more. Portal access stays, and you can invite again.
work-remove-do = Remove { $name }
done-project-removed = Removed from the project.

work-nobody-on-duty = No Portal Registration Mapper is on duty.
work-nobody-on-duty-hint = New requests are mailed to mappers off duty, or to administrators.
work-staff-title = Staff
work-staff-lede = The people who run the portal, and what each may do.
work-staff-create = + Create Staff Member
work-staff-create-title = Create Staff Member
work-staff-create-lede = They are mailed a link to choose a password.
work-staff-create-do = Create staff member
work-staff-none = There is nobody yet
work-staff-none-hint = The command line creates the first administrator.
work-staff-name = Name
work-staff-roles = Roles
work-staff-roles-meanwhile = Somebody else changed the roles meanwhile.
work-staff-state = State
work-staff-on-duty = On-duty portal staff
work-staff-on-duty-hint = New registration requests are mailed to those on duty with the role Portal Registration Mapper.
work-staff-duty-on = On duty
work-staff-duty-off = Off duty
work-staff-active = Active
work-staff-active-hint = May sign in, own projects and be notified.
work-staff-inactive = Not active
work-staff-invited = No password yet
work-staff-email-hint = To sign in with.
work-staff-email-change-hint = Links that were mailed to an older address stop working.
work-staff-ends-sessions = Other roles, or not being active, end the sessions of this person.
work-staff-self = This is you. Changing your own roles signs you out.
work-staff-last-administrator = The portal always keeps one active administrator. Give somebody else the role Administrator first; then this change is possible.
work-role-may-administrator = Everything, among it staff, API keys and operations.
work-role-may-customer-manager = Customers, their portal settings, links and contacts; invites people; invites to projects.
work-role-may-portal-registration-mapper = Decides registration requests: maps people to companies, or declines.
work-role-may-playbook-editor = Playbooks and their Self-Service Settings; invites to projects.
work-role-may-auditor = Reads everything, changes nothing.
done-staff-created = Created. The link to choose a password is on its way.

work-profile-title = Your profile
work-profile-duty = Duty
work-profile-duty-hint = Whether new registration requests reach you.
work-profile-language = Language
work-profile-language-hint = Of these pages, and of the e-mails to you.
work-profile-password = Password
work-profile-password-hint = Your other sessions end when it changes.
work-profile-current-password = Current password
work-profile-new-password = New password
work-profile-new-password-hint = At least 15 characters. A few words that don't belong together work well.
work-profile-password-do = Change password
work-profile-sessions = Where you are signed in
work-profile-sessions-hint = End what you don't recognise, then change your password.
work-profile-session-since = Signed in
work-profile-session-seen = Last used
work-profile-session-this = This browser
work-profile-session-end = End
work-profile-session-end-of = End the session of { $moment }
work-profile-sessions-end-others = End all others
done-duty-on = You are on duty.
done-duty-off = You are off duty.
done-console-password = Your password was changed. Your other sessions ended.
done-console-session = The session ended.
done-console-sessions = Your other sessions ended.
