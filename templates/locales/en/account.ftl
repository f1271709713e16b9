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
