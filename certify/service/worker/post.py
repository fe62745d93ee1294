"""The post: hands letters to the mail server of CERTIFY_SMTP (RFC 5321), over TLS where the address says smtps."""

from __future__ import annotations

from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from certify.service.worker.bench import Letter
from certify.service.worker.notify import NotNow, Undeliverable

PATIENCE_SECONDS = 20.0
_PERMANENT = 500  # reply codes from here on are final (RFC 5321, 4.2.1)


class SmtpPost:
    """Sends through one mail server, a connection for each letter."""

    def __init__(self, url: str, sender: str) -> None:
        """`url` is `smtp://host:port` or `smtps://user:password@host:port`; mails come from `sender`."""
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Hand over a letter. Raises NotNow, Undeliverable."""
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Message-ID"] = letter.id
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
        message.set_content(letter.text)
        try:
            await aiosmtplib.send(
                message,
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                timeout=PATIENCE_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            if all(one.code >= _PERMANENT for one in error.recipients):
                raise Undeliverable("the recipient is refused") from error
            raise NotNow("the recipient is refused for now") from error
        except aiosmtplib.SMTPResponseException as error:
            if error.code >= _PERMANENT:
                raise Undeliverable(str(error.code)) from error
            raise NotNow(str(error.code)) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise NotNow(type(error).__name__) from error
