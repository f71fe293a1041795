from reporting.views.figures import export, figures, figures_pdf
from reporting.views.home import home

__all__ = ["export", "figures", "figures_pdf", "home"]
