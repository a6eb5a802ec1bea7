# SPDX-License-Identifier: GPL-2.0-or-later
# The commands of recctrlu against a host that the tests play, under two compilers and their sanitizers.
COMMAND_TESTS := $(foreach compiler,gcc clang,$(foreach test,calls run sessions,build/tests/command/$(compiler)/$(test)))
COMMAND_SOURCES := $(filter-out utils/call.c,$(wildcard utils/*.c utils/command/*.c)) utils/sys/linux.c utils/sys/start.c
COMMAND_FLAGS = -DRECCTRLU_VERSION='"test"' -DSECRET_PATH='"token"' -DSYSLOG_SOCKET='"log"' -DRECCTRL_SESSIONS_PARENT='"run"' -O1 -g \
	-fsanitize=address,undefined -fno-sanitize-recover=undefined

# The system calls are the real ones; only the program's own start gives way to the C library's.
build/tests/command/clone.o: utils/sys/$(shell uname -m).S
	@mkdir -p $(@D)
	$(CC) -D_start=unused_start -c $< -o $@

.SECONDEXPANSION:
$(COMMAND_TESTS): tests/utils/command/$$(@F)_test.c tests/utils/command/fake.c tests/utils/command/fake.h \
		$(COMMAND_SOURCES) $(UTILITY_SOURCES) build/tests/command/clone.o
	@mkdir -p $(@D)
	$(notdir $(@D)) $(filter-out $(CFLAGS),$(C_FLAGS)) $(COMMAND_FLAGS) $< tests/utils/command/fake.c $(COMMAND_SOURCES) \
		build/tests/command/clone.o -o $@ -lcmocka

SUITES += $(COMMAND_TESTS) tests/utils/header tests/utils/binary
SUITE_NEEDS += $(COMMAND_TESTS)
