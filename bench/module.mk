# SPDX-License-Identifier: GPL-2.0-or-later
BENCHES += bench-reference bench-footprint bench-generic-timer bench-ssh bench-loops bench-transcript bench-times

bench-reference: build/guests/x86_64/args build/guests/i386/args build/tests/guest/i386/contract1 built
	@bench/reference

build/bench/alone: bench/guest/alone.c $(wildcard utils/sys/* include/*.h include/recctrl/*.h include/recctrl/isa/*.h)
	@mkdir -p $(@D)
	$(CC) -m64 -std=c11 -Os -Wall -Wextra -Werror -I. -Iinclude -ffreestanding -fno-builtin -fno-pie -fno-stack-protector \
		-fno-tree-loop-distribute-patterns -nostdlib -static -s $< utils/text.c utils/sys/linux.c utils/sys/memory.c \
		utils/sys/start.c utils/sys/x86_64.S -o $@

bench-footprint: build/guests/x86_64/args build/bench/alone built
	@bench/footprint

bench-generic-timer: build/guests/aarch64/args built
	@bench/generic-timer

bench-ssh: build/guests/ssh/args built
	@bench/ssh

bench-transcript: build/guests/ssh/args built
	@bench/transcript

bench-times: build/guests/ssh/args built
	@bench/times

bench-loops: build/guests/x86_64/args build/tests/guest/x86_64/loop built
	@bench/loops
