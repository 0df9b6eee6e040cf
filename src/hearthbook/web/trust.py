"""The page that tells how a phone comes to trust this home's certificate; it is in the clear.

It is the one page that cannot be encrypted, for it is there to make that possible. It knows
nothing of a vault. Whoever stands between may change it: so the fingerprint is not on it, and
is compared with what the terminal shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from litestar import Litestar
from litestar import get
from litestar.datastructures import State
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Response
from litestar.response import Template
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.web.application import FILES
from hearthbook.web.application import pages
from hearthbook.web.gate import STATIC
from hearthbook.web.gate import clothe
from hearthbook.web.page import Asked
from hearthbook.web.page import words

if TYPE_CHECKING:
    from collections.abc import Sequence

CERTIFICATE: Final = "/diary.crt"


@get("/", sync_to_thread=False)
def explain(request: Asked, language: str = "") -> Template:
    """Tell what to tap, on an iPhone and on an Android phone."""
    spoken = catalogue(language) if language in LANGUAGES else words(request)
    context = {
        "words": spoken,
        "language": spoken.language,
        "certificate": CERTIFICATE,
        "addresses": request.app.state.addresses,
    }
    return Template("trust.html", context=context)


@get(CERTIFICATE, sync_to_thread=False)
def certificate(request: Asked) -> Response[bytes]:
    """Hand out what is to be trusted; there is nothing secret in it."""
    return Response(request.app.state.authority, media_type="application/x-x509-ca-cert")


def trust_pages(authority: bytes, addresses: Sequence[str]) -> Litestar:
    """Return the application that explains; `addresses` are those of the diary."""
    files = create_static_files_router(path=STATIC, directories=[FILES])
    return Litestar(
        route_handlers=[explain, certificate, files],
        before_send=[clothe],
        template_config=TemplateConfig(instance=JinjaTemplateEngine(engine_instance=pages())),
        openapi_config=None,
        state=State({"authority": authority, "addresses": tuple(addresses)}),
        logging_config=None,
        request_max_body_size=1000,
    )
