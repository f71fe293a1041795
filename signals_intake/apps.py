from django.apps import AppConfig


class SignalsIntakeConfig(AppConfig):
    name = "signals_intake"
