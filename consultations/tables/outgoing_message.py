"""The queue of letters to send by e-mail (surat keluar), and how many were asked for."""

from piccolo.columns import JSON, UUID, Boolean, Integer, Timestamptz, Varchar
from piccolo.table import Table


class OutgoingMessage(Table, tablename="outgoing_message"):
    """One letter to one address.

    Its words are not here: they are composed from the rows it is ``about`` when it is sent, so
    that no text and no private link lies in the queue, and a withdrawn one is never sent.
    ``key`` makes the same letter the same row.
    """

    id = UUID(primary_key=True)
    kind = Varchar(length=20)
    recipient = Varchar(length=254)
    locale = Varchar(length=5)
    about = UUID(null=True, default=None)
    facts = JSON(default="{}")
    key = Varchar(length=160, unique=True)
    urgent = Boolean(default=False)
    created_at = Timestamptz()
    expires_at = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    next_attempt_at = Timestamptz()
    # Who is sending it now, and when that one was last heard of.
    claim = UUID(null=True, default=None)
    heartbeat = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    failed_at = Timestamptz(null=True, default=None)
    last_error = Varchar(length=60, null=True, default=None)


class MailRequest(Table, tablename="mail_request"):
    """That somebody asked for mail, by hash of address or source, to slow down mail-bombing."""

    id = UUID(primary_key=True)
    subject_hash = Varchar(length=64, index=True)
    at = Timestamptz(index=True)
