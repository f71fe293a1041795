from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    AGENCY = "agency", _("social work agency")
    CORPORATION = "corporation", _("housing corporation")
    BAILIFF = "bailiff", _("bailiff")
    VOLUNTEERS = "volunteers", _("volunteer organisation")
    FUNDER = "funder", _("funder")
    RESEARCH = "research", _("research institute")

    @property
    def is_supplier(self) -> bool:
        """Suppliers deliver signals and live behind the wall (row-level security)."""
        return self in {OrganisationKind.CORPORATION, OrganisationKind.BAILIFF}


class Role(TextChoices):
    """The roles of design.md §6, in its order."""

    SOCIAL_WORKER = "social_worker", _("social worker")
    DEBT_COUNSELLOR = "debt_counsellor", _("debt counsellor")
    TEAM_LEADER = "team_leader", _("team leader")
    TEAM_ASSISTANT = "team_assistant", _("team assistant")
    TRAINEE = "trainee", _("trainee")
    EXPERT_BY_EXPERIENCE = "expert_by_experience", _("expert by experience")
    HOUSING_CONSULTANT = "housing_consultant", _("housing consultant")
    UPLOADER = "uploader", _("supplier of lists")
    BAILIFF = "bailiff", _("bailiff")
    CONFERENCE_COORDINATOR = "conference_coordinator", _("conference coordinator")
    VOLUNTEER = "volunteer", _("volunteer")
    VOLUNTEER_ORGANISATION = "volunteer_organisation", _("volunteer organisation")
    MANAGER = "manager", _("manager")
    FUNDER = "funder", _("funder")
    RESEARCHER = "researcher", _("researcher")
    DATA_STEWARD = "data_steward", _("data steward")
    PRIVACY_OFFICER = "privacy_officer", _("privacy officer")
    ADMINISTRATOR = "administrator", _("administrator")

    @property
    def kinds(self) -> frozenset[OrganisationKind]:
        """Where somebody in this role works. Anywhere else the role opens nothing: its grants assume its side."""
        return _KINDS.get(self, frozenset({OrganisationKind.AGENCY}))


_KINDS = {
    Role.HOUSING_CONSULTANT: frozenset({OrganisationKind.CORPORATION}),
    Role.UPLOADER: frozenset({OrganisationKind.CORPORATION}),
    Role.BAILIFF: frozenset({OrganisationKind.BAILIFF}),
    Role.CONFERENCE_COORDINATOR: frozenset({OrganisationKind.AGENCY, OrganisationKind.VOLUNTEERS}),
    Role.VOLUNTEER: frozenset({OrganisationKind.AGENCY, OrganisationKind.VOLUNTEERS}),
    Role.VOLUNTEER_ORGANISATION: frozenset({OrganisationKind.VOLUNTEERS}),
    Role.FUNDER: frozenset({OrganisationKind.FUNDER}),
    Role.RESEARCHER: frozenset({OrganisationKind.RESEARCH}),
}


class ReviewModel(TextChoices):
    HAND_OVER = "A", _("hand-over")
    JOINT = "B", _("joint review")
    CENTRAL = "C", _("central desk")


class JobKind(TextChoices):
    IMPORT = "import", _("processing a list")
    LISTS = "lists", _("making the lists")


class JobState(TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class ReadReason(TextChoices):
    """Why somebody opened a case that is not their own; one tap, text optional (design.md §7.2)."""

    OWN = "own", _("own case")
    COVER = "cover", _("I am standing in for a colleague")
    CALL = "call", _("The household called or came by")
    CONSULT = "consult", _("A colleague asked me to look along")
    DUTY = "duty", _("Check on quality or privacy")


class LinkOutcome(TextChoices):
    """How a try at a personal link ended; only our own log says which."""

    USED = "used", _("opened")
    EXPIRED = "expired", _("too late")
    SPENT = "spent", _("used up")
    ELSEWHERE = "elsewhere", _("meant for something else")
    UNKNOWN = "unknown", _("no such link")
