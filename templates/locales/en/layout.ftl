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
