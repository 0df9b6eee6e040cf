from __future__ import annotations

from hypothesis import strategies as st

FILES = st.builds(
    lambda head, rest: head + rest,
    st.sampled_from(
        [b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9 \xa1c\xd7", b"", b"\x37"]
    ),
    st.binary(max_size=60),
)
