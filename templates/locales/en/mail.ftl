### The letters we send to people.

mail-at = Date and time
mail-expires = Valid until

mail-login-code-subject = [{ $tenant }] Your one-time password (reference { $reference })
mail-login-code-lead = Here is the one-time password for your login.
mail-login-code-label = One-time password
mail-login-code-use = Check that the page shows the same reference as this mail, then enter it there.
mail-login-code-never = We never ask for this password by telephone, by mail or in any other way. Do not tell it to anyone.
mail-login-code-stranger = If you are not logging in, someone may know your password. Please contact the support desk.

mail-password-changed-subject = [{ $tenant }] Your password was changed
mail-password-changed-lead = The password of your account was changed.
mail-password-changed-next = If this was you, there is nothing to do. If not, contact the support desk at once.

mail-account-locked-subject = [{ $tenant }] Your account was locked
mail-account-locked-lead = Something was entered wrongly too many times, so we locked your account.
mail-account-locked-next = To have it unlocked, or if this was not you, contact the support desk.
mail-account-locked-lead-answers = The secret question was answered wrongly too many times, so we locked your account.

mail-before = Before
mail-after = After
mail-if-not-you = If this was you, there is nothing to do. If not, contact the support desk at once.

mail-enrolment-address-subject = [{ $tenant }] Set up your login
mail-enrolment-address-lead = Please set up your login. Open this address to begin.
mail-enrolment-address-next = You also need a one-time password, which reaches you separately.

mail-enrolment-code-subject = [{ $tenant }] One-time password for setting up your login
mail-enrolment-code-lead = Here is the one-time password for setting up your login.
mail-enrolment-code-next =
    { $tries ->
        [one] Open the address you were given separately and enter it there. After { $tries } wrong try the setup is closed.
       *[other] Open the address you were given separately and enter it there. After { $tries } wrong tries the setup is closed.
    }

mail-address-code-subject = [{ $tenant }] Confirm your mail address (reference { $reference })
mail-address-code-lead = Here is the code to register this mail address for one of your devices.
mail-address-code-label = Confirmation code
mail-address-code-next = Check that the page shows the same reference as this mail, then enter the code there.
mail-address-code-never = We never ask for this code by telephone, by mail or in any other way. Do not tell it to anyone.
mail-address-code-stranger = If you did not ask for it, throw this mail away. Nothing is registered unless the code is entered.

mail-device-added-subject = [{ $tenant }] A device was added
mail-device-added-lead = A device was added to your account.
mail-device-changed-subject = [{ $tenant }] A device was changed
mail-device-changed-lead = The mail address of one of your devices was changed.
mail-device-deleted-subject = [{ $tenant }] A device was deleted
mail-device-deleted-lead = A device was deleted from your account.
mail-question-changed-subject = [{ $tenant }] Your secret question was changed
mail-question-changed-lead = Your secret question and its answer were changed.

mail-method-changed-subject = [{ $tenant }] Your login method was changed
mail-method-changed-lead = The login method of your account was changed.
mail-method-changed-undo = Until { $until } you can go back to the login method you had. Open this address.
mail-method-undone-subject = [{ $tenant }] The change of your login method was undone
mail-method-undone-lead = The change was undone. You have the login method you had before.
mail-method-undone-next = To keep you safe, we have signed out all browsers.

mail-certificate-issued-subject = [{ $tenant }] A client certificate was issued
mail-certificate-issued-lead = A client certificate was issued for one of your devices.
mail-certificate-revoked-subject = [{ $tenant }] A client certificate was revoked
mail-certificate-revoked-lead = The client certificate of one of your devices was revoked.
mail-certificate-revoked-next = It can no longer be used to log in.
mail-certificate-expiring-subject =
    { $days ->
        [one] [{ $tenant }] Your client certificate expires in { $days } day
       *[other] [{ $tenant }] Your client certificate expires in { $days } days
    }
mail-certificate-expiring-lead =
    { $days ->
        [one] Your client certificate expires in { $days } day.
       *[other] Your client certificate expires in { $days } days.
    }
mail-certificate-expiring-next = After that you cannot log in with it. Please renew it in your account settings in good time.

mail-password-expiring-subject =
    { $days ->
        [one] [{ $tenant }] Your password expires in { $days } day
       *[other] [{ $tenant }] Your password expires in { $days } days
    }
mail-password-expiring-lead =
    { $days ->
        [one] Your password expires in { $days } day.
       *[other] Your password expires in { $days } days.
    }
mail-password-expiring-next = You can change it in your account settings. Otherwise we ask you for a new one at the first login after that date.

mail-reissue-link-subject = [{ $tenant }] How to get a new password
mail-reissue-link-lead = We were asked for a new password for your account. Open this address and follow the page.
mail-reissue-link-next = It can be used once. If you ask again, this one stops working.
mail-reissue-link-stranger = If you did not ask, there is nothing to do. Your password stays as it is.

mail-temporary-password-made-subject = [{ $tenant }] A temporary password was made
mail-temporary-password-made-lead = A temporary password was made for your account, as was asked for.
mail-temporary-password-made-next = The former password no longer works, and all browsers were signed out.
mail-password-reissued-subject = [{ $tenant }] Your password was replaced
mail-password-reissued-lead = A new password was saved by way of “Forgot your password?”.
mail-password-reissued-next = To keep you safe, we have signed out all browsers.

mail-recovery-codes-made-subject = [{ $tenant }] New recovery codes were made
mail-recovery-codes-made-lead = New recovery codes were made for your account.
mail-recovery-codes-made-next = The former ones no longer work.
mail-recovery-code-used-subject = [{ $tenant }] A recovery code was used
mail-recovery-code-used-lead = One of your recovery codes was used.
mail-recovery-code-used-next = When few are left, make new ones in your account settings.
mail-recovery-left = Left

mail-new-browser-subject = [{ $tenant }] Login from a new browser
mail-new-browser-lead = There was a login from a browser you have not used before.
mail-new-browser-next = The login history in your account settings tells more.

mail-lock-release-subject = [{ $tenant }] Unlock your account
mail-lock-release-lead = Your account is locked. To unlock it yourself, open this address.
mail-lock-release-next = It can be used once.
mail-lock-release-stranger = If you did not enter anything wrongly, someone may have tried to log in as you. Please contact the support desk.

mail-desk-not-me-subject = [{ $tenant }] A login was reported as not theirs ({ $login })
mail-desk-not-me-lead = A user reports a login that was not their own.
mail-desk-not-me-next = All logins of this user have been ended, and a new password is asked for at the next one. Please check the login history and contact the user.
mail-enrolment-closed-subject = [{ $tenant }] Enrolment closed ({ $login })
mail-enrolment-closed-lead = The one-time password was entered wrongly too many times, so the enrolment was closed.
mail-enrolment-closed-next = Please make sure who it is, then send out a new invitation.

mail-not-me-subject = [{ $tenant }] Logged out everywhere
mail-not-me-lead = You reported a login that was not yours: every browser has been logged out, and the support desk has been told.
mail-not-me-next = At the next login you will choose a new password.
mail-desk-not-me-from = Reported from
