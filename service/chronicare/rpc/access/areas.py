"""By the rules of which area a request asks, and whether its caller may."""

from google.protobuf.message import Message

from chronicare.application.errors import ForbiddenError
from chronicare.rpc.access.call import CALL

AREA_FREE = frozenset({"chronicare.api.v1.ListAreasRequest"})
"""Requests that ask by the rules of no area. Any other without an area is refused."""
_AREA, _INNER, _EACH = "area_code", "request", "requests"
_CARE_AREA, _BILL, _BILLS = "care_area_code", "bill", "bills"


def refuse_other_areas(request: Message) -> None:
    """Raise ForbiddenError if the caller may not ask by the rules of the area ``request`` is about.

    The items of a batch are asked for one by one. Where somebody is treated (``care_area_code``) must be one of the
    caller's areas, or of those of care.
    """
    call = CALL.get()
    if call is None or call.caller is None or request.DESCRIPTOR.full_name in AREA_FREE:
        return
    fields = request.DESCRIPTOR.fields_by_name
    if _EACH in fields:
        return
    asked = getattr(request, _INNER) if _AREA not in fields and _INNER in fields else request
    area = str(getattr(asked, _AREA, ""))
    if not call.caller.may_ask_of(area):
        raise ForbiddenError(_AREA, area)
    bills = [getattr(asked, name) for name in (_BILL,) if name in asked.DESCRIPTOR.fields_by_name]
    for each in (asked, *bills, *getattr(asked, _BILLS, ())):
        care_area = str(getattr(each, _CARE_AREA, ""))
        if care_area and not call.caller.may_ask_of_care_in(care_area):
            raise ForbiddenError(_CARE_AREA, care_area)
