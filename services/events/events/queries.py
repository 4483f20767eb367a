"""How events are shown, wherever a query reads them."""

from banyan.events.v1 import event_pb2 as pb
from sqlmodel import col

from services.events.events.models import Event
from services.kit.work.reading import Shown

SHOWN = Shown(pb.Event, Event, self_check_in=col(Event.check_in_key) != "")
