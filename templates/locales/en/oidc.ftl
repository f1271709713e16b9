### Pages on the way from and to a website.

bad-link-title = Request refused
bad-link-detail = Technical detail (for the developers of the website)

sign-out-title = Log out
sign-out-ask = Do you want to log out?
sign-out-asked = { $website } asks us to log you out. Do you want to log out?
sign-out-hint = To stay logged in, close this page without pressing the button.

signed-out-title = You are signed out
signed-out-text = If you share this device with others, close all windows of the browser too.
signed-out-frame = Signing out of other websites
signed-out-back = Back to { $website }

form-post-title = Back to the website
form-post-text = If nothing happens by itself, press the button.
form-post-continue = Continue
