from accounts.views.documents import file_of
from accounts.views.log import log
from accounts.views.photo import me, photo, photo_remove
from accounts.views.team import team

__all__ = ["document", "file_of", "log", "me", "photo", "photo_remove", "team"]
