from __future__ import annotations

from hypothesis import strategies as st

FILES = st.builds(
    lambda head, rest: head + rest,
    st.sampled_from([b"!BDN", b"!BD", b""]),
    st.binary(max_size=60),
)
