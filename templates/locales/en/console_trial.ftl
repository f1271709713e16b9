### Test logins.

client-try = Test login
client-try-again = Try again
client-website = Open the website
client-back = Back to the website's settings
act-client-try = Test login
act-client-try-lead = You log in to this website in your own browser. In the end you see what the website would be told. The website itself is told nothing.
trial-scope = Scope
trial-scope-hint = Separated by spaces, within what this website may ask for.
trial-begun = Begun
trial-waiting = It has not ended. Finish the login in the other page, then load this one again.
trial-expired = Nobody logged in within the 30 minutes that there were.
trial-signed-in = The login worked. The website would be told what stands below. No code and no token were made by it.
trial-refused = There was no login. The website would hear the error below.
trial-error = Error
trial-answer-to = Answer to
trial-id-token = Claims of the ID token
trial-userinfo = UserInfo answer
wrong-trial-no-login = People do not log in to a client of this kind.
wrong-trial-disabled = This website is out of service.
wrong-trial-scope = This scope cannot be asked for. It holds openid, and what this website may ask for.
