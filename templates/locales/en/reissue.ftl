### A forgotten password, and a lock that one releases oneself.

reissue-lead = We will mail you how to get a new password. Enter your user ID and a mail address you have registered.
reissue-mail-hint = One that is registered for a device
reissue-sent-title = We have received it
reissue-sent-text = If the details match what is registered, we mail you how to go on.
reissue-sent-next =
    { $n ->
        [one] Open the address in the mail within { $n } minute, in this browser.
       *[other] Open the address in the mail within { $n } minutes, in this browser.
    }
reissue-sent-hint = If no mail arrives, look in the spam folder. If it is not there either, what you typed may differ from what is registered.
reissue-continue-lead = Press “Next” to go on and get a new password.
reissue-continue-hint = If you did not ask for this, close the page without pressing anything. Your password stays as it is.
reissue-question-lead = To make sure it is you, choose the secret question you registered and enter its answer.
second-proof-title = Make sure it is you
second-proof-lead = Besides the mail we need one more proof that it is you. Choose one of these ways.
second-proof-recovery = With a recovery code
recovery-code-hint = Enter one of the codes you kept that you have not used yet.
second-proof-certificate = With a client certificate
second-proof-certificate-text = On a device that has your client certificate, choose the certificate.
second-proof-certificate-continue = Choose a certificate
second-proof-desk = With the help of the support desk
second-proof-desk-text = If you have neither, please contact the desk and have your user ID at hand. They will make sure it is you and help you on.
temporary-title = Here is your temporary password
temporary-lead = Please write this password down or print it.
temporary-label = Temporary password
temporary-once = It is shown only this once. Opening the page again does not show it again.
temporary-then =
    { $n ->
        [one] Log in with your user ID and this password within { $n } minute. You will then choose a new one.
       *[other] Log in with your user ID and this password within { $n } minutes. You will then choose a new one.
    }
temporary-ended = To keep you safe, we have signed out all browsers.
reissue-new-password-lead = Choose the password you will log in with from now on.
reissue-done-title-temporary-shown = The temporary password was shown
reissue-done-text-temporary-shown = It is shown only once. If you could not write it down, please ask for a new password again from the start.
reissue-done-title-changed = Your new password is saved
reissue-done-text-changed = To keep you safe, we have signed out all browsers. Please log in with the new password.
reissue-to-website = Open the website you want to use and log in there.

release-title = Unlock your account
release-lead = This unlocks the account below. Press “Unlock” if you want this.
release-execute = Unlock
release-done-title = Your account is unlocked
release-done-text = You can log in again. If you have forgotten your password, ask for a new one on the login page.
