# The portal for those who are signed in: playbooks, projects, profile.

gallery-welcome = Welcome, { $name }
gallery-lede = Choose a playbook to start a project with our team. You’ll see only projects you start or are invited to.
gallery-all-projects = All projects
gallery-available = Available playbooks
gallery-none = There is nothing to start yet
gallery-none-why = { $brand } has not offered { $customer } a playbook so far. As soon as one is offered, it appears here.
gallery-ask = Ask { $address }
gallery-ask-contact = Ask the person who invited you what comes next.

offer-start = Start project
offer-lasts-days = { $count ->
    [one] About 1 day
   *[other] About { $count } days
}
offer-lasts-weeks = { $count ->
    [one] About 1 week
   *[other] About { $count } weeks
}
offer-steps = What happens, step by step
offer-no-steps = No steps are planned yet.
offer-due-at-once = On the day it starts
offer-due-after = { $count ->
    [one] Within 1 day
   *[other] Within { $count } days
}
offer-start-hint = { $brand } gets to work with you. Only you and those you work with see the project.
offer-for-customer = For { $customer }
offer-owner-unavailable = Nobody can look after this project at the moment. Our team has been told. Nothing was started: please try again later.

offer-side-you = You

my-projects-title = My projects
my-projects-lede = Projects that you started or were invited to.
my-projects-of = Shown for { $customer }.
my-projects-none = No project yet
my-projects-none-why = Projects appear here when you start one from a playbook, or when our team invites you to one.
my-projects-none-do = Look at the playbooks

my-project-name = Name of the project
my-project-name-hint = Left empty, it is called “{ $name }”.
my-project-started-by-you = Started by you on { $day }
my-project-started-on = Started on { $day }
my-project-you-were-invited = You were invited · started on { $day }
my-project-owner-is = Owner { $name }
my-project-next-until = Next by { $day }
my-project-no-date-ahead = No date ahead
my-project-your-turn = Your turn next.
my-project-their-turn = { $brand } is next.
my-project-next-line = “{ $step }” by { $day }.
my-project-until = By { $day }
my-project-day-over = this day is over
my-project-people = People
my-project-owner-of = Owner, { $brand }
my-project-starter = Started it
my-project-member = Invited
my-project-person-gone = No longer here
my-project-people-hint = { $brand } can invite more of your colleagues to this project.

me-title = Your profile
me-lede = You sign in as { $email }.
me-name = Name
me-name-hint = How the portal and its mails address you. { $brand } keeps the name it knows you by in its own records.
me-customers = { $count ->
    [one] Company
   *[other] Companies
}
me-save = Save
me-language = Language
me-language-hint = For these pages and for the mails that you get.
me-password-hint = Changing it ends every other session and every mailed reset link.
me-current-password = Current password
me-new-password = New password
me-new-password-hint = At least 15 characters. A sentence of your own is the easiest to remember.
me-change-password = Change password
me-sessions = Where you are signed in
me-sessions-hint = End what you do not recognise, then change your password.
me-sessions-unknown = Signed in somewhere you don’t know?
me-sessions-only = This browser is the only place.
me-sessions-end-others = End all others
me-session-since = Signed in
me-session-used = Last used
me-session-this = This browser
me-session-end = End session

customer-switch = Switch company

done-project-started = Your project has started. Its owner and you get a mail about it.
done-my-password-changed = Your password is changed. Every other session has ended.
done-my-session-ended = That session has ended.
done-my-sessions-ended = Every other session has ended.
