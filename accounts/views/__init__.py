from accounts.views.documents import file_of
from accounts.views.here import here
from accounts.views.log import log
from accounts.views.photo import me, photo, photo_remove
from accounts.views.team import team

__all__ = ["file_of", "here", "log", "me", "photo", "photo_remove", "team"]
