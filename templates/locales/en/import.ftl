# Why rows of an import of users are not taken.

import-encoding = The bytes are not text of the file's encoding
import-quotes = A quote stands where none may stand
import-cells = The number of cells differs from that of the headings ({ $wanted } headings, { $found } cells)
import-no-user-id = There is no user ID
import-user-id = The user ID has characters that it may not have, or is too long
import-twice = The same user ID stands on line { $line } too
import-login-method = The login method is not one of those that exist
import-method-not-allowed = The policy does not allow this login method
import-certificate-not-available = Certificates cannot be used to log in at this installation
import-needs-address = This login method needs a mail address
import-too-many-addresses = At most { $most } mail addresses are allowed
import-address = { $column } is not a mail address
import-address-twice = { $column } is the same as another mail address of this user
import-kind-without-address = { $column } stands without its mail address
import-kind = { $column } is not one of those that exist
import-claim = The value of { $column } is not valid
import-unknown-hash = The password hash has none of the forms that are known
import-costly-hash = The work that the password hash takes is outside of the bounds
