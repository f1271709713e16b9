### The pages of the demo.

start-title = Sekisho demo
start-lead = Everything here runs on this computer only. Try it in this order.
start-website = Sample website
start-website-hint = : open it and start to log in.
start-user-hint = Use a user ID and password from the tables below.
start-mailbox = Mailbox
start-mailbox-hint = : enter the one-time password that arrived there.
start-slug = Short name
start-preset = Contract
start-issuer = Issuer
start-account = Account settings
start-users = Users
start-state = State
preset-standard = Standard
preset-classic = Classic

state-active = Active
state-to-enrol = To be enrolled
state-expired = Expired
state-reset = must change (reset by an administrator)
state-temporary = must change (temporary password)
state-locked = Locked
state-disabled = Disabled

mailbox-title = Mailbox
mailbox-lead = Every mail the demo would have sent, newest first.
mailbox-empty = No mail yet.
mailbox-to = To
mailbox-at = Date and time
mailbox-code = One-time password
mailbox-text = Show the text
