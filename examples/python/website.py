"""A website that signs people in through an OpenID Connect provider: authorization code flow with PKCE,
claims, logout. Set ISSUER, CLIENT_ID, CLIENT_SECRET and PORT, then: ./start   (see ../README.md)
"""

import os
import secrets
import sys

import requests
from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template, request, session
from joserfc.errors import JoseError

try:
    ISSUER, CLIENT_ID, CLIENT_SECRET = (
        os.environ[name] for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    )
except KeyError as missing:
    sys.exit(f"{missing.args[0]} is needed; see ../README.md")
PORT = int(os.environ.get("PORT", "3002"))
BASE = f"http://localhost:{PORT}"

app = Flask(__name__)
app.config.update(
    # Signs the cookie that is the session. Drawn anew, so sessions end with the program; keep one in
    # a file where they shall not. Whoever has the cookie can read it, but not change it.
    SECRET_KEY=secrets.token_bytes(32),
    # Lax, not Strict: the browser comes back from another site. Behind https, add SECURE=True.
    SESSION_COOKIE_SAMESITE="Lax",
    SESSION_COOKIE_HTTPONLY=True,
)

# --- The provider -----------------------------------------------------------------------------------

# Its metadata (OpenID Connect Discovery 1.0 §4) are read at the first sign-in, so that the website may
# start before the provider. Authlib draws state, nonce and the verifier of PKCE (RFC 7636 §4.1) for
# each sign-in and keeps them in the session; the secret travels in the Authorization header
# (RFC 6749 §2.3.1).
provider = OAuth(app).register(
    "provider",
    client_id=CLIENT_ID,
    client_secret=CLIENT_SECRET,
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
)


class Trouble(Exception):
    """Why a sign-in did not come about: a word for programs, and a sentence."""


def check_answer():
    """Checks of the answer in the browser that the library leaves to us."""
    metadata = provider.load_server_metadata()
    # The provider is who we meant (OpenID Connect Discovery 1.0 §4.3) ...
    if metadata["issuer"] != ISSUER:
        raise Trouble("issuer_mismatch", "The provider names itself differently.")
    # ... and this answer comes from it (RFC 9207 §2.4), even one that is an error.
    sent_iss = metadata.get("authorization_response_iss_parameter_supported", False)
    if (sent_iss or "iss" in request.args) and request.args.get("iss") != ISSUER:
        raise Trouble("issuer_mismatch", "The answer comes from another provider.")
    # Only the browser that began this sign-in may end it (RFC 6749 §10.12), even by an error.
    state = request.args.get("state")
    if not state or not provider.framework.get_state_data(session, state):
        raise Trouble("state_mismatch", "This browser began no such sign-in.")


# --- Pages ------------------------------------------------------------------------------------------


@app.get("/")
def home():
    return render_template("page.html", claims=session.get("claims"))


@app.get("/login")
def login():
    return provider.authorize_redirect(f"{BASE}/callback")


@app.get("/callback")
def callback():
    check_answer()
    try:
        # Raises what the provider answered as an error, exchanges the code (RFC 6749 §4.1.3) and
        # checks the ID token (OpenID Connect Core §3.1.3.7); that it is for us, only if told so.
        tokens = provider.authorize_access_token(
            claims_options={"iss": {"value": ISSUER}, "aud": {"value": CLIENT_ID}}
        )
    finally:
        # A sign-in is ended once, however it ends.
        provider.framework.clear_state_data(session, request.args["state"])
    proven = tokens["userinfo"]
    more = provider.userinfo(token=tokens)
    # UserInfo must speak of the same person (OpenID Connect Core §5.3.2).
    if more["sub"] != proven["sub"]:
        raise Trouble("subject_mismatch", "UserInfo speaks of somebody else.")
    session["claims"] = {**more, **proven}
    session["id_token"] = tokens["id_token"]
    return redirect("/")


@app.post("/logout")
def logout():
    id_token = session.get("id_token")
    session.clear()
    if id_token is None:
        return redirect("/")
    # The session at the provider ends too (RP-Initiated Logout 1.0 §2); the ID token proves who asks.
    return provider.logout_redirect(f"{BASE}/signed-out", id_token_hint=id_token)


@app.get("/signed-out")
def signed_out():
    try:
        # The `state` of our request comes back (RP-Initiated Logout 1.0 §3).
        provider.validate_logout_response()
    except OAuthError:
        return redirect("/")
    return render_template("page.html", signed_out=True)


# --- What goes wrong --------------------------------------------------------------------------------


@app.errorhandler(Trouble)
@app.errorhandler(OAuthError)
@app.errorhandler(JoseError)
@app.errorhandler(requests.RequestException)
def trouble(error):
    """The provider's own word, such as access_denied (RFC 6749 §4.1.2.1), or ours for the rest."""
    app.logger.warning("a sign-in did not come about: %r", error)
    match error:
        case Trouble():
            word, description = error.args
        case MismatchingStateError():
            word, description = "state_mismatch", ""
        case OAuthError():
            word, description = error.error, error.description
        case JoseError():
            word, description = "bad_id_token", ""
        case _:
            word, description = "provider_unreachable", ""
    return render_template("page.html", error=word, description=description), 400


@app.after_request
def protect(response):
    policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
    response.headers["Content-Security-Policy"] = policy
    response.headers.setdefault("Cache-Control", "no-store")
    return response


if __name__ == "__main__":
    print(f"the website is at {BASE}", flush=True)
    # Flask's own server is for trying out; put a WSGI server in its place.
    app.run("localhost", PORT)
