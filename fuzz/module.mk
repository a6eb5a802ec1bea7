# SPDX-License-Identifier: GPL-2.0-or-later
# make fuzz [SECONDS=N] runs each target for so long under libFuzzer with clang's sanitizers; what it finds goes to
# build/fuzz/found/TARGET. Kept in fuzz/crashes/TARGET, "make check" runs it ever after, as it does the seeds: without
# libFuzzer, built with gcc, with clang's address and undefined behaviour sanitizers, and (where no library that clang
# did not build is in it) with its memory sanitizer.
FUZZ_TARGETS := clock request controller recorder name arguments manifest nondet_log snapshot packed rr2 recctrl recctrlu \
	transcript
SECONDS ?= 20
comma := ,

FUZZ_MANIFEST := $(wildcard manifest/*.c) common/error.c
FUZZ_SOURCES_clock := $(wildcard clock/*.c) common/varint.c
FUZZ_SOURCES_request := $(wildcard plugin/decide/*.c)
FUZZ_SOURCES_controller := $(wildcard plugin/decide/*.c) tests/unit/controller_model.c
FUZZ_SOURCES_recorder := $(wildcard plugin/decide/*.c plugin/record/*.c) plugin/arguments.c plugin/notice.c $(FUZZ_MANIFEST) \
	$(FUZZ_SOURCES_clock) 	tests/unit/fake_engine.c
FUZZ_SOURCES_name := plugin/decide/name.c
FUZZ_SOURCES_arguments := plugin/arguments.c common/error.c
FUZZ_SOURCES_manifest := $(FUZZ_MANIFEST)
FUZZ_SOURCES_nondet_log := host/nondet_log.c
FUZZ_SOURCES_snapshot := host/snapshot.c host/view.c
FUZZ_SOURCES_packed := host/packed.c host/view.c host/digest.c manifest/bytes.c common/error.c
FUZZ_SOURCES_rr2 := host/rr2.c host/arguments.c common/error.c
FUZZ_SOURCES_recctrl := $(wildcard host/*.c host/command/*.c host/transcript/*.c host/report/*.c) \
	$(FUZZ_SOURCES_clock) $(FUZZ_MANIFEST)
FUZZ_SOURCES_transcript := $(wildcard host/transcript/*.c host/report/*.c) $(filter-out host/recctrl.c,$(wildcard host/*.c)) \
	$(FUZZ_SOURCES_clock) $(FUZZ_MANIFEST)
FUZZ_SOURCES_recctrlu := $(filter-out utils/call.c,$(wildcard utils/*.c utils/command/*.c)) plugin/decide/name.c
FUZZ_LIBRARIES_request := -lglib-2.0
FUZZ_LIBRARIES_controller := -lglib-2.0
FUZZ_LIBRARIES_recorder := -lglib-2.0 -ljansson -pthread
FUZZ_LIBRARIES_name := -lglib-2.0
FUZZ_LIBRARIES_arguments := -lglib-2.0
FUZZ_LIBRARIES_manifest := -ljansson
FUZZ_LIBRARIES_packed := -ljansson -lnettle -lzstd
FUZZ_LIBRARIES_rr2 := -larchive -lnettle
FUZZ_LIBRARIES_transcript := -ljansson -larchive -lnettle -lzstd -lvterm
FUZZ_LIBRARIES_recctrl := -ljansson -larchive -lnettle -lzstd -lvterm -lm $(patsubst %,-Wl$(comma)--wrap=%,exit fork execv \
	unlink unlinkat renameat kill mkdtemp open openat regcomp)

FUZZ_TARGETS += follower
FUZZ_SOURCES_follower := $(wildcard transcript/*.c)
FUZZ_LIBRARIES_follower := -lglib-2.0

FUZZ_FLAGS = -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -I. -Iinclude -Iplugin -Itests/unit -Ifuzz \
	$(shell pkg-config --cflags glib-2.0)
FUZZ_SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FUZZ_COMPILE_fuzzer := clang -O1 $(FUZZ_SANITIZERS) -fsanitize=fuzzer-no-link
FUZZ_COMPILE_gcc := gcc -O2
FUZZ_COMPILE_sanitized := clang -O1 $(FUZZ_SANITIZERS)
FUZZ_COMPILE_s390x = $(S390X_COMPILE)
FUZZ_COMPILE_memory := clang -O1 -fsanitize=memory -fno-sanitize-recover=all -fno-omit-frame-pointer
FUZZ_VARIANTS := gcc sanitized memory
FUZZ_TARGETS_gcc := $(FUZZ_TARGETS)
FUZZ_TARGETS_sanitized := $(FUZZ_TARGETS)
FUZZ_TARGETS_memory := clock nondet_log snapshot recctrlu
FUZZ_TARGETS_s390x := $(filter-out recorder recctrl transcript,$(FUZZ_TARGETS))

build/fuzz/%/obj/host/recctrl.o: FUZZ_FLAGS += -Dmain=recctrl_main
build/fuzz/%/obj/host/engine.o: FUZZ_FLAGS += -DPINNED_ENGINE='"none"'
build/fuzz/%/obj/utils/recctrlu.o: FUZZ_FLAGS += -DRECCTRLU_VERSION='"none"'

# $(1) variant, $(2) target
define fuzz_replayer
build/fuzz/$(1)/$(2): $(patsubst %.c,build/fuzz/$(1)/obj/%.o,fuzz/$(2).c fuzz/replay.c $(FUZZ_SOURCES_$(2)))
	$$(FUZZ_COMPILE_$(1)) $$^ -o $$@ $$(FUZZ_LIBRARIES_$(2))

build/fuzz/$(1)/$(2).replay: build/fuzz/$(1)/$(2) $(wildcard fuzz/seeds/$(2) fuzz/crashes/$(2))
	@printf '#!/bin/sh\nexec build/fuzz/$(1)/$(2) $(wildcard fuzz/seeds/$(2) fuzz/crashes/$(2))\n' > $$@
	@chmod +x $$@
endef

define fuzz_variant
build/fuzz/$(1)/obj/%.o: %.c
	@mkdir -p $$(@D)
	$$(FUZZ_COMPILE_$(1)) $$(FUZZ_FLAGS) -MMD -MP -c $$< -o $$@
$(foreach target,$(FUZZ_TARGETS_$(1)),$(eval $(call fuzz_replayer,$(1),$(target))))
endef

define fuzz_fuzzer
build/fuzz/fuzzer/$(1): $(patsubst %.c,build/fuzz/fuzzer/obj/%.o,fuzz/$(1).c $(FUZZ_SOURCES_$(1)))
	$$(FUZZ_COMPILE_fuzzer) -fsanitize=fuzzer $$^ -o $$@ $$(FUZZ_LIBRARIES_$(1))
endef

FUZZ_TARGETS_fuzzer :=
$(foreach variant,$(FUZZ_VARIANTS) s390x fuzzer,$(eval $(call fuzz_variant,$(variant))))
$(foreach target,$(FUZZ_TARGETS),$(eval $(call fuzz_fuzzer,$(target))))
-include $(shell find build/fuzz -name '*.d' 2>/dev/null)

FUZZ_REPLAYS := $(foreach variant,$(FUZZ_VARIANTS),$(FUZZ_TARGETS_$(variant):%=build/fuzz/$(variant)/%.replay))
SUITES += $(FUZZ_REPLAYS)
SUITE_NEEDS += $(FUZZ_REPLAYS)
SHELL_SCRIPTS += fuzz/run

.PHONY: fuzz run-fuzzers
fuzz: packages
	+@$(MAKE) --no-print-directory run-fuzzers

run-fuzzers: $(FUZZ_TARGETS:%=build/fuzz/fuzzer/%)
	@fuzz/run $(SECONDS) $(FUZZ_TARGETS)
