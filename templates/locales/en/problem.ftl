### What is said when something goes wrong. A key problem-* belongs to a word of data-problem.

problem-required = Please fill in: { $field }.
problem-wrong-credentials = The user ID, the password or the one-time password is not right. Please check what you typed and try again.
problem-try-later =
    { $seconds ->
        [0] You cannot try again just now. Please wait a while.
        [one] Please wait about { $seconds } second, then try again.
       *[other] Please wait about { $seconds } seconds, then try again.
    }
problem-account-locked = This account is locked. Please contact the support desk.

problem-code-mismatch = The one-time password does not match. Please check the one you were given.
problem-code-expired = The one-time password has expired. Press “Resend” to get a new one.
problem-too-many-mails = No more mails can be sent for now. Please wait a while and try again.

problem-password-expired = Your password has expired. Save a new one to go on with the login.
problem-password-temporary = You logged in with a temporary password. Please save a new one of your own.
problem-password-reset = Your password must be changed. Please save a new one of your own.
problem-password-reused = You have used this password before. Please choose another one.
problem-password-mismatch = The two passwords differ. Please type the same one in both fields.
problem-password-too-short =
    { $n ->
        [0] The password is too short. See the length asked for below.
       *[other] The password is too short. Use { $n } characters or more.
    }
problem-password-too-long =
    { $n ->
        [0] The password is too long. See the length asked for below.
       *[other] The password is too long. Use { $n } characters or fewer.
    }
problem-password-characters = The password has a character that cannot be used. See the characters listed below.
problem-password-classes = The password needs at least one of each kind of character listed below.
problem-password-contains-id = The password must not contain your user ID or the name in your mail address.
problem-password-common = This password is easy to guess. Please choose another one.

problem-finished = There is nothing left to do here. Go back to the website and carry on there.
problem-expired = Nothing happened for some time, so we ended this login to keep you safe.
problem-other-browser = You can go on in the browser where you started.
problem-no-cookie = Your browser may be set to refuse cookies. Please allow them and start again.
problem-no-method = Your login method cannot be used at present. Please contact the support desk.
problem-no-device = No mail address is registered to send a one-time password to. Please contact the support desk.

problem-bad-request = We could not read what was sent. Please go back and try again.
problem-forbidden = We could not accept this. If the page was open for a long time, open it again and retry.
problem-not-found = The address may have changed or may be mistyped.
problem-method-not-allowed = This address is not meant to be opened directly.
problem-too-large = What was sent is too large for us to accept.
problem-too-many = There were too many tries in a short time. Please wait a little, then try again.
problem-busy = Many people are using the service just now. Please wait a moment and try again.
problem-broken = Something went wrong on our side and we could not finish. Please try again later.

problem-unknown-client = The website is not registered here, so the login cannot start.
problem-unregistered-redirect-uri = The address to return to is not registered, so the login cannot start.
problem-missing-redirect-uri = The website did not say where to return to, so the login cannot start.
problem-repeated-parameter = The website sent something twice, so the login cannot start.
problem-unknown-tenant = We do not know this contract. Please check the address.

failure-title-not-found = Page not found
failure-title-method-not-allowed = This page cannot be opened
failure-title-bad-request = We could not do that
failure-title-forbidden = Not accepted
failure-title-too-large = Too much was sent
failure-title-too-many = Please wait a little
failure-title-busy = The service is busy
failure-title-broken = Something went wrong
failure-way-on = If it goes on, return to the website and start again, or contact the support desk and quote the number below.
failure-request-number = Request number

problem-code-exhausted = This one-time password was entered wrongly too many times and no longer works. Please get a new one.
problem-answer-mismatch = The question and the answer do not match. Please check what you entered.
problem-answer-too-short = The answer is too short. Please choose a longer one.
problem-answer-is-question = The answer must not be the question itself.
problem-answer-is-login-name = The answer must not be your user ID.
problem-answer-common = This answer is easy to guess. Please choose another one.
problem-unknown-question = Please choose a question from the list.
problem-bad-address = This is not a mail address. Please check what you typed.
problem-address-mismatch = The two mail addresses differ. Please type the same one in both fields.
problem-address-not-possible = This mail address cannot be registered. Please choose another one, or contact the support desk.
problem-address-taken = This mail address is registered already. Please choose another one.
problem-too-many-devices = No more devices can be registered. Please delete one you do not use first.
problem-last-device = Your login method needs a device, so the last one cannot be deleted.
problem-same-method = This is the login method you have. Please choose another one.
problem-recovery-mismatch = The recovery code does not match or has been used. Please check what you typed.
problem-certificate-missing = No client certificate was sent. Please try again on a device that has it.
problem-certificate-refused = This client certificate cannot be used here. Please choose another one.
problem-certificate-expired = The client certificate has expired. Please contact the support desk.
problem-certificate-revoked = This client certificate was revoked. Please choose the new one.
problem-certificate-unknown = This client certificate is not registered. Please choose the one issued to you.
problem-certificate-foreign = This client certificate belongs to another user ID. Please choose your own.
problem-certificate-not-fetched = No certificate file was downloaded, so your login method has not changed. To change it, please choose again.
problem-csr-malformed = We could not read the signing request. Please paste all of it, from its first line to its last.
problem-csr-weak-key = The key is of a kind or length that is not accepted. Please make a new one.
problem-csr-bad-signature = The signature of the request does not hold. Please make a new request.
problem-link-used = What this address is for has been done already.
problem-link-expired = To keep you safe, such an address works for a limited time only.
problem-link-superseded = A later address takes its place. Please look at the newest mail.
problem-link-closed = There were too many wrong tries, so this address is closed.
problem-link-unknown = Part of the address may be missing. Please check it against the mail, from beginning to end.
problem-user-code = This code cannot be found. Check the screen of the device and type it again. If some time has passed, let the device show a new code.
