from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.events import subscribe  # noqa: PLC0415 -- apps are loaded now

        subscribe("job.queued", "accounts.run_job")
        subscribe("mail.written", "accounts.send_mail")
