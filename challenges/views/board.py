"""The board of a challenge: looking at it, showing oneself, and introductions of teams."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Language
from accounts.enums.disciplines import BROAD
from accounts.kit import clock
from accounts.kit.access import access, require, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions import board, introductions
from challenges.forms.board import CardForm, IntroductionForm, ReportForm, read
from challenges.models import BoardCard, Challenge, Introduction, Team
from challenges.queries import visible
from challenges.queries.board import SIZE, BoardPage, Wanted, board_page
from challenges.rules import cases


@require_safe
@access(signed_in)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """People or teams of the board, the best fit first; 404 for whoever may not see it."""
    challenge, page = _found(request, slug, read(request.GET))
    return _page(request, challenge, page)


@require_POST
@access(signed_in)
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Show oneself on the board, in these words, or no longer."""
    challenge, page = _found(request, slug, Wanted())
    require(page.alone)
    by = cast(User, request.user)
    if request.POST.get("do") == "hide":
        board.hide(challenge=challenge, by=by)
        messages.success(request, _("You are no longer on the board."))
        return redirect("board", slug)
    form = CardForm(request.POST)
    if form.is_valid():
        try:
            board.show(challenge=challenge, **form.cleaned_data, by=by, now=clock.now())
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("You are on the board."))
            return redirect("board", slug)
    return _page(request, challenge, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def introduce(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write to a person for one's team."""
    challenge, page = _found(request, slug, Wanted(show="people"))
    entry = next((one for one in page.entries if one.pk == pk), None)
    if page.own_team is None or entry is None or not (entry.may or entry.met):
        raise Http404
    form = IntroductionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        card, words = get_object_or_404(BoardCard, pk=pk), form.cleaned_data["words"]
        try:
            introductions.introduce(card=card, team=page.own_team, words=words, by=cast(User, request.user), now=clock.now())
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Your words are on their way; you are told what the answer is."))
            return redirect("board", slug)
    return render(request, "challenges/board/introduce.html", {"challenge": challenge, "entry": entry, "form": form})


@require_POST
@access(signed_in)
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say yes or no to an introduction."""
    challenge, page = _found(request, slug, Wanted())
    require(any(one.pk == pk for one in page.told))
    found = get_object_or_404(Introduction.objects.select_related("team"), team__challenge=challenge, pk=pk)
    yes = request.POST.get("answer") == "yes"
    try:
        introductions.answer(introduction=found, yes=yes, by=cast(User, request.user), now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("board", slug)
    messages.success(request, _("You said yes; here is the team's invitation.") if yes else _("You said no."))
    return redirect("team_invitation_list") if yes else redirect("board", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def report(request: HttpRequest, slug: str, what: str, pk: int) -> HttpResponse:
    """Tell the office that a card or an introduction is not right."""
    challenge, page = _found(request, slug, Wanted(show=what if what in {"people", "teams"} else ""))
    who, said = _reported(page, what, pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, by = form.cleaned_data["reason"], cast(User, request.user)
        try:
            board.report(challenge=challenge, said=said, who=who, reason=reason, by=by, now=clock.now())
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("The programme office is told. Thank you."))
            return redirect("board", slug)
    return render(request, "challenges/board/report.html", {"challenge": challenge, "who": who, "said": said, "form": form})


def _reported(page: BoardPage, what: str, pk: int) -> tuple[str, str]:
    """Whose words are reported, and what they say."""
    for entry in page.entries:
        if (entry.kind, entry.pk) == (what, pk):
            return entry.title, " · ".join(words for words in (entry.brings, entry.seeks) if words)
    for one in page.told:
        if what == "introductions" and one.pk == pk:
            return one.title, one.words
    raise Http404


@require_POST
@access(signed_in)
def take_off(request: HttpRequest, slug: str, what: str, pk: int) -> HttpResponse:
    """Take a card off the board, for the office."""
    challenge, _board = _found(request, slug, Wanted())
    require(bool(cases.is_office(request.user, challenge)))
    by, now = cast(User, request.user), clock.now()
    if what == "people":
        cards = BoardCard.objects.filter(challenge=challenge).select_related("user")
        board.take_off(card=get_object_or_404(cards, pk=pk), by=by, now=now)
    else:
        board.take_team_off(team=get_object_or_404(Team, challenge=challenge, pk=pk), by=by, now=now)
    messages.success(request, _("The card is off the board."))
    return redirect("board", slug)


def _found(request: HttpRequest, slug: str, wanted: Wanted) -> tuple[Challenge, BoardPage]:
    challenge: Challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    require(challenge.is_public)
    page = board_page(cast(User, request.user), challenge, wanted, clock.now())
    if page is None:
        raise Http404
    return challenge, page


def _page(request: HttpRequest, challenge: Challenge, page: BoardPage, form: forms.Form | None = None) -> HttpResponse:
    wanted = read(request.GET)
    context = {
        "challenge": challenge,
        "page": page,
        "entries": Paginator(page.entries, SIZE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "fields": BROAD.items(),
        "languages": Language.choices,
        "tabs": _tabs(challenge, page),
        "form": form or (_own_form(page) if page.alone else None),
        "office": cases.is_office(request.user, challenge),
    }
    return render(request, "challenges/board/board.html", context)


def _own_form(page: BoardPage) -> forms.Form:
    own = page.own_card
    return CardForm(initial={"brings": own.brings, "seeks": own.seeks} if own else None)


def _tabs(challenge: Challenge, page: BoardPage) -> list[dict[str, object]]:
    here = f"/challenges/{challenge.slug}/board/"
    labels = {"people": _("People"), "teams": _("Teams")}
    return [
        {"label": label, "url": f"{here}?show={name}", "current": page.show == name, "count": page.counts[name]}
        for name, label in labels.items()
    ]
