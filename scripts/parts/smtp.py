"""The SMTP server behind scripts/parts/smtp; that file says what it does."""

import asyncio
import email
import email.policy
import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from aiosmtpd.smtp import SMTP

FOR_GOOD = "550 5.1.1 No such mailbox here"
NOT_THIS = "554 5.6.0 This text is not taken"
FOR_NOW = "451 4.7.1 Please try again later"


class Relay:
    def __init__(self, inbox: Path):
        self.inbox = inbox
        self.tried: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name, _, domain = address.lower().partition("@")
        if name == "refused" or domain == "refused.example":
            return FOR_GOOD
        if name == "later":
            return FOR_NOW
        if name == "later-once" and address not in self.tried:
            self.tried.add(address)
            return FOR_NOW
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(to.lower().startswith("unread@") for to in envelope.rcpt_tos):
            return NOT_THIS
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text, html = letter.get_body(("plain",)), letter.get_body(("html",))
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": str(letter["subject"] or ""),
            "headers": {name.lower(): str(value) for name, value in letter.items()},
            "text": text.get_content() if text else "",
            "html": html.get_content() if html else "",
        }
        with self.inbox.open("a", encoding="utf-8") as inbox:
            inbox.write(json.dumps(line, ensure_ascii=False) + "\n")
        if any(to.lower().startswith("slow@") for to in envelope.rcpt_tos):
            await asyncio.sleep(15)
        return "250 Message accepted for delivery"


async def serve() -> None:
    folder = Path(tempfile.mkdtemp(prefix="afterloan-smtp-"))
    inbox = folder / "inbox.jsonl"
    inbox.touch()
    loop = asyncio.get_running_loop()
    relay = Relay(inbox)
    server = await loop.create_server(lambda: SMTP(relay, loop=loop, enable_SMTPUTF8=True), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    ended = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, lambda: ended.done() or ended.set_result(None))
    loop.add_signal_handler(signal.SIGINT, lambda: ended.done() or ended.set_result(None))
    loop.add_reader(sys.stdin, lambda: sys.stdin.buffer.read1() or ended.done() or ended.set_result(None))
    print(json.dumps({"smtp": f"{host}:{port}", "inbox": str(inbox)}), flush=True)
    try:
        await ended
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(serve())
