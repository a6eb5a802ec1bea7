# SPDX-License-Identifier: 0BSD
# A static program without a C library, by Linux's system calls.
PROGRAM := recctrlu
SOURCES := $(wildcard *.c command/*.c) sys/linux.c sys/memory.c sys/start.c sys/$(ISA).S
SYSTEM_FLAGS := -fno-pie -ffunction-sections -fdata-sections
LINK := -nostdlib -static -no-pie -s -Wl,--gc-sections -Wl,--build-id=none -Wl,-z,noexecstack \
	-Wl,-z,noseparate-code -Wl,-z,norelro
