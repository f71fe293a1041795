"""The people of the tests of cases."""

from tests.cases.conftest import alice, as_user, case, colleague, leader, partner, stranger, team

__all__ = ["alice", "as_user", "case", "colleague", "leader", "partner", "stranger", "team"]
