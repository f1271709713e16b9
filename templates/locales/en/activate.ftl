### Signing in on devices without a browser, such as televisions.

activate-title = Sign in on a device
activate-lead = Type the code that is shown on the device where you want to sign in.
activate-hint = Eight letters. Capitals and the hyphen make no difference.
field-user-code = Code on the device
activate-confirm-title = Confirm the device
activate-website = Application
activate-confirm-lead = Do you want to sign in on this device? Check that the device in front of you shows the same code.
activate-scopes = If you allow it, the application learns:
activate-warning = Do not allow it if somebody gave you the code by telephone or mail, or if the device is not yours.
activate-accept = Allow
activate-deny = Do not allow
activate-approved-title = The device is signed in
activate-approved-text = Go back to { $website } on your device. You can close this page.
activate-denied-title = The device was not allowed
activate-denied-text = { $website } was told nothing. You can close this page.
