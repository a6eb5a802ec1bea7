# SPDX-License-Identifier: GPL-2.0-or-later
# The plugin's tests without PANDA, each built with gcc, with clang, with its sanitizers, and with gcc counting which
# branches were taken (tests/unit/coverage prints that).
UNIT_TESTS := name request request_steps rate controller controller_walk arguments secret files log machine \
	child refusals recorder arm_instruction engine clock_points events arm_register_table log_addresses mapped_memory
UNIT_VARIANTS := gcc clang sanitized

UNIT_DECIDE := $(wildcard plugin/decide/*.c)
UNIT_CLOCK := $(wildcard clock/*.c) common/varint.c
UNIT_RECORDER := $(wildcard plugin/record/*.c manifest/*.c) $(UNIT_CLOCK) $(UNIT_DECIDE) plugin/arguments.c plugin/notice.c common/error.c \
	tests/unit/scratch.c tests/unit/fake_engine.c
UNIT_SOURCES_name := plugin/decide/name.c
UNIT_SOURCES_request := $(UNIT_DECIDE)
UNIT_SOURCES_request_steps := $(UNIT_DECIDE)
UNIT_SOURCES_rate := plugin/decide/rate.c
UNIT_SOURCES_controller := $(UNIT_DECIDE)
UNIT_SOURCES_controller_walk := $(UNIT_DECIDE) tests/unit/controller_model.c
UNIT_SOURCES_arguments := plugin/arguments.c common/error.c
UNIT_SOURCES_secret := plugin/record/secret.c tests/unit/scratch.c common/error.c
UNIT_SOURCES_files := plugin/record/files.c manifest/lock.c tests/unit/scratch.c common/error.c
UNIT_SOURCES_log := plugin/record/log.c tests/unit/scratch.c
UNIT_SOURCES_refusals := plugin/record/refusals.c plugin/decide/rate.c plugin/notice.c
UNIT_SOURCES_machine := plugin/record/machine.c
UNIT_SOURCES_arm_instruction := plugin/panda/arm/instruction.c
UNIT_SOURCES_engine := plugin/panda/engine.c plugin/panda/callbacks.c plugin/panda/command_line.c plugin/panda/guest_memory.c \
	plugin/notice.c common/error.c tests/unit/fake_panda.c
UNIT_SOURCES_clock_points := $(UNIT_CLOCK)
UNIT_SOURCES_events := plugin/events.c
UNIT_SOURCES_arm_register_table := plugin/panda/arm/register_table.c common/error.c
UNIT_SOURCES_log_addresses := plugin/panda/log_addresses.c tests/unit/scratch.c
UNIT_SOURCES_mapped_memory := plugin/panda/mapped_memory.c
UNIT_SOURCES_child := $(UNIT_RECORDER)
UNIT_SOURCES_recorder := $(UNIT_RECORDER)

# What the test does not call is left out, and with it the rest of PANDA.
UNIT_LINK_engine := -Wl,--gc-sections

UNIT_TESTS += follower processes image guest_x86_64 guest_i386 guest_aarch64
UNIT_SOURCES_follower := $(wildcard transcript/*.c)
UNIT_SOURCES_processes := $(addprefix transcript/,processes.c process.c execs.c forks.c image.c memory.c descriptors.c \
	channel.c writer.c)
UNIT_SOURCES_image := transcript/image.c
UNIT_SOURCES_guest_x86_64 := plugin/transcript/targets/x86_64.c $(wildcard transcript/abi*.c) transcript/memory.c
UNIT_SOURCES_guest_i386 := plugin/transcript/targets/i386.c $(wildcard transcript/abi*.c) transcript/memory.c
UNIT_SOURCES_guest_aarch64 := plugin/transcript/targets/aarch64.c $(wildcard transcript/abi*.c) transcript/memory.c

UNIT_COMPILE_gcc := gcc -O2
UNIT_COMPILE_clang := clang -O2
UNIT_COMPILE_sanitized := clang -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
UNIT_COMPILE_s390x = $(S390X_COMPILE)
UNIT_COMPILE_coverage := gcc -O0 --coverage
UNIT_FLAGS = -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -ffunction-sections -I. -Iinclude -Iplugin -Itests/unit \
	$(shell pkg-config --cflags glib-2.0)

# $(1) variant, $(2) test
define unit_program
build/unit/$(1)/$(2): $(patsubst %.c,build/unit/$(1)/%.o,tests/unit/$(2)_test.c $(UNIT_SOURCES_$(2)))
	$$(UNIT_COMPILE_$(1)) $$^ -o $$@ -lcmocka -lglib-2.0 -ljansson -pthread $$(UNIT_LINK_$(2))
endef

define unit_variant
build/unit/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	$$(UNIT_COMPILE_$(1)) $$(UNIT_FLAGS) -MMD -MP -c $$< -o $$@
$(foreach test,$(UNIT_TESTS),$(eval $(call unit_program,$(1),$(test))))
endef

$(foreach variant,$(UNIT_VARIANTS) coverage s390x,$(eval $(call unit_variant,$(variant))))
-include $(shell find build/unit -name '*.d' 2>/dev/null)

UNIT_PROGRAMS := $(foreach variant,$(UNIT_VARIANTS),$(UNIT_TESTS:%=build/unit/$(variant)/%))
UNIT_COVERAGE_PROGRAMS := $(UNIT_TESTS:%=build/unit/coverage/%)

SUITES += $(UNIT_PROGRAMS) tests/unit/coverage
SUITE_NEEDS += $(UNIT_PROGRAMS) $(UNIT_COVERAGE_PROGRAMS)
