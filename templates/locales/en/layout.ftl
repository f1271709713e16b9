### Words that any page may show: the frame, the fields, the desk.

lang = en
brand = Sekisho
title-error = Error: { $title }

skip-to-main = Skip to main content
go-to = Go to “{ $label }”
languages = Language
menu = Menu
terms = Terms of use
privacy = Privacy policy
host-line = You are on { $host }

desk = Support desk
desk-telephone = Telephone
desk-hours = Hours
desk-address = Contact
desk-of-website = Please contact the support desk of the company that runs the website.
place-website = Logging in to
place-home = Open { $host }
place-policy = Privacy policy of this website
place-terms = Terms of use of this website

field-required = (required)
field-username = User ID
field-password = Password
field-code = One-time password
field-new-password = New password
field-new-password-confirm = New password (again)

register = Save
cancel = Cancel
logout = Log out
nothing = None
back-to-website = Please go back to the website and start again. If that does not help, contact the support desk.

trail = Steps
choose = Please choose
next = Next
back = Back
send = Send
confirm = Check
change = Change
add = Add
delete = Delete
execute = Carry out
to-login = Go to login
required-somewhere = Something is missing. Please fill in every field.
required-choice = Please choose: { $field }.
seal-alt = Mark of the operating company
seal-text = This mark is shown by { $owner }.
field-password-confirm = Password (again)
field-current-password = Current password
field-changed-password = New password
field-changed-password-confirm = New password (again)
field-question = Secret question
field-answer = Answer
field-mail = Mail address
field-mail-confirm = Mail address (again)
field-kind = Kind of device
field-device-code = Confirmation code
field-recovery-code = Recovery code
field-csr = Certificate signing request
mail-confirm-hint = Enter the same mail address once more.
answer-hint = Choose an answer that others cannot guess and you will not forget.

trail-first-proof = First proof
trail-enrol = Set up login
trail-enrol-done = Login set up
trail-device = Device
trail-device-confirm = Check the device
trail-device-done = Device registered
trail-password = Change password
trail-password-done = Password changed
trail-question = Change secret question
trail-method = Choose login method
trail-confirm = Check
trail-done = Done
trail-reissue-guide = Ask for a new password
trail-reissue-guide-done = Mail sent
trail-reissue = New password
trail-reissue-done = Done
