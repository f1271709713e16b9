#!/usr/bin/env python3
"""A mail relay to try things with: it prints letters instead of sending them. Usage: relay.py PORT"""

import email
import email.policy
import socketserver
import sys


class Relay(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 relay")
        for line in self.rfile:
            word = line.strip().upper().split(b" ")[0].decode("ascii", "replace")
            if word == "EHLO":
                self.say("250-relay")
                self.say("250 8BITMIME")
            elif word == "DATA":
                self.say("354 go on")
                self.take()
                self.say("250 taken")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")

    def take(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            # A dot that begins a line is doubled on its way (RFC 5321 §4.5.2).
            lines.append(line[1:] if line.startswith(b"..") else line)
        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        text = letter.get_body(("plain",)).get_content()
        print(f"To: {letter['to']}\nSubject: {letter['subject']}\n\n{text}\n" + "-" * 60, flush=True)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("127.0.0.1", int(sys.argv[1])), Relay) as server:
    server.serve_forever()
