"""No address of ours leads a browser to another host."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from litestar.testing import TestClient

from hearthbook.app.door import Door
from hearthbook.web.application import application
from hearthbook.web.outbox import phone_handlers
from tests.web.visiting import HOST
from tests.web.visiting import begun

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("asked", ["/phone", "//phone", "///phone"])
def test_the_phone_page_is_found_on_the_host_that_was_asked(tmp_path: Path, asked: str) -> None:
    path = begun(tmp_path)
    with TestClient(
        application(Door(path), more=phone_handlers(path)), base_url=HOST
    ) as client:
        client.follow_redirects = False

        answer = client.get(f"{HOST}{asked}")

    assert answer.status_code == 308
    assert urljoin(f"{HOST}{asked}", answer.headers["location"]) == f"{HOST}/phone/"
