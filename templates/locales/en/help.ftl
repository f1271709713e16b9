### The user guide. The page /help and docs/manual are both made from this; words of the pages are quoted by reference.

help-title = User guide
help-link = User guide
help-lead = How to log in to { $tenant }, step by step. You find only what your contract has.
help-contents = Contents
help-top = Back to the contents
help-desk = If the guide does not help

## Before you begin

help-environment-title = What you need
help-environment-lead = You need no special software, only the following.
help-environment-browsers = The newest Safari, Firefox, Chrome or Edge.
help-environment-systems = macOS, Windows, iOS or Android in a version that its maker still supports.
help-environment-cookies = Cookies switched on in the browser. JavaScript is not needed.
help-environment-language = At the top right of every page you can switch between Japanese and English.

help-passwords-title = About passwords
help-passwords-lead = The password is the key that shows it is you. Choose it by these rules and look after it.
help-passwords-alone =
    { $n ->
        [one] At least { $n } character if you log in by “{ method-password }”
       *[other] At least { $n } characters if you log in by “{ method-password }”
    }
help-passwords-width = Full-width letters, digits and symbols count as half-width ones. The yen sign (¥) and the backslash (\) count as the same character.
help-passwords-guess = Avoid names, birthdays and anything else others may think of, and do not use the password of another service.
help-passwords-share = Tell your password and your one-time passwords to nobody, not even to family or colleagues. The support desk never asks for them.
help-passwords-valid =
    { $n ->
        [one] A password is valid for { $n } day. After that, you choose a new one at the next login.
       *[other] A password is valid for { $n } days. After that, you choose a new one at the next login.
    }
help-passwords-remind = We remind you by mail { $list } days before it ends.
help-passwords-lasting = A password does not expire. Change it at once if somebody else may know it.

help-enrolment-title = Setting up your login (first visit)
help-enrolment-lead = Before you use the service for the first time, you set up your login. An address and a one-time password reach you separately; please have both at hand.
help-enrolment-open =
    { $n ->
        [one] Open the address you were given in a browser. It is valid for { $n } day.
       *[other] Open the address you were given in a browser. It is valid for { $n } days.
    }
help-enrolment-code = Check that the “{ field-username }” shown is yours, enter the “{ field-code }” you were given, and press “{ next }”.
help-enrolment-mismatch = If the page says that the one-time password does not match, compare what you typed with what you were given and enter it again.
help-enrolment-tries =
    { $n ->
        [one] After { $n } wrong try the address is closed. Please ask the support desk for a new one.
       *[other] After { $n } wrong tries the address is closed. Please ask the support desk for a new one.
    }
help-enrolment-set = Choose the password for your logins, enter it as “{ field-password }” and as “{ field-password-confirm }”, and press “{ register }”.
help-enrolment-question = Choose the password for your logins and enter it as “{ field-password }” and as “{ field-password-confirm }”. Then choose a “{ field-question }” from the list, enter your “{ field-answer }”, and press “{ register }”.
help-enrolment-done = When the page says “{ enrol-done-title }”, you are done. Go on to the website and log in.
help-enrolment-recovery = Your recovery codes are on this page. They are shown only once: print them or write them down, and keep them in a safe place.
help-enrolment-certificate = If you log in by client certificate, you also receive a certificate for each device.

## Login

help-login-password-title = Login ({ method-password })
help-login-password-lead = You log in with your user ID and your password.
help-login-code-title = Login ({ method-password-otp })
help-login-code-lead = You log in with your user ID and your password, and then with a one-time password that reaches you by mail.
help-login-certificate-title = Login ({ method-password-certificate })
help-login-certificate-lead = You log in with your user ID and your password, and then with the client certificate on your device.
help-login-website = On the website you want to use, press its login button.
help-login-enter = Enter your “{ field-username }” and your “{ field-password }”, and press “{ login-submit }”.
help-login-width = Full-width characters and spaces around them do no harm.
help-login-wrong = If something is wrong, the page tells you so. To keep you safe, it does not say which of them it was.
help-login-concealed = To keep you safe, the next page comes even if the password is wrong.
help-login-new-password = If a page asks you for a new password, see “{ help-new-password-title }”.
help-login-mail = A one-time password is mailed to your registered address. Open the mail.
help-login-reference = The page and the subject of the mail show the same “{ code-reference }”. If they differ, you may be looking at an older mail.
help-login-code = Enter the { $n } digits in the mail as “{ field-code }”, and press “{ login-submit }”.
help-login-code-life =
    { $minutes ->
        [0] A one-time password works for { $seconds } seconds, once, and in this login only.
        [one] A one-time password works for { $minutes } minute, once, and in this login only.
       *[other] A one-time password works for { $minutes } minutes, once, and in this login only.
    }
help-login-resend = If no mail arrives, wait { $wait } seconds and press “{ code-again-submit }”. We can send up to { $mails } mails in 15 minutes.
help-login-device = If you have several devices, “{ code-device }” lets you choose another address before you ask again.
help-login-code-wrong =
    { $n ->
        [one] A one-time password stops working after { $n } wrong try.
       *[other] A one-time password stops working after { $n } wrong tries.
    }
help-login-remember =
    { $n ->
        [one] In a browser that only you use, you can choose not to be asked for one-time passwords for { $n } day. Do not choose this on a shared device.
       *[other] In a browser that only you use, you can choose not to be asked for one-time passwords for { $n } days. Do not choose this on a shared device.
    }
help-login-certificate = Press “{ certificate-continue }”.
help-login-choose = The browser shows a list of certificates. Choose yours and confirm.
help-login-no-list = If yours is not in the list, check that it was imported on this device. The chapters on importing the client certificate tell how.
help-login-expired = If you cannot log in because the certificate has expired or is lost, contact the support desk.
help-login-consent = The first time you log in to a website, check what it will receive about you and press “{ consent-accept }”.
help-login-in = You are back at the website and logged in.
help-login-sso = When you go on to another website, you may not have to log in again.
help-login-forgotten = If you have forgotten your password, see the chapter on getting a new one.
help-login-forgotten-desk = If you have forgotten your password, contact the support desk.
help-login-temporary = You log in with a temporary password in the same way.

help-activate-title = { activate-title }
help-activate-lead = You can let a device without a browser, such as a television, sign in as you, from your phone or computer.
help-activate-open = Open the address that the device shows in the browser of your phone or computer. If the device shows a QR code, you can scan it instead.
help-activate-enter = Enter the “{ field-user-code }” and press “{ next }”.
help-activate-filled = If you scanned a QR code, the code is filled in. Check that the device shows the same one and press “{ next }”.
help-activate-wrong = A code is good for { $n } minutes after the device shows it. If it cannot be found, let the device show a new one.
help-activate-login = Log in as you usually do.
help-activate-confirm = Check that the device shows the same code, and press “{ activate-accept }”. If you do not want this, press “{ activate-deny }”.
help-activate-done = When the page says “{ activate-approved-title }”, go back to the device. It signs in by itself.
help-activate-stranger = Do not enter a code that somebody told you by telephone or mail. That person’s device would be signed in as you.
help-activate-end = To take it back, open “{ menu-websites }” on the account site and press “{ websites-revoke }” of the application.

help-new-password-title = Choosing a new password on the way
help-new-password-lead = During a login you may be asked for a new password.
help-new-password-why-all = When your password has expired, when you log in with a temporary one, or when an administrator has reset it, a page appears that tells the reason.
help-new-password-why-expired = When your password has expired, or when an administrator has reset it, a page appears that tells the reason.
help-new-password-why-temporary = When you log in with a temporary password, or when an administrator has reset yours, a page appears that tells the reason.
help-new-password-why = When an administrator has reset your password, a page appears that tells the reason.
help-new-password-enter = Choose a password that follows the rules on the page, enter it as “{ field-new-password }” and as “{ field-new-password-confirm }”, and press “{ register }”.
help-new-password-reused = The password you had before cannot be chosen again. Enter another one.
help-new-password-on = The login goes on as usual. The new password counts once you are logged in.
help-new-password-in = You are back at the website and logged in. Use the new password from the next login on.

help-lock-title = Account locked
help-lock-lead = When too much is entered wrongly, we stop further logins to keep you safe.
help-lock-tries =
    { $n ->
        [one] After { $n } wrong password or one-time password, the page “{ locked-title }” appears.
       *[other] After { $n } wrong passwords and one-time passwords together, the page “{ locked-title }” appears.
    }
help-lock-tries-password =
    { $n ->
        [one] After { $n } wrong password, the page “{ locked-title }” appears.
       *[other] After { $n } wrong passwords, the page “{ locked-title }” appears.
    }
help-lock-delay = As wrong tries add up, you have to wait a little longer before each new one.
help-lock-answers =
    { $n ->
        [one] The account is also locked after { $n } wrong answer to the secret question.
       *[other] The account is also locked after { $n } wrong answers to the secret question.
    }
help-lock-desk = Have your user ID at hand and contact the support desk named on the page. They make sure it is you and unlock the account.
help-lock-minutes =
    { $n ->
        [one] After { $n } minute you can try again. If it is urgent, contact the support desk named on the page.
       *[other] After { $n } minutes you can try again. If it is urgent, contact the support desk named on the page.
    }
help-lock-release = To unlock the account yourself, open the address that is mailed to you and press “{ release-execute }”.
help-lock-not-you = If you did not enter anything wrong, somebody else may have tried to log in as you. Please contact the support desk.
help-lock-known-browser = Wrong tries in a browser you use often are counted apart, so that nobody else can keep you from logging in there.

## A forgotten password

help-reissue-temporary-title = Getting a new password
help-reissue-second-proof-title = Getting a new password (with a second proof)
help-reissue-lead = If you have forgotten your password, you can get a new one yourself.
help-reissue-ask = On the login page press “{ login-reissue }”. Enter your “{ field-username }” and a “{ field-mail }” that is registered for one of your devices, and press “{ send }”.
help-reissue-no-link = If the login page has no such link, follow the one on the website you use.
help-reissue-sent =
    { $n ->
        [one] A mail tells you how to go on. Open the address in it within { $n } minute.
       *[other] A mail tells you how to go on. Open the address in it within { $n } minutes.
    }
help-reissue-same-browser = Open it in the browser in which you asked. It works once.
help-reissue-no-mail = If the details do not match what is registered, you see the same page but no mail arrives. Please look in the spam folder too.
help-reissue-continue = Press “{ next }”.
help-reissue-question = Choose the “{ field-question }” you registered from the list, enter your “{ field-answer }”, and press “{ send }”.
help-reissue-mismatch =
    { $n ->
        [one] If question and answer do not match, you may also have chosen another question. After { $n } wrong try the account is locked.
       *[other] If question and answer do not match, you may also have chosen another question. After { $n } wrong tries the account is locked.
    }
help-reissue-temporary =
    { $n ->
        [one] The “{ temporary-label }” is shown. Write it down or print it, and log in within { $n } minute.
       *[other] The “{ temporary-label }” is shown. Write it down or print it, and log in within { $n } minutes.
    }
help-reissue-once = It is shown only once. If you could not write it down, please ask again from the start.
help-reissue-log-in = On the login page, enter your “{ field-username }” and, as “{ field-password }”, the one you were shown, and press “{ login-submit }”.
help-reissue-new = Choose a new password, enter it as “{ field-new-password }” and as “{ field-new-password-confirm }”, and press “{ register }”.
help-reissue-proof = Besides the mail we need one more proof that it is you. Choose a way that you have at hand.
help-reissue-proof-recovery = As “{ field-recovery-code }”, enter one of the codes you kept that you have not used yet.
help-reissue-proof-certificate = If you have a client certificate, press “{ second-proof-certificate-continue }” on the device that has it, and choose it.
help-reissue-proof-desk = If you have neither, contact the support desk.
help-reissue-choose = Choose a new password, enter it as “{ field-new-password }” and as “{ field-new-password-confirm }”, and press “{ register }”.
help-reissue-done = When the page says “{ reissue-done-title-changed }”, you are done. Log in with the new password.
help-reissue-on = Finish the login by your usual method.
help-reissue-ended = When you get a new password, all your browsers are signed out, and a mail tells you of it.
help-reissue-not-you = If such a mail reaches you and you did not ask for it, do nothing. Your password stays as it is.

## The account site

help-account-title = Account settings
help-account-lead = On the account site you can see what is registered for you and change it.
help-account-open = Open the account site from the website you use, or by “{ login-account }” on the login page, and log in.
help-account-open-website = Open the account site from the website you use, and log in.
help-account-menu = Choose from the menu what you want to do. “{ menu-account }” shows your registered devices.
help-account-certificates = For each device you see “{ account-certificate-expires }”. “{ nothing }” means that it has no certificate.
help-account-fresh = If you logged in some time ago, you may be asked to log in again before you change something important.
help-account-notices = When something about your login changes, your registered mail addresses are told. If it was not you, contact the support desk.

help-change-password-title = Changing your password
help-change-password-lead = You can change the password you log in with.
help-change-password-menu = In the menu of the account site, press “{ menu-password }”.
help-change-password-enter = Enter your “{ field-current-password }”. Choose a new one, enter it as “{ field-changed-password }” and as “{ field-changed-password-confirm }”, and press “{ change }”.
help-change-password-done = The page says that it is done. Other browsers that were signed in as you are signed out.

help-change-question-title = Changing your secret question
help-change-question-lead = You can change the secret question and the answer that are asked for when you forget your password.
help-change-question-menu = In the menu of the account site, press “{ menu-question }”.
help-change-question-enter = Choose a new “{ field-question }” from the list, enter your “{ field-answer }”, and press “{ change }”.
help-change-question-answer = Choose an answer that others do not know and you will not forget. Capitals, full-width letters and spaces make no difference.
help-change-question-done = When the page says that it is done, the new question and answer count.

help-history-title = Your login history
help-history-lead = You can see the record of your logins. Look at it now and then to make sure that each of them was yours.
help-history-menu = In the menu of the account site, press “{ menu-history }”.
help-history-read =
    { $months ->
        [0] You see the last { $days } days, newest first. Check “{ history-at }”, “{ history-address }”, “{ history-result }” and the rest.
        [one] You see the last month, newest first. Check “{ history-at }”, “{ history-address }”, “{ history-result }” and the rest.
       *[other] You see the last { $months } months, newest first. Check “{ history-at }”, “{ history-address }”, “{ history-result }” and the rest.
    }
help-history-pages = If there are many, “{ history-next }” and “{ history-previous }” turn the pages.
help-history-file = To keep a copy, press “{ history-csv }”.

help-not-me-title = A login that was not yours
help-not-me-lead = If somebody else may have logged in as you, you can sign out everywhere and tell the support desk in one go.
help-not-me-menu = On the page of the login history, press “{ history-not-me }”.
help-not-me-press = Check what will be done, and press “{ not-me-execute }”.
help-not-me-done = The page says that you are signed out. At the next login, choose a new password.

help-device-add-title = Adding a device
help-device-add-lead =
    { $n ->
        [one] You can register { $n } device, that is, a mail address at which one-time passwords and notices reach you.
       *[other] You can register up to { $n } devices, that is, mail addresses at which one-time passwords and notices reach you.
    }
help-device-add-menu = In the menu of the account site, press “{ menu-account }”, then “{ add }”.
help-device-enter = Enter a “{ field-mail }” that you can read on the device, and again as “{ field-mail-confirm }”. Choose the “{ field-kind }” and press “{ confirm }”.
help-device-confirm = Check what is shown and press “{ register }”. To correct something, press “{ back }”.
help-device-code = Enter the { $n } digits that are mailed to that address as “{ field-device-code }”. Until then the device is not registered.
help-device-reference = Check that the page and the subject of the mail show the same “{ code-reference }”.
help-device-add-done = When the page says “{ device-add-done-title }”, you are done.
help-device-add-certificate = If you log in by client certificate, the page that says it is done hands you the certificate of the new device. Write down the download password, and import the file on that device.
help-device-told = The mail addresses that were registered before are told of it.

help-device-change-title = Changing a device
help-device-change-lead = You can change the mail address and the kind of a registered device.
help-device-change-menu = In the menu of the account site, press “{ menu-account }”, then “{ change }” of the device.
help-device-change-enter = Enter the new “{ field-mail }” twice, choose the “{ field-kind }”, and press “{ confirm }”. Check it and press “{ register }”.
help-device-change-done = Enter the “{ field-device-code }” that is mailed to the new address, and the device is changed.
help-device-change-certificate = The client certificate of the device stays valid.

help-device-delete-title = Deleting a device
help-device-delete-lead = You can delete a device that you no longer use. This cannot be undone.
help-device-delete-menu = In the menu of the account site, press “{ menu-account }”, then “{ delete }” of the device.
help-device-delete-press = Check that it is the right device and press “{ delete-execute }”.
help-device-delete-certificate = Its client certificate is revoked at once, and you can no longer log in on that device.
help-device-delete-last = If your login needs a device, the last one cannot be deleted. Add another one first.
help-device-delete-done = You are back at the list of devices, which says that it was deleted.

help-method-title = Changing your login method
help-method-lead = You can change how we make sure that it is you.
help-method-menu = In the menu of the account site, press “{ menu-method }”.
help-method-choose = Choose the login method you want and press “{ next }”. To leave it as it is, press “{ cancel }”.
help-method-upward = You can choose only methods that are safer than yours is now.
help-method-execute = Check “{ method-before }”, “{ method-after }” and the devices, and press “{ execute }”. Your credentials are issued anew.
help-method-downward = If the change means one check fewer, the notice that is mailed to you has an address with which you can go back within 24 hours.
help-method-done = The page says that it is done. Use the new method from the next login on.
help-method-certificates = If the new method needs a client certificate, one is issued for each device. Write down the “{ account-download-password }”, press “{ certificate-download }”, save the file, and press “{ next }”. Then import the file on the device.
help-method-not-yet = Until you download the first file, the former method stays.

help-recovery-codes-title = Recovery codes
help-recovery-lead = A recovery code proves once that it is you, when you have forgotten your password.
help-recovery-first = Your first recovery codes are on the page that ends the setting up of your login.
help-recovery-menu = To see how many are left, or to make new ones, press “{ menu-recovery }” in the menu of the account site.
help-recovery-new =
    { $n ->
        [one] Press “{ recovery-make }”, and { $n } code is shown.
       *[other] Press “{ recovery-make }”, and { $n } codes are shown.
    }
help-recovery-former = When new ones are made, the former ones stop working.
help-recovery-keep = Print them or write them down, and keep them in a safe place, apart from your password.

help-websites-title = Connected websites
help-websites-lead = You can see the websites that receive information about you, and take your consent back.
help-websites-menu = In the menu of the account site, press “{ menu-websites }”.
help-websites-revoke = Press “{ websites-revoke }” of the website. It will ask for your consent again at the next login.

help-browsers-title = Signed-in browsers
help-browsers-lead = You can see the browsers that are signed in as you, and sign them out.
help-browsers-menu = In the menu of the account site, press “{ menu-browsers }”.
help-browsers-end = Press “{ browsers-end }” of those you do not know or no longer use.
help-browsers-forget = If you press “{ browsers-forget }” of a browser that is not asked for one-time passwords, it will be asked again.

help-data-title = Downloading your data
help-data-lead = You can get what is kept about you as one file.
help-data-menu = In the menu of the account site, press “{ menu-data }”.
help-data-press = Press “{ data-download }” and save the file.
help-data-without = Your password and the answer to your secret question are not in it.
help-data-without-answer = Your password is not in it.

## Client certificates

help-certificate-download-title = Fetching a client certificate
help-certificate-lead = Each device has a client certificate of its own. You download it as a file and import it on the device.
help-certificate-on-device = Open the account site on the device that will use the certificate.
help-certificate-show = Write down the “{ account-download-password }”. If it is not shown, press “{ account-show-passwords }” below the list and log in again.
help-certificate-press = Press “{ certificate-download }” of the device and save the file.
help-certificate-not-issued = Where it says “{ certificate-not-issued }”, first press “{ certificate-renew }” to have it issued.
help-certificate-issue = In the list under “{ menu-account }”, press “{ certificate-renew }” of the device, and “{ certificate-renew-execute }” on the page that asks.
help-certificate-note-password = The “{ account-download-password }” is shown, only this once. Write it down.
help-certificate-enrolment = On the page that ends the setting up of your login, write down the “{ account-download-password }”.
help-certificate-form = Choose the “{ certificate-form }” that suits the device and press “{ certificate-download }”.
help-certificate-fetched-once = The file can be downloaded only once.
help-certificate-import = Import the file as told in the chapter for your device.
help-certificate-share = Do not give the file or its download password to anyone.
help-certificate-lost = If the device is lost, or somebody else may have used it, revoke the certificate on the account site at once, or contact the support desk.

help-import-mac-title = Importing the certificate (macOS)
help-import-mac-lead = On macOS the certificate goes into the keychain, where Safari and Chrome find it. The form of the file is “{ certificate-form-compat }”.
help-import-mac-open = Double-click the file you downloaded. Keychain Access opens. If it asks where to keep the certificate, choose “login”.
help-import-mac-password = Enter the “{ account-download-password }” and import the certificate.
help-import-mac-use = If macOS asks for the password of the keychain when you log in, enter the password of your Mac and allow the use.
help-import-mac-firefox = If you use Firefox, see “{ help-import-firefox-title }”.
help-import-delete = Delete the downloaded file when it is imported.

help-import-ios-title = Importing the certificate (iPhone, iPad)
help-import-ios-lead = On iPhone and iPad the certificate is installed as a profile. Download it in Safari. The form of the file is “{ certificate-form-compat }”.
help-import-ios-open = Download the file in Safari and allow the profile to be downloaded.
help-import-ios-settings = Open “Settings” and go on from “Profile Downloaded”, or from “VPN & Device Management” under “General”, to install the profile.
help-import-ios-password = Enter the passcode of the device and then the “{ account-download-password }”.
help-import-ios-use = When it says that it is done, log in with Safari.

help-import-windows-title = Importing the certificate (Windows)
help-import-windows-lead = On Windows the certificate goes into your personal store, where Edge and Chrome find it. The form of the file is “{ certificate-form-modern }” from Windows 10 version 1709 on, and “{ certificate-form-compat }” before.
help-import-windows-open = Double-click the file you downloaded. The Certificate Import Wizard opens. As store location, choose “Current User”.
help-import-windows-password = Check the file name, go on, and enter the “{ account-download-password }”.
help-import-windows-export = Do not mark the key as exportable.
help-import-windows-store = Let Windows choose the certificate store, and finish the wizard.
help-import-windows-use = Close all windows of the browser, open it again and log in.

help-import-firefox-title = Importing the certificate (Firefox)
help-import-firefox-lead = Firefox keeps certificates apart from other browsers. Import yours into Firefox, on macOS as on Windows. The form of the file is “{ certificate-form-modern }”.
help-import-firefox-open = In the settings, under “Privacy & Security”, press “View Certificates”.
help-import-firefox-import = Under “Your Certificates” press “Import” and choose the file you downloaded.
help-import-firefox-password = Enter the “{ account-download-password }”.
help-import-firefox-use = Check that the certificate is in the list, and log in.

help-import-android-title = Importing the certificate (Android)
help-import-android-lead = On Android the certificate is installed as a user certificate, where Chrome finds it. The form of the file is “{ certificate-form-modern }”. The names of the settings differ between devices.
help-import-android-open = Open the file you downloaded, or go to the security settings, install a certificate and choose the file. If asked for its kind, choose “VPN & app user certificate”.
help-import-android-password = Enter the “{ account-download-password }”. If asked to set a screen lock, please do so.
help-import-android-use = Log in with Chrome and choose the certificate it shows.

help-certificate-renew-title = Renewing a client certificate
help-renew-lead =
    { $n ->
        [one] A client certificate is valid for { $n } day after it was issued. Renew it before it expires.
       *[other] A client certificate is valid for { $n } days after it was issued. Renew it before it expires.
    }
help-renew-mail = We remind you by mail when the time comes.
help-renew-desk = Ask the support desk for a new one.
help-renew-press = On the account site, under “{ menu-account }”, press “{ certificate-renew }” of the device, and “{ certificate-renew-execute }” on the page that asks.
help-renew-download = Download the new certificate and import it on the device.
help-renew-former = When you have renewed it, delete the former certificate from the device.

## Logout

help-logout-title = Logging out
help-logout-lead = Please log out when you are done, above all on a device that you share.
help-logout-press = Press “{ logout }” in the menu of the account site, or the logout of the website you use.
help-logout-website = Press the logout of the website you use.
help-logout-done = When the page says “{ signed-out-title }”, you are done.
help-logout-idle =
    { $n ->
        [one] When nothing happens for { $n } minute, you are logged out.
       *[other] When nothing happens for { $n } minutes, you are logged out.
    }
help-logout-sso = If you use several websites by one login, log out of each of them too.

## Words of docs/manual alone

help-manual-title = Login service: user guide
help-manual-lead = This manual shows those who use the login service what to do, page by page. Pictures and numbers are samples: what you see depends on your contract.
help-manual-own = “{ help-link }” at the foot of every page opens the guide that has only what your contract has.
help-manual-mark = What is marked (contract) is not part of every contract.
help-manual-contract = (contract)
help-manual-picture = Page: { $title } (step { $n })
help-manual-previous = Previous
help-manual-next = Next
