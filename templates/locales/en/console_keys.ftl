### Signing keys.

nav-keys = Signing keys
nav-keys-lead = The keys that sign what websites are given. They are rotated by a schedule.
key-rotate = Rotate the keys
key-kid = Key ID
key-algorithm = Algorithm
key-from = Signs from
key-until = Published until
key-jwks = Address of the public keys
key-signing = Signing keys
key-is-next = Next
key-is-current = In use
key-is-retired = Retired, still published
key-is-gone = Gone
key-rotate-how = How
key-rotate-soon = By the schedule
key-rotate-urgent = At once, because a key may be known to others
act-key-rotate = Rotate the keys
act-key-rotate-lead = “By the schedule” changes only what is due. “At once” signs with new keys from now on. Tokens that were given stay valid until they expire.
done-key-rotate = The keys are rotated.
