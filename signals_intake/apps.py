from django.apps import AppConfig


class SignalsIntakeConfig(AppConfig):
    name = "signals_intake"

    def ready(self) -> None:
        from accounts.enums import JobKind  # noqa: PLC0415 -- apps are loaded now
        from accounts.events import subscribe  # noqa: PLC0415
        from accounts.jobs import register  # noqa: PLC0415
        from signals_intake.services import importing, lists  # noqa: PLC0415

        register(JobKind.IMPORT, importing.import_step)
        register(JobKind.LISTS, lists.list_step)
        subscribe("case.changed", "signals_intake.pick_up_signals")
        subscribe("case.changed", "signals_intake.answer_supplier")
