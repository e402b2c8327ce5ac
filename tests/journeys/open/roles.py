"""Who walks through the portal: people of the demo data, the one with most on their pages first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """Somebody of the demo data; the pages from which they follow every link."""

    name: str
    address: str = ""
    starts: tuple[str, ...] = ("/me/", "/")


ROLES = (
    Role(
        "coordinator",
        "coordinator-1@example.org",
        (
            "/manage/",
            "/me/",
            "/",
            "/challenges/?q=zzzz",
            "/manage/people/?q=zzzz",
            "/manage/programmes/bitt-next-demo/",
            "/styleguide/",
            "/accounts/reauthenticate/",
            "/accounts/logout/",
        ),
    ),
    Role("student with results", "student-501@students.example.org"),
    Role("student in a team", "student-001@students.example.org"),
    Role("student in an edition", "student-701@students.example.org"),
    Role("student in a team with a place", "student-607@students.example.org"),
    Role(
        "student who looks for a team",
        "student-021@students.example.org",
        ("/challenges/wie-niet-belt-komt-niet/board/", "/challenges/cool-rooms-for-warm-days/", "/me/"),
    ),
    Role(
        "new student",
        "new-student@students.example.org",
        ("/me/", "/", "/challenges/the-bin-beside-the-operating-table/join/", "/challenges/invitations/", "/partners/invitations/"),
    ),
    Role("partner", "roche-owner@partner.example.org"),
    Role("partner with applications", "uu-owner@partner.example.org"),
    Role("editor", "roche-editor@partner.example.org"),
    Role("faculty owner", "owner-1@example.org"),
    Role("reviewer", "reviewer-01@example.org"),
    Role("coach", "tutor-01@example.org"),
    Role("administrator", "administrator@example.org"),
    Role(
        "visitor",
        "",
        (
            "/",
            "/accounts/login/",
            # After a form, and behind links that are too old.
            "/accounts/confirm-email/",
            "/accounts/confirm-email/no-such-key/",
            "/accounts/inactive/",
            "/accounts/password/reset/done/",
            "/accounts/password/reset/key/1-no-such-key/",
            "/accounts/password/reset/key/done/",
        ),
    ),
)
