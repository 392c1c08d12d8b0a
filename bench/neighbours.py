"""How Rembuk's own database gets its people before a round: the one place where the bench touches Rembuk's tables."""

from datetime import UTC, datetime

from storage import migrate
from storage.communities import Community, CommunityKind
from storage.database import open_engine, writing
from storage.people import Membership, Person


def seed(database_url: str, people: list[int]) -> None:
    """Make each Telegram id in `people` a resident of one community, ready to report."""
    migrate.upgrade(database_url)
    engine = open_engine(database_url)
    now = datetime.now(UTC)
    with writing(engine) as session:
        home = Community(kind=CommunityKind.rt, code="bench", name="RT 03", chair_confirmed_at=now, created_at=now)
        session.add(home)
        session.flush()
        for number in people:
            person = Person(telegram_id=number, name=f"Warga {number}", community_id=home.id, created_at=now)
            session.add(person)
            session.flush()
            member = Membership(person_id=person.id, community_id=home.id, recognised_at=now, joined_at=now)
            session.add(member)
    engine.dispose()
