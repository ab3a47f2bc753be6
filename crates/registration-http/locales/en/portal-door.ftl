# What anybody may open: the front page, the doors, coming in, and passwords.

continue = Continue
or = or
full-name = Full name
work-email = Work e-mail
company = Company
message = Message
message-hint = Anything that helps our team to recognise you.
password-hint = At least 15 characters. A few unrelated words are easy to remember; pasting from a password manager works.
register-now = Register Now

home-title = Welcome
home-welcome = Welcome to { $brand }
home-lede = Sign in to see your playbooks and projects.
home-new-here = New here?
home-register = With a work address of a company that is set up here.
home-register-now = Your company isn’t set up yet? Ask our team for access.

register-title = Create your account
register-lede = Use your work e-mail address. We’ll send you a link to confirm it.
register-email-hint = Your company decides which domains can register.
register-not-set-up = Your company isn’t set up yet?
register-have-account = Already have an account?

check-title = Check your inbox
check-sent-to = We sent a mail to
check-sent = We sent a mail to the address you entered.
check-lede = Open the link in it, or enter its code here.
check-code = Code from the e-mail
check-code-hint = Six digits; they work for 10 minutes.
# $left is the number of tries.
check-code-wrong = { $left ->
    [0] This code is not right. Send the mail again for a new one.
    [one] This code is not right. You can try once more.
   *[other] This code is not right. You can try { $left } more times.
}
check-confirm = Confirm e-mail address
check-nothing = Nothing after a few minutes? Look into the spam folder.
check-resend = Send it again
check-other-address = Use another address
done-resent = We sent it again, with a new link and code. The older ones no longer work.

join-link = Invite link
join-title = Join { $customer }
join-lede = Fill in your details to create your account in the portal of { $brand }.
join-domains = { $customer } accepts addresses at:
join-subdomains = and its sub-domains
join-email-hint = We’ll send you a mail to confirm it. You choose a password after that.
join-not-you = Not your company?
join-no-address = No address there?
join-have-account = Have an account already? Use the same address: your account gains this company.
join-dead-title = This invite link doesn’t work any more
join-dead-disabled = It has been switched off. Ask whoever gave it to you for another one, or ask our team for access.
join-dead-expired = It was valid until a certain day, which is over. Ask whoever gave it to you for another one, or ask our team for access.
join-dead-used-up = As many people as it was meant for have joined with it. Ask whoever gave it to you for another one, or ask our team for access.
join-dead-replaced = A newer link has taken its place. Ask whoever gave it to you for the new one, or ask our team for access.
join-dead-unknown = There is no such link: perhaps it was cut off when it was copied. Check it, or ask our team for access.

activate-title = Confirm your e-mail address
activate-lede = Press the button to show that this address is yours. Then you get to your account.
activate-not-you = You didn’t ask for this? Close this page: nothing happens without the button.
activate-dead-title = This link doesn’t work any more
activate-dead = It was used already, has expired, or a newer mail has replaced it. If you have set a password, sign in. Otherwise register again for a new link.
activate-dead-again = Register again

come-in-proven = Address confirmed
come-in-new-title = Set your password
come-in-new = It creates your account with { $customer }. Next time you sign in with it.
come-in-new-choice = Several companies admit your address. Choose yours, and set a password for your account.
come-in-known-title = You have an account already
come-in-known = Press Continue to add { $customer } to it. Then sign in with the password you have.
come-in-known-choice = Several companies admit your address. Choose which one to add to your account. Then sign in with the password you have.
come-in-ask-title = Ask for access
come-in-ask-lede = Nothing is lost: our team can let you in.
ask-for-access = Ask for access
why-not-staff-address = This address belongs to our own team, which signs in to the console.
why-not-role-mailbox = This address belongs to a function rather than to a person, so that our team decides about it.
why-not-domain-not-permitted = Your company isn’t set up for this address.
why-not-self-service-off = Your company isn’t set up for self-service registration.
why-not-link-registration-off = The invite link you came with has been switched off.
why-not-link-disabled = The invite link you came with has been switched off.
why-not-link-expired = The invite link you came with has expired.
why-not-link-used-up = As many people as the invite link was meant for have joined with it.
why-not-link-replaced = The invite link you came with has been replaced by a newer one.
why-not-already-member = You have access already: sign in with your password.
why-not-contact-suspended = Access for this address is switched off at the moment.
done-welcome = Welcome! Your account is ready.
done-joined = The company has been added to your account. Sign in to go on.

request-lede = Tell us who you are. Somebody of our team looks at it and lets you in.
request-sent-title = Request sent
request-sent = Thank you: your registration request has been sent
request-sent-lede = The team of { $brand } has been told.
request-next = What happens next
request-next-1 = You get a mail that we have received it.
request-next-2 = Somebody of our team finds your company and connects you with it.
request-next-3 = You get a mail with a link to set your password.

reset-title = Forgot your password?
reset-lede = Enter the address you sign in with. We’ll send you a link to choose a new one.
reset-send = Send the link
reset-back = Back to sign-in
reset-sent = If there is an account for that address, a link to choose a new password is on its way. It works for one hour.
reset-dead-title = This link doesn’t work any more
reset-dead = It was used already, has expired, or a newer mail has replaced it.
reset-again = Ask for a new link
choose-title = Choose a new password
choose-lede = It replaces the old one, and ends every session that is open elsewhere.
choose-password = New password
choose-do = Save password
done-password-set = Your new password is set. Sign in with it.

console-activate-title = Set your password
console-activate-lede = Welcome, { $name }. With it you sign in to the console of { $brand }.
console-setup-lede = You become an administrator of { $brand }: say who you are, and choose a password.
console-activate-dead = It was used already, has expired, or a newer mail has replaced it. If you have set a password, sign in; otherwise ask an administrator for a new invitation.
