// Sends the one form of the page that carries an answer to a website.
document.getElementById("form-post").submit();
