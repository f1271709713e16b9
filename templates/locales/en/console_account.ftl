### The user ID and the mail addresses of a person; his removal.

act-rename = Change user ID
act-rename-lead = The new user ID holds from the next login. Failures counted and a lock carry over. Be sure to tell the person.
rename-after = New user ID
act-addresses = Change mail addresses
act-addresses-lead = Where one-time passwords and notices go. What is left empty is removed, and the certificates of that device are revoked. Addresses that stay and those that go are told of the change.
act-remove = Remove user
act-remove-lead = Removes this user with all mail addresses, certificates, history and consents, and signs all browsers out. It cannot be undone. The audit trail stays.
remove-confirm = User ID to remove
remove-confirm-hint = To confirm, type the user ID of the person to remove.
done-rename = The user ID was changed.
done-addresses = The mail addresses were changed.
done-remove = The user was removed.
wrong-not-this-user = This is not the user ID of the person to remove.
