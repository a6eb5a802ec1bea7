# SPDX-License-Identifier: GPL-2.0-or-later
# Programs that the tests put into the guests, one folder per target.
GUEST_C_FLAGS = -std=c11 -O1 -Wall -Wextra -Werror -I. -Iinclude -ffreestanding -fno-pic -fno-stack-protector \
	-nostdlib -static
GUEST_PROGRAMS := $(foreach target,x86_64 i386,\
	$(patsubst tests/vm/guest/%.c,build/tests/guest/$(target)/%,$(wildcard tests/vm/guest/*.c)))

build/tests/guest/x86_64/%: tests/vm/guest/%.c tests/vm/guest/bare.h
	@mkdir -p $(@D)
	$(CC) -m64 $(GUEST_C_FLAGS) $(filter %.c,$^) -o $@

build/tests/guest/i386/%: tests/vm/guest/%.c tests/vm/guest/bare.h
	@mkdir -p $(@D)
	$(CC) -m32 $(GUEST_C_FLAGS) $(filter %.c,$^) -o $@

build/tests/guest/x86_64/hostile build/tests/guest/i386/hostile: tests/baremetal/guest/hostile.c \
	tests/baremetal/guest/hostile.h

SUITE_NEEDS += $(GUEST_PROGRAMS)
SUITES += tests/vm
LONG_SUITES += tests/vm/long_generic_timer.py tests/vm/long_transcript_arm.py tests/vm/long_transcript_ssh_aarch64.py \
	tests/vm/long_devices.py tests/vm/long_memory.py

# Plugins that make life hard for ours, for x86_64 and in a folder for another target; nodelete, because their threads
# outlive uninit_plugin.
TEST_PLUGINS := $(patsubst tests/vm/plugin/%.c,build/tests/plugins/x86_64-softmmu/panda/plugins/panda_%.so,\
	$(wildcard tests/vm/plugin/*.c)) \
	$(patsubst tests/vm/plugin/aarch64/%.c,build/tests/plugins/aarch64-softmmu/panda/plugins/panda_%.so,\
	$(wildcard tests/vm/plugin/aarch64/*.c))
TEST_PLUGIN_LINK = $(CC) $(C_FLAGS) $(shell pkg-config --cflags glib-2.0) -fPIC -shared -Wl,-z,nodelete

build/tests/plugins/x86_64-softmmu/panda/plugins/panda_%.so: tests/vm/plugin/%.c
	@mkdir -p $(@D)
	$(TEST_PLUGIN_LINK) $< -o $@ -lglib-2.0 -pthread

build/tests/plugins/aarch64-softmmu/panda/plugins/panda_%.so: tests/vm/plugin/aarch64/%.c
	@mkdir -p $(@D)
	$(TEST_PLUGIN_LINK) $< -o $@

SUITE_NEEDS += $(TEST_PLUGINS)
