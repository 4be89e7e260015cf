"""Days that rules of the applicant's standing are held against: the deadline, the year's end, years before them."""

from datetime import date, timedelta

from domain.programme import Options


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of a 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    last = date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def reference_day(options: Options) -> date:
    """The deadline of the call; where it is not known, the end of the year, which is stricter (A11)."""
    return options.deadline or options.as_of
