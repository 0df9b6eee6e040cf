#!/bin/sh
# Put your own signature under the signed head of a record: as of now, this is the largest head
# of it that you have seen. It needs openssl and coreutils, and no program of ours.
#
#   sh cosign.sh NAME HEAD      NAME is yours, without spaces and plus signs: lawyer.example/brandt
#
# The first run makes your key, witness.pem, which you keep to yourself, and witness.vkey, which
# you read out or hand over once. What you sign is noted in witness.seen. Refused is a head that
# is smaller than the last, another of the same size, and a larger one that did not grow out of
# the last: the file ending in .growth, which comes with each head, proves that it did. The
# signed head is HEAD.cosigned; send it back.
# Exit 0: signed. 1: refused. 2: called wrongly. 4: no signed head.
set -euf
LC_ALL=C; export LC_ALL
fail() { code=$1; shift; echo "$*" >&2; exit "$code"; }

[ $# = 2 ] || fail 2 "usage: sh cosign.sh NAME HEAD"
name=$1 head=$2
case $name in '' | *[[:space:]+]*) fail 2 "$name: a name has no spaces and no plus signs." ;; esac
[ -r "$head" ] || fail 4 "$head: could not be opened. Nothing was signed."
origin=$(sed -n 1p "$head") size=$(sed -n 2p "$head") root=$(sed -n 3p "$head")
case $size in '' | *[!0-9]* | ???????????????????*) fail 4 "$head: this is no signed head. Nothing was signed." ;; esac
[ -z "$(sed -n 4p "$head")" ] || fail 4 "$head: this is no signed head. Nothing was signed."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
head -n 3 "$head" > "$work/text"
# The record's own signature, by the key that came in log.policy.
vkey=$(sed -n 's/^log \([^ ]*\).*/\1/p' log.policy | grep -F -- "$origin+" | head -n 1) ||
    fail 1 "log.policy names no key for $origin. Nothing was signed."
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'
  printf '%s' "$vkey" | cut -d + -f 3- | base64 -d | tail -c 32; } > "$work/key"
sed -n 5p "$head" | cut -d ' ' -f 3 | base64 -d | tail -c 64 > "$work/signature"
openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$work/key" \
    -in "$work/text" -sigfile "$work/signature" > "$work/said" ||
    fail 1 "$head: the record's own signature does not hold. Nothing was signed."

hash64() { openssl dgst -sha256 -binary "$1" | base64 -w 0; }
node() { { printf '\001'; printf '%s' "$1" | base64 -d; printf '%s' "$2" | base64 -d; } > "$work/node"
    hash64 "$work/node"; }
# RFC 9162, 2.1.4.2: the proof in $@ leads from the root $old of $m entries to $root of $size.
grew() {
    fn=$((m - 1)) sn=$((size - 1))
    while [ $((fn & 1)) = 1 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
    if [ "$fn" = 0 ]; then fr=$old; else fr=${1-}; shift || return 1; fi
    sr=$fr
    for step; do
        [ "$sn" != 0 ] || return 1
        if [ $((fn & 1)) = 1 ] || [ "$fn" = "$sn" ]; then
            fr=$(node "$step" "$fr") sr=$(node "$step" "$sr")
            while [ "$fn" != 0 ] && [ $((fn & 1)) = 0 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
        else
            sr=$(node "$sr" "$step")
        fi
        fn=$((fn >> 1)) sn=$((sn >> 1))
    done
    [ "$sn" = 0 ] && [ "$fr" = "$old" ] && [ "$sr" = "$root" ]
}

touch witness.seen
last=$(grep -F -- "$origin " witness.seen | tail -n 1 || true)
if [ -n "$last" ]; then
    rest=${last#"$origin "} before=${last#"$origin "}
    before=${before%% *} rest=${rest#* }
    [ "$size" -ge "$before" ] ||
        fail 1 "$head: it has $size entries; you have signed one with $before. Nothing was signed."
    [ "$size" != "$before" ] || [ "$root" = "$rest" ] ||
        fail 1 "$head: you have signed another head of the same size. Nothing was signed."
    if [ "$before" -gt 0 ] && [ "$size" -gt "$before" ]; then
        proof=${head%.checkpoint}.growth m=$before old=$rest
        [ -r "$proof" ] ||
            fail 1 "$proof: could not be opened; it proves growth. Nothing was signed."
        line=$(grep "^old $before\( [A-Za-z0-9+/]\{43\}=\)*\$" "$proof" | head -n 1 | grep .) ||
            fail 1 "$proof: it says nothing of the head you signed last. Nothing was signed."
        # Each hash is a word of its own.
        # shellcheck disable=SC2086
        grew ${line#"old $before"} ||
            fail 1 "$head: it did not grow out of the head you signed last. Nothing was signed."
    fi
fi

[ -e witness.pem ] || (umask 077; openssl genpkey -algorithm ed25519 -out witness.pem)
openssl pkey -in witness.pem -pubout -outform DER | tail -c 32 > "$work/public"
id=$({ printf '%s\n\004' "$name"; cat "$work/public"; } | sha256sum | cut -c 1-8)
printf '%s+%s+%s\n' "$name" "$id" \
    "$({ printf '\004'; cat "$work/public"; } | base64 -w 0)" > witness.vkey
now=$(date +%s)
{ printf 'cosignature/v1\ntime %s\n' "$now"; cat "$work/text"; } > "$work/seen"
openssl pkeyutl -sign -rawin -inkey witness.pem -in "$work/seen" -out "$work/own"
{ printf '%s%016x' "$id" "$now" | tr a-f A-F | basenc --base16 -d; cat "$work/own"; } > "$work/line"
printf '%s %s %s\n' "$origin" "$size" "$root" >> witness.seen
{ cat "$head"; printf '\342\200\224 %s %s\n' "$name" "$(base64 -w 0 "$work/line")"; } > "$head.cosigned"
echo "Signed: $size entries of $origin. Send $head.cosigned back, and keep a copy."
