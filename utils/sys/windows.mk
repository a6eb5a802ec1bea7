# SPDX-License-Identifier: 0BSD
# A program that needs kernel32.dll alone. What belongs to PAM's sessions is left out, and Windows finds programs itself.
PROGRAM := recctrlu.exe
SOURCES := $(filter-out logins.c program.c command/reap.c command/sessions.c,$(wildcard *.c command/*.c)) \
	sys/windows.c sys/windows_process.c sys/windows_start.c sys/memory.c
SYSTEM_FLAGS := -ffunction-sections -D_WIN32_WINNT=0x0501 -DWIN32_LEAN_AND_MEAN
LINK := -nostdlib -s -mconsole -Wl,--gc-sections -Wl,--no-insert-timestamp
LIBRARIES := -lgcc -lkernel32
