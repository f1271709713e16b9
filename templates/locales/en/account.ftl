### The account site.

account-title = Account settings
account-method = Login method
account-previous-login = Previous login
account-devices = Devices
account-devices-caption = Part of each mail address is hidden.
account-no-devices = No device is registered.
account-device-number = Device No.
account-device-kind = Kind
account-device-address = Mail address

method-password = ID and password
method-password-otp = ID and password + one-time password
method-password-certificate = ID and password + client certificate
kind-pc = PC
kind-mobile = Mobile phone
kind-smartphone = Smartphone

account-certificate-expires = Certificate valid until
method-before = Login method before
method-after = Login method after
history-address = IP address
history-browser = Browser

menu-account = Account settings
menu-password = Change password
menu-question = Change secret question
menu-history = Login history
menu-method = Change login method
menu-websites = Connected websites
menu-browsers = Signed-in browsers
menu-recovery = Recovery codes
menu-data = Download my data

notice-device-added = The device was added.
notice-device-changed = The device was changed.
notice-device-deleted = The device was deleted.
notice-password-changed = Your password was changed.
notice-question-changed = Your secret question and its answer were changed.
notice-method-changed = Your login method was changed.
notice-certificate-revoked = The client certificate was revoked.
notice-certificate-renewed = The client certificate was renewed.
notice-recovery-made = New recovery codes were made.
notice-undone = Your former login method is back.

account-download-password = Download password
account-actions = Actions
account-hidden = Hidden
account-show-passwords = Show the download passwords
account-add-hint = “Add” registers another mail address for one-time passwords.
account-add-hint-certificate = “Add” registers the mail address of another device and hands you its client certificate.
account-back = Back to account settings

password-lead = Enter your current password and the one you want from now on.
password-done-text = Please use the new password from the next login on.
current-password-wrong = The current password is not right.
sessions-ended =
    { $n ->
        [one] To keep you safe, { $n } other browser was signed out.
       *[other] To keep you safe, { $n } other browsers were signed out.
    }
question-lead = They are asked for when you forget your password. Choose a new question and enter its answer.
question-done-title = Your secret question is changed
question-done-text = The next time you need a new password, use the new question and answer.

device-add-title = Add a device
device-change-title = Change a device
device-lead = Enter a mail address you can read on the device, and choose what kind of device it is.
device-lead-certificate-add = When it is registered, its client certificate is issued.
device-lead-certificate-change = Its client certificate stays valid.
device-changing = Present mail address
device-confirm-lead = This is what will be registered. Please check it.
device-confirm-next = When you press “Save”, we mail a confirmation code to this address.
certificate = Client certificate
device-certificate-issued-then = Is issued as soon as the device is registered
device-code-title = Confirm the mail address
device-code-sent = We have mailed a confirmation code to this address. Enter it to finish.
device-code-again-hint = Please check the address and the spam folder. When you ask for another mail, the code sent before stops working.
device-code-cancel = Do not register
device-code-mismatch = The code does not match. Use the newest mail (reference { $reference }).
device-code-expired = The code has expired. Press “Resend” to get a new one.
device-code-exhausted = The code was entered wrongly too many times and no longer works. Press “Resend” to get a new one.
device-add-done-title = The device is registered
device-change-done-title = The device is changed
device-done-text = The mail addresses of your other devices were told of it.
device-done-certificate = You find its client certificate in your account settings. If you do not have the download password, press “{ certificate-renew }” to have a new one issued.
device-delete-title = Delete a device
device-delete-lead = This device will be deleted. This cannot be undone.
device-delete-certificate = Its client certificate is revoked at once, and you can no longer log in on this device.
delete-execute = Delete

history-lead = Your logins of { $span }, newest first.
history-range = { $from } – { $to } of { $total }
history-page = Page { $page } of { $pages }
history-pages = Pages
history-previous = Previous page
history-next = Next page
history-at = Date and time
history-result = Result
history-device = Device
history-website = Website
history-empty = There was no login in this time.
history-csv = Download the history (CSV)
history-not-me = A login was not yours?

not-me-title = This was not me
not-me-lead = If somebody else may have logged in as you, we can do all of this at once.
not-me-sessions = Sign out all browsers, this one too.
not-me-password = Ask you for a new password at the next login.
not-me-desk = Tell the support desk.
not-me-execute = Sign out everywhere and tell the desk
not-me-done-title = All browsers are signed out
not-me-done-text = The support desk has been told. At the next login you choose a new password.
not-me-done-next = If it is urgent or anything is unclear, contact the support desk.

method-current = Your login method now
method-lead = Choose the login method you want and press “Next”.
method-no-device = This method needs a device. Please add one in your account settings first.
method-confirm-title = Check the login method
method-confirm-lead = When you press “Carry out”, the login method changes and your credentials are issued anew.
method-confirm-lead-certificate = When you press “Carry out”, a client certificate is issued for each device. The login method changes when you download such a file.
method-certificates-title = Your client certificates are issued
method-certificates-lead = For each device, write down the download password first, then download the certificate file.
method-certificates-not-yet = Your login method changes when you download the first of these files. If you leave this page without a download, it stays as it is.
method-downward = After this, one check fewer is made when you log in. We mail a notice to your registered addresses; with the address in it you can go back within 24 hours.
method-done-title = Your login method is changed
method-done-text = Please use the new method from the next login on.
method-done-certificates = From the next login you need a client certificate. Import the file you have downloaded on its device. For other devices, press “{ certificate-renew }” in your account settings at any time.
method-undo-title = Go back to the former login method
method-undo-lead = This undoes the change of your login method.
method-now = Login method now
method-then = Login method afterwards
method-undo-hint = All browsers will be signed out.
method-undo-execute = Go back
method-undone-title = Your former login method is back
method-undone-text = All browsers were signed out.
method-undone-next = If you did not make the change, someone may know your password. Please contact the support desk.

websites-lead = You agreed to share information with these websites. You can take this back at any time.
websites-shared = Shared
websites-agreed = Agreed on
websites-revoke = Take back
websites-sign-in = Log in to this website
websites-none = There is no such website.

browsers-lead = These browsers are signed in as you. Sign out those you do not know.
browsers-this = This browser
browsers-since = Since
browsers-last-seen = Last used
browsers-until = Until
browsers-end = Sign out
browsers-end-others = Sign out all other browsers
browsers-remembered = Remembered browsers
browsers-remembered-lead = These browsers are not asked for a one-time password.
browsers-forget = Forget

recovery-lead = These codes help when no other proof is at hand. Each can be used once.
recovery-left = Left
recovery-left-number = { $n }
recovery-made = Made on
recovery-make = Make new recovery codes
recovery-make-hint = When new ones are made, all former ones stop working.
recovery-new-title = Your recovery codes
recovery-codes-lead = Please print these codes or write them down. They are shown only this once.
recovery-codes-keep = Keep them in a safe place, apart from your password.
recovery-done = I have kept them

data-lead = You can download what is kept about you as one file.
data-without = It does not hold your password, the answer to your secret question or one-time passwords.
data-download = Download

history-span-days = the last { $n } days
history-span-months =
    { $n ->
        [one] the last month
       *[other] the last { $n } months
    }
browser-unknown = unknown
outcome-signed-in = Logged in
outcome-wrong-password = Failed: wrong password
outcome-wrong-code = Failed: wrong one-time password
outcome-wrong-answer = Failed: wrong answer to the secret question
outcome-wrong-recovery-code = Failed: wrong recovery code
outcome-wrong-certificate = Failed: the certificate cannot be used
outcome-locked = Failed: locked after too many mistakes
outcome-refused-while-locked = Failed: the account was locked
