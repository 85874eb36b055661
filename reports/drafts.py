"""Draft events of a report: each trigger that tells of something real, with who, where, when and how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reports.actors import Actor, Roles, find_actors, leader_named, roles_of
from reports.annotation import DateExpression, Post, Report, Span, Toponym
from reports.draft import Draft
from reports.draft_cast import Cast
from reports.draft_dates import Told, choose_date, in_brackets, is_news
from reports.draft_gaps import gap_head, uncovered
from reports.draft_known import KNOWN_TAG, anniversary_of, campaign_place, known_happening
from reports.draft_lines import character_at, cited_date, dateline_end, is_byline, is_heading, is_headline
from reports.draft_lists import side_by_side
from reports.draft_places import Place, PlaceContext, at_known, choose_place, event_class
from reports.draft_plain import known_actors, plain_head
from reports.draft_regions import narrow
from reports.draft_scores import LISTED_FROM, PLAIN_SENSE, confidence_of, draft_parts
from reports.draft_types import character_of, tells_no_side, type_of
from reports.fatalities import Deaths, find_fatalities
from reports.heads import Head, heads_of
from reports.status import Standing, status_of
from reports.told_twice import merge_told_twice
from reports.triggers import Trigger, find_triggers
from reports.triggers_russian import find_russian_triggers, is_russian
from reports.within import Within
from reports.words import Words, word_set, words_of

_COMMENTING = word_set("analysts analyst observers experts expert commentators critics some many others")
_ARMED = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"})
_OPENING_CHARACTERS = 12  # how far into its sentence a date may begin and still head it
_TELLING = frozenset({"say", "telling", "announce", "admit"})  # a toll that is told is no event of its own
_TITLE_LENGTH = 90
_HABIT = re.compile(
    r"\b(?:usually|often|sometimes|always|every\s+(?:year|day|week)|frequently|generally|regularly"
    r"|seldom|rarely|so\s+far|in\s+the\s+past|for\s+(?:years|decades|months))\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"\((?:left|right|center|centre|file\s+photo)\)", re.IGNORECASE)
_DATE_MARK = re.compile(r"\s*(?:[:.–—-]|--|\))\s*|[ \t]*\n")


@dataclass(slots=True)
class _Scene:
    """What a post told so far, for what a sentence leaves out."""

    post: Post
    number: int
    places: PlaceContext
    cast: Cast = field(default_factory=Cast)
    told: Told = field(default_factory=Told)
    paragraph: int = 0
    countries: dict[str, str] = field(default_factory=dict)  # surname -> country, as told by "Kyrgyz … X"
    full_names: dict[str, str] = field(default_factory=dict)
    open_quote: bool = False
    headed_paragraph: int = -1
    violent_paragraph: int = -1
    violence: tuple[str, str, int] | None = None  # type and sub-type told last, with the paragraph
    character: str = ""  # what kind of violence the paragraph, else the post, tells of


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence with all that was found in it."""

    text: str
    span: Span
    words: Words
    toponyms: list[Toponym]
    dates: list[DateExpression]
    actors: list[Actor]
    heads: list[Head]


def draft_events(
    report: Report,
    sentences: Sequence[Span],
    toponyms: Sequence[Toponym],
    dates: Sequence[DateExpression],
    *,
    least_points: float = LISTED_FROM,
) -> tuple[Draft, ...]:
    """The draft events of a report in the order of its text, each real event once.

    Args:
        report: The report read.
        sentences: The spans of its sentences in order.
        toponyms, dates: What was found in it, in any order.
        least_points: Drafts with fewer points are left out.
    """
    drafts: list[Draft] = []
    all_toponyms, all_dates = Within(toponyms), Within(dates)
    all_sentences = Within(sentences)
    for number, post in enumerate(report.posts):
        told_of = all_toponyms.of(post.span)
        scene = _Scene(post, number, PlaceContext.of(told_of, post.published))
        home = scene.places.main_state.country if scene.places.main_state is not None else ""
        narrowed = Within(narrow(report.text, post.span, told_of, scene.places.on, home))
        of_post = character_of(report.text[post.span.start : post.span.end])
        scene.told.news = is_news(all_dates.of(post.span), post.published)
        found: list[Draft] = []
        before: Span | None = None
        for span in all_sentences.of(post.span):
            gap = report.text[before.end : span.start] if before is not None else "\n"
            if "\n" in gap or before is None:
                scene.paragraph += 1
                scene.open_quote = False
                scene.told.cited = cited_date(report.text, span, all_dates)
                scene.character = character_at(report.text, span, of_post)
            made = _of_sentence(report.text, span, narrowed, all_dates, scene)
            _add_toll(report.text, span, made, found, scene)
            found += made
            before = span
        drafts += merge_told_twice(found)
    listed = [
        replace(draft, confidence=confidence_of(draft.points))
        for draft in drafts
        if draft.points >= least_points
    ]
    listed.sort(key=lambda draft: (draft.start, draft.trigger_start))
    return tuple(listed)


def _of_sentence(
    text: str, span: Span, toponyms: Within[Toponym], dates: Within[DateExpression], scene: _Scene
) -> list[Draft]:
    own_dates = dates.of(span)
    if is_heading(text, span, own_dates):
        if not is_byline(own_dates[0].interval, scene.post.published, scene.paragraph):
            scene.told.heading = own_dates[0].interval
            scene.told.last = own_dates[0].interval
        return []
    words = words_of(text, span.start, span.end)
    own_toponyms = toponyms.of(span)
    quoted = _quoted_words(words, scene)
    question = text[span.start : span.end].rstrip(" \"”'’)").endswith("?")
    caption = bool(_CAPTION.search(text, span.start, span.end))
    opened = bool(own_dates) and own_dates[0].start - span.start <= _OPENING_CHARACTERS
    headed = opened and bool(_DATE_MARK.match(text, own_dates[0].end))
    if headed:
        scene.headed_paragraph = scene.paragraph
    told_in_present = (
        headed or caption or scene.told.heading is not None or scene.headed_paragraph == scene.paragraph
    )
    russian = is_russian(words)
    triggers = [
        trigger
        for trigger in (
            find_russian_triggers(words) if russian else find_triggers(words, historic=told_in_present)
        )
        if not any(date.start <= trigger.start < date.end for date in own_dates)
        and not any(
            place.start <= trigger.start < place.end for place in own_toponyms if place.role != "name"
        )
    ]
    actors = _acting(words, own_toponyms, scene) if triggers else []
    sentence = _Sentence(
        text, span, words, own_toponyms, own_dates, actors, heads_of(words, triggers, own_toponyms, own_dates)
    )
    drafts: list[Draft] = []
    aside: list[Draft] = []  # what clauses tell that only date or describe
    for head in sentence.heads:
        standing = status_of(words, head.trigger, question=question)
        if not standing.real:
            continue
        made = _of_head(sentence, head, standing, scene, told_in_present, head.trigger.index in quoted)
        drafts += made
        aside += made if head.background else []
    heads = [head.trigger for head in sentence.heads]
    for toponym in uncovered(own_toponyms, drafts):
        gap = gap_head(words, toponym, heads, historic=told_in_present)
        if gap is None:
            continue
        standing = status_of(words, gap.trigger, question=question)
        if standing.real:
            acting = sentence.actors or known_actors(_acting(words, own_toponyms, scene))
            at_place = replace(sentence, actors=acting, toponyms=[toponym], heads=[*sentence.heads, gap])
            quote = gap.trigger.index in quoted
            drafts += _of_head(at_place, gap, standing, scene, told_in_present, quote)
            heads.append(gap.trigger)
    if not russian and not any(draft.points >= LISTED_FROM for draft in drafts):
        actors = known_actors(sentence.actors or _acting(words, own_toponyms, scene))
        plain = plain_head(words, actors, heads, historic=told_in_present, dated=bool(own_dates))
        if plain is not None:
            standing = status_of(words, plain.trigger, question=question)
            if standing.real:
                told = replace(sentence, actors=actors, heads=[*sentence.heads, plain])
                drafts += _of_head(
                    told, plain, standing, scene, told_in_present, plain.trigger.index in quoted
                )
    if scene.violent_paragraph == scene.paragraph and find_fatalities(text, span.start, span.end) is not None:
        drafts = [draft for draft in drafts if draft.sense not in _TELLING or not draft.where_inherited]
    sure = [draft for draft in drafts if draft.sense != PLAIN_SENSE]
    _remember(words, own_dates, [draft for draft in sure if draft not in aside] or sure, scene)
    for draft in drafts:
        if event_class(draft.event_type) == "violence":
            scene.violence = (draft.event_type, draft.sub_event_type, scene.paragraph)
    scene.places.mention(words, own_toponyms, scene.paragraph)
    scene.cast.mention(words, own_toponyms)
    return drafts


def _add_toll(text: str, span: Span, made: Sequence[Draft], found: list[Draft], scene: _Scene) -> None:
    """A toll in its own sentence ("Nobody was killed.") goes to the violence told last in its paragraph."""
    if any(event_class(draft.event_type) == "violence" for draft in made):
        scene.violent_paragraph = scene.paragraph
        return
    deaths = find_fatalities(text, span.start, span.end)
    if deaths is None or scene.violent_paragraph != scene.paragraph:
        return
    for at in range(len(found) - 1, -1, -1):
        draft = found[at]
        if event_class(draft.event_type) != "violence":
            continue
        if draft.fatalities_best is None and draft.fatalities_high is None:
            found[at] = replace(
                draft,
                fatalities_low=deaths.low,
                fatalities_best=deaths.best,
                fatalities_high=deaths.high,
                also=(*draft.also, span),
            )
        return


def _of_head(
    sentence: _Sentence, head: Head, standing: Standing, scene: _Scene, told_in_present: bool, quoted: bool
) -> list[Draft]:
    """The drafts of one head: one for each of the places or years that are listed side by side."""
    words, trigger = sentence.words, head.trigger
    all_heads = [other.trigger for other in sentence.heads]
    roles = roles_of(words, trigger, sentence.actors, [other for other in all_heads if other is not trigger])
    roles = scene.cast.resolve(words, trigger, roles, all_heads)
    dated = choose_date(
        words,
        trigger,
        sentence.dates,
        all_heads,
        scene.told,
        scene.post.published,
        standing.status,
        scene.paragraph,
        dateline_end(sentence.text, sentence.span, sentence.toponyms),
    )
    place = choose_place(
        words,
        trigger,
        sentence.toponyms,
        all_heads,
        roles,
        scene.places,
        scene.cast,
        scene.countries,
        scene.paragraph,
    )
    kind, sub = type_of(words, head, roles, scene.character)
    told = scene.violence
    if told is not None and told[2] == scene.paragraph and kind == "Battles" and tells_no_side(words, head):
        kind, sub = told[:2]
    known = known_happening(words, trigger.text, scene.post.published)
    first_time = anniversary_of(words, trigger.index, dated.interval)
    if first_time is not None:
        dated = replace(dated, interval=first_time, inherited=False)
    if known is not None and (dated.inherited or first_time is not None):
        dated = replace(dated, interval=known[0])
        place = at_known(place, trigger, known[1])
    if place.toponyms and (kind in _ARMED or trigger.sense.sense == "take hostage"):
        narrower = campaign_place(place.toponyms[0], dated.interval, scene.places.on)
        if narrower is not None:
            place = replace(place, toponyms=(narrower, *place.toponyms[1:]), tag=KNOWN_TAG)
    scene.cast.hear(words, roles, trigger)
    if place.how == "in the sentence" and standing.status == "occurred":
        scene.cast.place(roles, trigger, place.toponyms[0], scene.paragraph)
        if not (head.background and trigger.form == "noun"):
            scene.places.remember(place.toponyms[0], event_class(kind, sub), scene.paragraph)
    deaths = _deaths(sentence, kind)
    parts = draft_parts(
        trigger=trigger,
        roles=roles,
        own_date=not dated.inherited,
        place_how=place.how,
        deaths=deaths is not None and bool(deaths.high or deaths.best),
        told_in_present=told_in_present,
        quoted=quoted,
        habit=bool(_HABIT.search(sentence.text, sentence.span.start, sentence.span.end)),
        second=head.second,
        happening=head.happening,
        fastened=head.fastened,
        background=head.background,
        status=standing.status,
        opinion=_opinion(words, trigger),
        title=is_headline(
            sentence.text,
            sentence.span,
            scene.post.title,
            scene.paragraph,
            chronology=scene.told.heading is not None,
        ),
    )
    base = Draft(
        start=sentence.span.start,
        end=sentence.span.end,
        trigger=sentence.text[trigger.start : trigger.end],
        trigger_start=trigger.start,
        trigger_end=trigger.end,
        event_type=kind,
        sub_event_type=sub,
        actor1=_name(roles.actor1, scene),
        actor2=_name(roles.actor2, scene),
        other_actors=tuple(dict.fromkeys(_name(actor, scene) for actor in roles.others)),
        fatalities_low=deaths.low if deaths else None,
        fatalities_best=deaths.best if deaths else None,
        fatalities_high=deaths.high if deaths else None,
        status=standing.status,
        when=dated.interval,
        when_inherited=dated.inherited,
        where=place.toponyms,
        where_inherited=place.inherited,
        title=_title(sentence, head, roles, place),
        confidence=0.0,
        tags=tuple(tag for tag in (place.tag, "called off" if standing.called_off else "") if tag),
        parts=tuple(parts.items()),
        other_dates=dated.others,
        place_how=place.how,
        post=scene.number,
        sense=trigger.sense.sense,
    )
    return side_by_side(sentence.text, sentence.words, sentence.toponyms, base, dated)


def _deaths(sentence: _Sentence, kind: str) -> Deaths | None:
    """The killed of a sentence go to its violent events, never to a political one."""
    if kind == "Strategic developments":
        return None
    return find_fatalities(sentence.text, sentence.span.start, sentence.span.end)


def _actors(words: Words, toponyms: Sequence[Toponym], scene: _Scene) -> list[Actor]:
    """The actors of a sentence but those that are places here; surnames lead to names told in full before."""
    skip = [
        place
        for place in toponyms
        if place.role in ("event", "literal", "dateline", "attribute", "boilerplate")
    ]
    opening = max((place.end for place in toponyms if place.role == "dateline"), default=-1)
    actors = []
    for actor in find_actors(words):
        start, end = words.starts[actor.first], words.ends[actor.last]
        if start < opening:
            continue
        if any(
            place.start < end and start < place.end and end - start <= place.end - place.start + 4
            for place in skip
        ):
            continue
        if actor.kind == "person":
            surname = actor.name.split()[-1]
            leader = leader_named(surname)
            country = actor.country or (leader[1] if leader else "")
            if " " in actor.name:
                scene.full_names[surname] = actor.name
            if country:
                scene.countries[surname] = country
        actors.append(actor)
    return actors


def _acting(words: Words, toponyms: Sequence[Toponym], scene: _Scene) -> list[Actor]:
    """The actors of a sentence; in Russian a capital that opens says nothing, and names are declined."""
    actors = _actors(words, toponyms, scene)
    if is_russian(words):
        return [actor for actor in actors if actor.first and actor.last > actor.first]
    return actors


def _opinion(words: Words, trigger: Trigger) -> bool:
    """Whether somebody who only comments says so: "analysts note"."""
    if trigger.sense.weight > 1:
        return False
    return any(
        words.lower[at] in _COMMENTING and not words.lower[at + 1].isdigit()  # "some 150 men" are no critics
        for at in range(max(0, trigger.index - 6), trigger.index)
    )


def _name(actor: Actor | None, scene: _Scene) -> str:
    if actor is None:
        return ""
    if actor.kind == "person" and " " not in actor.name:
        leader = leader_named(actor.name)
        return scene.full_names.get(actor.name) or (leader[0] if leader else actor.name)
    return actor.name


def _quoted_words(words: Words, scene: _Scene) -> set[int]:
    """The numbers of the words in quotation marks; a quotation may have begun in an earlier sentence."""
    quoted = set()
    for index, word in enumerate(words.lower):
        if word == "“":
            scene.open_quote = True
        elif word == "”":
            scene.open_quote = False
        elif word == '"':
            scene.open_quote = not scene.open_quote
        elif scene.open_quote:
            quoted.add(index)
    return quoted


def _remember(words: Words, dates: Sequence[DateExpression], drafts: Sequence[Draft], scene: _Scene) -> None:
    """Keep what later sentences may leave out."""
    own = [draft for draft in drafts if not draft.when_inherited and draft.status in ("occurred", "alleged")]
    if own:
        scene.told.last, scene.told.paragraph = own[-1].when, scene.paragraph
    else:
        free = [date for date in dates if not in_brackets(words, words.index_at(date.start))]
        published = scene.post.published
        if free and (published is None or free[-1].interval.start <= published.end):
            scene.told.last, scene.told.paragraph = free[-1].interval, scene.paragraph


def _title(sentence: _Sentence, head: Head, roles: Roles, place: Place) -> str:
    """A short headline: who, what, to whom, where, in words of our own order."""
    trigger = head.trigger
    words = sentence.words
    what = trigger.sense.sense if trigger.form == "noun" else words.texts[trigger.index].lower()
    noun = next((member.text.lower() for member in head.members if member.form == "noun"), "")
    pieces = [roles.actor1.name if roles.actor1 else "", what]
    if trigger.form != "noun" and noun:
        pieces.append(noun)
    if roles.actor2:
        pieces.append(f"– {roles.actor2.name}")
    where = place.toponyms[0].best if place.toponyms else None
    title = " ".join(piece for piece in pieces if piece)
    title = f"{title}, {where.place}" if where is not None else title
    return title[:1].upper() + title[1:_TITLE_LENGTH]
