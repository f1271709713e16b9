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
