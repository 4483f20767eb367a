"""What each indicator is: a function of the history of a group, of a day, and of how many days it looks back."""

from collections import Counter
from datetime import date
from uuid import UUID

from services.organizations.indicators.history import DAY, History, months_between


def active_members(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many members the group has."""
    del window_days
    return history.joined.until(day) - history.left.until(day)


def new_members(history: History, day: date, window_days: int) -> int:
    """Returns how many people have become members."""
    return history.joined.within(day, window_days)


def leaving_members(history: History, day: date, window_days: int) -> int:
    """Returns how many members have left."""
    return history.left.within(day, window_days)


def officers(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many people hold office."""
    del window_days
    return history.officers_on(day)


def days_with_deputy(history: History, day: date, window_days: int = 0) -> int:
    """Returns for how many days two people or more have held office without a break."""
    del window_days
    changes = sorted({each for term in history.terms for each in (term.start, term.end) if each})
    since = day + DAY
    for change in reversed([each for each in changes if each <= day]):
        # Between two changes the number stays the same.
        if history.officers_on(change) < _WITH_DEPUTY:
            break
        since = change
    return (day - since).days + 1 if since <= day else 0


_WITH_DEPUTY = 2


def months_since_founding(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many whole months ago the group was founded."""
    del window_days
    return months_between(history.founded, day)


def events_held(history: History, day: date, window_days: int) -> int:
    """Returns how many events took place."""
    return history.held.within(day, window_days)


def events_cancelled(history: History, day: date, window_days: int) -> int:
    """Returns how many events were cancelled."""
    return history.cancelled.within(day, window_days)


def days_without_event(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many days ago the last event took place, or the group was founded."""
    del window_days
    last = history.held.last_until(day) or history.founded
    return max(0, (day - last).days)


def participants(history: History, day: date, window_days: int) -> int:
    """Returns how many different people took part."""
    return len({visit.person_id for visit in history.visits_within(day, window_days)})


def participant_hours(history: History, day: date, window_days: int) -> int:
    """Returns how many whole hours people took part, all together."""
    return sum(visit.minutes for visit in history.visits_within(day, window_days)) // 60


def regulars_percent(history: History, day: date, window_days: int) -> int:
    """Returns how many of a hundred people who took part did so on several days."""
    days = Counter(visit.person_id for visit in history.visits_within(day, window_days))
    regulars = sum(count >= _DAYS_OF_A_REGULAR for count in days.values())
    return 100 * regulars // len(days) if days else 0


def people_doing_half(history: History, day: date, window_days: int) -> int:
    """Returns how few people have done half of the hours together."""
    minutes: Counter[UUID] = Counter()
    for visit in history.visits_within(day, window_days):
        minutes[visit.person_id] += visit.minutes
    return fewest_with_half(minutes)


def fewest_with_half(shares: Counter[UUID]) -> int:
    """Returns how few have half of the whole together; 0 if there is nothing."""
    total, done = shares.total(), 0
    for count, (_, most) in enumerate(shares.most_common(), start=1):
        done += most
        if total and 2 * done >= total:
            return count
    return 0


_DAYS_OF_A_REGULAR = 3


def agreements_adopted(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many agreements hold."""
    del window_days
    return history.adopted.until(day) - history.given_up.until(day)


def support_received(history: History, day: date, window_days: int) -> int:
    """Returns how often support was delivered."""
    return history.supported.within(day, window_days)


def outside_support_percent(history: History, day: date, window_days: int) -> int:
    """Returns how many of a hundred times that support was delivered, it came from outside."""
    received = support_received(history, day, window_days)
    return (
        100 * history.supported_from_outside.within(day, window_days) // received if received else 0
    )


def feedback_given(history: History, day: date, window_days: int) -> int:
    """Returns how often people said what they think of an event."""
    return history.rated.within(day, window_days)


def feedback_score(history: History, day: date, window_days: int) -> int:
    """Returns the mean of the ratings of events in tenths, such as 42 for 4.2, once there are enough of them."""
    given = feedback_given(history, day, window_days)
    return (
        10 * history.ratings.within(day, window_days) // given if given >= _ENOUGH_FEEDBACK else 0
    )


_ENOUGH_FEEDBACK = 5


def places_filled_percent(history: History, day: date, window_days: int) -> int:
    """Returns how many of a hundred places of events people had."""
    places = history.places.within(day, window_days)
    return 100 * history.places_taken.within(day, window_days) // places if places else 0


def attested_hours(history: History, day: date, window_days: int) -> int:
    """Returns how many whole hours of work two leaders have attested, all together."""
    return history.attested_minutes.within(day, window_days) // 60


def officer_qualifications(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many kinds of qualifications those who hold office have together."""
    del window_days
    return history.qualifications_on(day)


def partners(history: History, day: date, window_days: int) -> int:
    """Returns how many other organizations had reserved places at events."""
    return len({each.partner_id for each in history.partners_within(day, window_days)})
