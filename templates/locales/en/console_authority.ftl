### The authority that issues client certificates.

nav-authority = Certificate authority
nav-authority-lead = It issues the client certificates of this tenant alone. It is made with the first certificate, and a new one takes its place before it ends.
authority-all = Authorities
authority-key = Key identifier
authority-issues = Issues
authority-former = Recognized only
authority-made = Made
authority-fingerprint = SHA-256 fingerprint
authority-list = Revocation list
authority-days = Days that certificates are valid
authority-status = Revocation status (OCSP)
authority-certificate = Certificate of the authority
