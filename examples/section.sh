#!/bin/sh
# SPDX-License-Identifier: 0BSD
# Records a part of itself. For a single command "recctrlu run NAME -- CMD" is better: nothing else is in the recording.
recctrlu check || echo "going on without a recording" >&2

work() {
    seq 1 1000 | sort -r | md5sum
}

recctrlu start --note "of section.sh" section-shell
work
recctrlu stop
