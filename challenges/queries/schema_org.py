"""What pages tell to search engines, in the words of schema.org. Only what everyone may read; organisations, never persons.

A challenge is a `Course` with one `CourseInstance`: something that builds competence, has a provider, a level, credits and a workload,
and is given once, between two dates, for a number of people. An `EducationEvent` has no credits and no level of its own, and a
`LearningResource` is a thing to learn from, not something to take part in.
"""

import datetime as dt
from typing import Any

from django.conf import settings

from accounts.enums import Level
from accounts.enums.disciplines import DETAILED
from accounts.kit import markdown
from accounts.kit.words import names
from challenges.enums import ChallengeState, Theme
from challenges.models import Challenge
from challenges.queries import feed
from challenges.queries.seats import seats_left
from partners.enums import OrganisationKind
from partners.models import Organisation

CONTEXT = "https://schema.org"
EQF = {Level.BACHELOR: "6", Level.MASTER: "7", Level.PHD: "8"}
KINDS: dict[str, str] = {
    OrganisationKind.INDUSTRY: "Corporation",
    OrganisationKind.UNIVERSITY: "CollegeOrUniversity",
    OrganisationKind.ACADEMIC_HOSPITAL: "Hospital",
    OrganisationKind.PUBLIC_AUTHORITY: "GovernmentOrganization",
    OrganisationKind.PATIENT_ORGANISATION: "NGO",
}
Data = dict[str, Any]


def course(challenge: Challenge, picture: str, now: dt.datetime) -> Data:
    """A published challenge that came through `challenge_page.for_page`, with the address of its picture."""
    url = _full(challenge.get_absolute_url())
    return _said(
        {
            "@context": CONTEXT,
            "@type": "Course",
            "@id": url,
            "url": url,
            "name": challenge.title,
            "description": challenge.summary,
            "inLanguage": challenge.case_language,
            "availableLanguage": challenge.working_languages,
            "image": _full(picture),
            "datePublished": challenge.published_at,
            "dateModified": feed.changed_at(challenge),
            "provider": _named(challenge.organisation),
            "educationalLevel": [_level(level) for level in challenge.levels],
            "about": [_field_of_study(code) for code in challenge.disciplines],
            "keywords": list(names(Theme, *challenge.themes)),
            "timeRequired": _hours(challenge),
            "numberOfCredits": _credits(challenge),
            "audience": {"@type": "EducationalAudience", "educationalRole": "student"},
            "isAccessibleForFree": True,
            "offers": _offer(challenge, now),
            "hasCourseInstance": _instance(challenge),
        }
    )


def organisation(about: Organisation) -> Data:
    """An organisation on its own page."""
    words = markdown.plain(about.description)
    logo = _full(f"/partners/{about.slug}/logo/") if about.logo else ""
    return {"@context": CONTEXT, **_named(about), **_said({"description": words, "logo": logo})}


def website() -> Data:
    """The portal itself, with its search."""
    search = {"@type": "EntryPoint", "urlTemplate": _full("/challenges/?q={words}")}
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": _full("/"),
        "potentialAction": {"@type": "SearchAction", "target": search, "query-input": "required name=words"},
    }


def _full(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _said(data: Data) -> Data:
    """Without what is not known, and with instants in ISO 8601."""
    kept = {key: value for key, value in data.items() if value not in (None, "", [])}
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in kept.items()}


def _named(about: Organisation) -> Data:
    elsewhere = [address for address in (about.website, about.ror) if address]
    url = _full(about.get_absolute_url())
    kind = KINDS.get(about.kind, "Organization")
    return _said({"@type": kind, "@id": url, "name": about.name, "url": url, "sameAs": elsewhere})


def _level(level: str) -> Data:
    known = Level(level)
    if known not in EQF:
        return {"@type": "DefinedTerm", "name": str(known.label)}
    return {
        "@type": "DefinedTerm",
        "name": str(known.label),
        "termCode": EQF[known],
        "inDefinedTermSet": "European Qualifications Framework",
    }


def _field_of_study(code: str) -> Data:
    return {"@type": "DefinedTerm", "name": str(DETAILED[code]), "termCode": code, "inDefinedTermSet": "ISCED-F 2013"}


def _hours(challenge: Challenge) -> str:
    return f"PT{challenge.hours}H" if challenge.hours else ""


def _credits(challenge: Challenge) -> Data | None:
    if not challenge.ects:
        return None
    return {"@type": "QuantitativeValue", "value": float(challenge.ects), "unitText": "ECTS"}


def _offer(challenge: Challenge, now: dt.datetime) -> Data:
    places = "InStock" if seats_left(challenge) else "SoldOut"
    standing = places if challenge.can_still_be_joined(now) else "Discontinued"
    return _said(
        {
            "@type": "Offer",
            "url": _full(challenge.get_absolute_url()),
            "category": "Free",
            "price": 0,
            "priceCurrency": "EUR",
            "availability": f"{CONTEXT}/{standing}",
            "availabilityStarts": challenge.published_at,
            "availabilityEnds": challenge.join_until,
        }
    )


def _instance(challenge: Challenge) -> Data:
    cancelled = challenge.state == ChallengeState.CANCELLED
    return _said(
        {
            "@type": "CourseInstance",
            "name": challenge.title,
            "inLanguage": challenge.working_languages,
            "courseWorkload": _hours(challenge),
            "startDate": challenge.starts_on,
            "endDate": challenge.ends_at,  # type: ignore[attr-defined]
            "maximumAttendeeCapacity": challenge.seats,
            "eventStatus": f"{CONTEXT}/{'EventCancelled' if cancelled else 'EventScheduled'}",
            "organizer": _named(challenge.organisation),
        }
    )
