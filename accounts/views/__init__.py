from accounts.views.documents import document
from accounts.views.log import log
from accounts.views.team import team

__all__ = ["document", "log", "team"]
