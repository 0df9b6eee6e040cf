"""The pages: one file and one template per screen, on the same use cases as the commands.

To add a screen: write `hearthbook/web/<screen>.py` with a `SCREEN`, its template beside the
others, its words in the catalogues, and one line in `hearthbook.web.screens`. The laws of
screens (`tests/web`) are then tried on it.

No page asks anything of another host. Whatever is served is served by us.
"""

from __future__ import annotations
