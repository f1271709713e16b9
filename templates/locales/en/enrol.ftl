### The first visit: an initial one-time password, then one's own credentials.

enrol-code-lead = Let us set up your login. Enter the one-time password you were given and press “Next”.
enrol-code-hint = It reached you separately, by mail or on paper.
enrol-lead = Choose the password you will log in with from now on.
enrol-lead-question = Also choose a secret question and its answer, in case you forget the password.
enrol-done-title = Your login is set up
enrol-replaced = The button was pressed twice, so what you see here was made anew. Anything shown before no longer works.
enrol-done-text = From now on you log in with your user ID and the password you chose.
enrol-certificate-title = Client certificate (device No. { $number })
enrol-onward = On to the website
enrol-to-website = Go to { $website }
enrol-to-your-website = Open the website you want to use and log in there.

link-title-used = This address has been used
link-title-expired = This address has expired
link-title-superseded = A newer address was sent
link-title-closed = This is closed
link-title-unknown = We do not know this address
link-title-other-browser = This is another browser
link-other-browser = To keep you safe, you can go on only in the browser you used to ask. Please open the address there.
link-next-enrolment = To set up your login you need a new invitation. Please contact the support desk.
link-next-reissue = If you still need a new password, please ask again from the start.
link-next-method-undo = If something about your login method worries you, contact the support desk.
link-next-release = If the account still has to be unlocked, contact the support desk.
link-next-used-enrolment = If your login is set up already, just log in. If this was not you, contact the support desk.
link-next-used-reissue = If you have saved a new password, just log in. If this was not you, contact the support desk.
link-next-used-method-undo = Your former login method is back already. If this was not you, contact the support desk.
link-next-used-release = The account is unlocked already. Just log in.
link-restart-enrolment = Start setting up
link-restart-reissue = Ask for a new password
link-restart-method-undo = Open account settings
link-restart-release = Go to login
