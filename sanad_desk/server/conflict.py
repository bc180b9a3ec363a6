"""What a desk offers or asks for does not go with what the server holds; answered with status 409."""

from __future__ import annotations

from sanad_desk.domain.errors import SanadError


class Conflict(SanadError):
    """gap (head_seq), fork (common_seq), base_unknown, epoch_used (epoch), desk_known, centre_not_set_up,
    desk_numbers_used_up."""
