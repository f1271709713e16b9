### The audit trail.

nav-audit = Audit trail
nav-audit-lead = Who did what, and when, newest first. The events are chained: a verification tells whether any was changed or removed.
audit-verify = Verify the trail
audit-export = Export (JSON Lines)
audit-at = When
audit-actor = Who
audit-action = Deed
audit-subject = To what
audit-details = Details
audit-events = Events
audit-ask-action = Deed, or how it begins
audit-ask-actor = Who
audit-ask-subject = To what
audit-ask-from = From (year-month-day)
audit-ask-until = Until (year-month-day)
audit-holds = The trail holds: nothing was changed or removed.
audit-broken = The trail does not hold from number { $number } on: events were changed or removed.
audit-known = If you keep the number and link below elsewhere, a later verification also proves that the whole was not rolled back.
audit-number = Last number that holds
audit-link = Its link
audit-waiting = Events that wait to be sealed
audit-late = Events that wait for too long
audit-bad-day = A day could not be read. Write it like 2026-11-23. It was left out of the question.
