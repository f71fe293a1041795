from accounts.views.documents import document, file_of
from accounts.views.log import log
from accounts.views.team import team

__all__ = ["document", "file_of", "log", "team"]
