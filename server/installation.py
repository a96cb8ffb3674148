"""What web and worker must know of this installation before they do anything."""

from consultations.mailing import use_mail
from consultations.signatures import use_link_secret
from server.security.submission_keys import secret_in, use_secret
from server.settings import Settings


def use_installation(settings: Settings) -> None:
    """Sign with this installation's secret, and send mail if it can."""
    secret = settings.secret.encode() or secret_in(settings.data)
    use_secret(secret)
    use_link_secret(secret)
    use_mail(on=settings.mail_is_on)
