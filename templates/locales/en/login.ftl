### The pages of a login.

login-title = Log in
login-submit = Log in
login-reissue = Forgot your password? Get a new one
login-account = Account settings

code-title = One-time password
code-sent = We have mailed a one-time password to { $address }.
code-reference = Reference
code-reference-hint = Open the mail that has the same reference in its subject.
code-hint = The { $digits } digits in the mail
code-sent-concealed = If the user ID and the password were right, we have mailed a one-time password to your registered address.
code-device-same = The same address as before
code-device-next = The next of my devices
code-back-title = Typed a wrong user ID or password?
code-back-hint = To keep you safe, this page comes even if the user ID or the password is wrong. If no mail arrives, type them again.
code-back-submit = Type them again
code-again-title = No mail yet?
code-again-hint = Please look in the spam folder too. When you ask for another mail, the one-time password sent before stops working.
code-device = Send to
code-again-wait =
    { $seconds ->
        [one] Please wait about { $seconds } second before asking for another mail.
       *[other] Please wait about { $seconds } seconds before asking for another mail.
    }
code-again-submit = Resend

new-password-title = Set a new password
new-password-confirm-hint = Type the same password once more.
rules-title = What the password needs
rule-length = { $min } to { $max } characters
rule-characters-half-width = Half-width letters, digits and symbols only
rule-classes = At least one of each: { $list }
rule-not-current = Different from the current password
rule-not-former =
    { $n ->
        [one] Not the password you used last
       *[other] None of the last { $n } passwords
    }
rule-not-id = Without your user ID, and without the part of your mail address before the @
rule-not-common = Not easy to guess and not known from a leak
class-digit = a digit
class-lower = a lower-case letter
class-upper = an upper-case letter
class-symbol = a symbol
list-separator = ,{ " " }

locked-title = Account locked
locked-reason-password-and-code = The password or the one-time password was wrong too many times. We have locked the account to keep it safe.
locked-until = You can try to log in again after { $until }. If it is urgent, contact the support desk.
locked-for-good = The support desk has to unlock it. Please contact them and have your user ID at hand.

consent-title = Share your information
consent-website = Shared with
consent-lead = This website will receive the following about you. Press “Agree and go on” if you want this.
consent-accept = Agree and go on
scope-openid = A number that identifies you
scope-profile = Your name and basic profile
scope-email = Your mail address
scope-address = Your postal address
scope-phone = Your telephone number
scope-offline_access = Reading the above while you are not logged in
scope-other = Other information ({ $name })

ended-title-finished = This login is over
ended-title-expired = This login has expired
ended-title-other-browser = This login was started in another browser
ended-title-no-cookie = Cookies are not available
ended-title-no-method = This login method is not available
ended-restart-hint = You can start the login again from here.
ended-restart = Start the login again
ended-continue-hint = If you cannot find the page of the website, go on from here.
ended-continue = Go on

locked-reason-answers = The secret question was answered wrongly too many times. We have locked the account to keep it safe.
locked-release-sent = We have mailed you an address that unlocks the account.
code-remember =
    { $n ->
        [one] Do not ask for a one-time password in this browser for { $n } day
       *[other] Do not ask for a one-time password in this browser for { $n } days
    }
code-remember-hint = Do not choose this on a device you share.
notice-enrolled = Your login is set up. Please log in with your new password.
notice-released = Your account is unlocked. Please log in.
notice-password-reissued = Your new password is saved. Please log in with it.

certificate-login-title = Client certificate
certificate-login-lead = Next we check the client certificate on this device. When the browser asks for a certificate, choose yours.
certificate-continue = Choose a certificate
certificate-again = Choose a certificate again
certificate-help = If you cannot choose a certificate
certificate-help-choose = When a list of certificates appears, choose the one issued by this service.
certificate-help-import = If yours is not in the list, check that the file you downloaded is imported on this device.
certificate-help-restart = If no list appears, close all windows of the browser, open it again and log in.
certificate-help-desk = If the certificate is lost or has expired, contact the support desk.
tried-title-signed-in = The test login has ended
tried-title-refused = The test login has ended
tried-title-gone = This test login is over
tried-signed-in = The login worked. Whoever began the test is shown the result. You may close this page.
tried-refused = There was no login. Whoever began the test is shown the result. You may close this page.
tried-gone = It expired, or was used before. Begin another test where it is needed.
