"""The words of the sheets in the reader's language, and days as that language writes them."""

from __future__ import annotations

import gettext
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from errors import BriefError

LANGUAGES: tuple[str, ...] = ("en", "ru", "ky", "uz", "tg")
LOCALES = Path(__file__).resolve().parent / "locale"
DOMAIN = "briefing"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DASH = "\N{EN DASH}"


class Words:
    """Translations into one language; what has none is English.

    Raises:
        BriefError: There is no such language, or its catalogue is broken.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise BriefError(f"lang: found {language[:20]!r}, expected one of {', '.join(LANGUAGES)}")
        self.language = language
        try:
            self._catalogue = gettext.translation(DOMAIN, LOCALES, [language])
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise BriefError(
                f"lang: the words of {language!r} in {LOCALES} cannot be read ({error}); restore the folder"
            ) from error

    def __call__(self, text: str) -> str:
        """`text` in the language."""
        return self._catalogue.gettext(text) if text else text

    def many(self, one: str, several: str, count: int, **values: object) -> str:
        """The form of words for a count, with {count} and `values` filled in."""
        shown = self.number(count)
        return self._catalogue.ngettext(one, several, count).format(count=shown, **values)

    def number(self, count: int) -> str:
        """A count with its thousands apart."""
        return f"{count:,}".replace(",", "," if self.language == "en" else "\N{NO-BREAK SPACE}")

    # -- days

    def day(self, day: date) -> str:
        """One day: 23 Aug 1999."""
        return f"{day.day}\N{NO-BREAK SPACE}{self(MONTHS[day.month - 1])} {day.year}"

    def month(self, day: date) -> str:
        """A month without a day: Nov 1998."""
        # A month that stands alone takes another form in some languages than one behind its day.
        alone = self._catalogue.pgettext("month alone", MONTHS[day.month - 1])
        return f"{alone} {day.year}"

    def period(self, start: date, end: date) -> str:
        """A period of days in the fewest words: 10-20 Oct 1999, Mar-May 1999, 1998-2000."""
        after = end + timedelta(days=1)
        if start.day == 1 and after.day == 1:
            if start.month == 1 and after.month == 1:
                return str(start.year) if start.year == end.year else f"{start.year}{DASH}{end.year}"
            if (start.year, start.month) == (end.year, end.month):
                return self.month(start)
            if start.year == end.year:
                first = self._catalogue.pgettext("month alone", MONTHS[start.month - 1])
                return f"{first}{DASH}{self.month(end)}"
            return f"{self.month(start)} {DASH} {self.month(end)}"
        if start == end:
            return self.day(start)
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}{DASH}{self.day(end)}"
        if start.year == end.year:
            return f"{start.day}\N{NO-BREAK SPACE}{self(MONTHS[start.month - 1])} {DASH} {self.day(end)}"
        return f"{self.day(start)} {DASH} {self.day(end)}"

    def event_date(self, start: date, end: date, date_prec: int) -> str:
        """When an incident happened, never more exact than it is known.

        A single day stands only for date_prec 1; a vaguer date on one day is given as its week, month or
        year.
        """
        if start == end and date_prec > 1:
            if date_prec == 4:
                return self.month(start)
            if date_prec >= 5:
                return str(start.year)
            return self("about {date}").format(date=self.month(start))
        return self.period(start, end)


@cache
def words_for(language: str) -> Words:
    """The words of a language, read once.

    Raises:
        BriefError: There is no such language.
    """
    return Words(language)
