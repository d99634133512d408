"""What a recognition is filed with, as a message."""

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.filing import PreparedFiling
from chronicare.benefits.applied_row import in_all
from chronicare.rpc.benefits.parts import PartWriter, shared_readings, write_interface_field
from chronicare.rpc.rule_parts import day_text


def write_filing(filing: PreparedFiling, parts: PartWriter, message: pb.PrepareFilingResponse) -> None:
    """Write what a recognition is filed with, days as ISO 8601, and what its first day of benefit rests on."""
    for field, value in filing.fields:
        write_interface_field(field, value, message.fields.add())
    message.begin_date = day_text(filing.begin)
    message.end_date = day_text(filing.end)
    results = filing.terms.results
    parts.determinations(in_all([each.applied_rows for each in results]), message.determinations)
    parts.readings_in_force(shared_readings([each.switches for each in results]), message.readings_used)
    parts.terms(filing.terms.missing, message.missing_facts)
    parts.put_in_force(message.readings_put_in_force)
