### Webhooks.

nav-webhooks = Webhooks
nav-webhooks-lead = Servers that hear of the events of this tenant, each message signed.
webhook-new = Add a webhook
webhook-remove = Remove
webhook-url = Address
webhook-events = Events
webhook-waiting = Waiting
webhook-last = Last try
webhook-all-events = All
webhook-url-hint = https, on a public server.
webhook-events-hint = How the names of the events begin, with spaces between them, such as “user. client.”. Empty: all.
webhook-made = The webhook is added
webhook-made-lead = Give the secret below to the server that receives: it proves the signatures.
webhook-secret = Secret
act-webhook-new = Add a webhook
act-webhook-new-lead = Each event is sent to this address; what does not arrive is sent again, later and later.
act-webhook-remove = Remove the webhook
act-webhook-remove-lead = Nothing more is sent to this address, not even what waits.
done-webhook-remove = The webhook is removed.
wrong-webhook-address = The address is https, on a public server.
wrong-webhook-events = An event begins with lower-case letters, digits, points and low lines.
wrong-webhook-too-many = A tenant has at most 20 webhooks.
