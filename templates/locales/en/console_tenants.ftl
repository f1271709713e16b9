### Tenants and their names.

act-tenant-new = Add a tenant
act-tenant-new-lead = It gets an issuer address and signing keys. The short name cannot be changed later.
act-tenant-rename = Change the name
act-tenant-rename-lead = The name stands on login pages, in the subjects of mails and below them.
tenant-rename = Change the name
tenant-name = Name
tenant-name-hint = What users see; 100 characters at most.
tenant-slug-hint = It stands in addresses: a-z, 0-9 and hyphens, 40 characters at most.
preset-standard-is = Standard: rules as today's standards want them
preset-classic-is = Classic: passwords expire, secret questions, the support desk unlocks
wrong-bad-slug = A short name has 1 to 40 of a-z, 0-9 and hyphens.
wrong-slug-taken = This short name is taken.
act-look-logo = Change the logo
act-look-logo-lead = It stands at the head of login pages. Sent without an image, the present one is taken away.
act-look-seal = Change the site seal image
act-look-seal-lead = It stands at the foot of login pages. Sent without an image, the present one is taken away.
look-file = Image
look-file-hint = PNG, JPEG or WebP, 100 KB at most.
wrong-image-too-large = An image has 100 KB at most.
wrong-image-format = An image is PNG, JPEG or WebP.
