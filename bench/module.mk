# SPDX-License-Identifier: GPL-2.0-or-later
BENCHES += bench-pauses bench-memory bench-storage bench-reference bench-footprint bench-generic-timer bench-ssh \
	bench-loops bench-transcript bench-times

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

# The bare guest of the tests with another main program.
STREAM_OBJECTS := $(addprefix build/tests/baremetal/pc/,guest/keyboard.o guest/memory.o guest/caller.o x86/boot.o \
	x86/com1.o x86/interrupts.o x86/interrupt.o x86/pc.o guest/print.o)

build/bench/guest/%.o: bench/guest/%.c
	@mkdir -p $(@D)
	i686-linux-gnu-gcc $(call BAREMETAL_FLAGS,i686-linux-gnu-) $(BAREMETAL_X86) -c $< -o $@

build/bench/guest/%.o: bench/guest/%.S
	@mkdir -p $(@D)
	i686-linux-gnu-gcc $(call BAREMETAL_FLAGS,i686-linux-gnu-) $(BAREMETAL_X86) -c $< -o $@

-include $(wildcard build/bench/guest/*.d)

build/bench/stream.elf: build/bench/guest/stream.o build/bench/guest/still.o $(STREAM_OBJECTS) \
		tests/baremetal/guest/link.ld
	i686-linux-gnu-gcc $(BAREMETAL_X86) $(call BAREMETAL_LINK,0x100000) $(filter %.o,$^) -lgcc -o $@

bench-pauses: build/bench/stream.elf built
	@bench/pauses

bench-memory: build/bench/stream.elf built
	@bench/memory

bench-storage: build/guests/x86_64/args built
	@bench/storage
