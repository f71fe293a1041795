from reporting.views.figures import export, figures, figures_pdf
from reporting.views.home import home
from reporting.views.obstacles import obstacles, signal_answer
from reporting.views.routes import routes

__all__ = ["export", "figures", "figures_pdf", "home", "obstacles", "routes", "signal_answer"]
