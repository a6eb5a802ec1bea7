# SPDX-License-Identifier: GPL-2.0-or-later
# make analyse: gcc's analyser, clang's warnings and cppcheck over the C of host, plugin and utility, their tests and
# fuzzers. Each file is analysed once, until it or what it includes changes.
ANALYSED := $(wildcard common/*.c clock/*.c manifest/*.c host/*.c host/command/*.c host/transcript/*.c host/report/*.c \
	host/launcher/*.c plugin/*.c plugin/*/*.c \
	utils/*.c utils/command/*.c utils/pam/*.c) $(filter-out utils/sys/windows%,$(wildcard utils/sys/*.c))
ANALYSED += $(wildcard transcript/*.c plugin/transcript/targets/*.c)
ANALYSED_TESTS := $(filter-out tests/unit/target_%,$(wildcard tests/unit/*.c)) $(wildcard fuzz/*.c)
ANALYSIS_INCLUDES = -I. -Iinclude -Iplugin -Itests/unit -Ifuzz
ANALYSIS_DEFINES = -D_GNU_SOURCE -DPINNED_ENGINE='"none"' -DRECCTRLU_VERSION='"none"'
ANALYSIS_FLAGS = $(ANALYSIS_INCLUDES) $(ANALYSIS_DEFINES) $(shell pkg-config --cflags glib-2.0 2>/dev/null)

# To gcc 12 whatever is stored where realloc() gave room is lost: leaks are left to the tests' LeakSanitizer.
ANALYSE = gcc -std=c11 -O2 -Wall -Wextra -Werror -fanalyzer -Wno-analyzer-malloc-leak $(ANALYSIS_FLAGS)

build/analysis/%.analysed: %.c
	@mkdir -p $(@D)
	@echo "ANALYSE $<"
	@clang -std=c11 -O2 $(WARNINGS) $(ANALYSIS_FLAGS) -fsyntax-only $<
	@$(ANALYSE) -MMD -MP -MT $@ -MF $@.d -c $< -o $@

# A test that runs out of memory may crash.
$(ANALYSED_TESTS:%.c=build/analysis/%.analysed): ANALYSE += -Wno-analyzer-possible-null-argument \
	-Wno-analyzer-possible-null-dereference

# layout.c has numbered arguments in its formats, which cppcheck does not know; and what it takes to be true across
# files is wrong where a function fills in what its argument points at, or walks the arguments of a variable list.
build/analysis/cppcheck: $(ANALYSED) $(ANALYSED_TESTS)
	@mkdir -p $(@D)
	@echo "CPPCHECK"
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --error-exitcode=1 \
		--suppress=ctuuninitvar --suppress=ctuPointerArith --suppress=wrongPrintfScanfArgNum:host/launcher/layout.c \
		$(ANALYSIS_INCLUDES) $(ANALYSIS_DEFINES) -D__x86_64__ -D__GNUC__ $^
	@touch $@

-include $(shell find build/analysis -name '*.d' 2>/dev/null)

ANALYSES := $(patsubst %.c,build/analysis/%.analysed,$(ANALYSED) $(ANALYSED_TESTS)) build/analysis/cppcheck

.PHONY: analyse run-analysis
analyse: packages
	+@$(MAKE) --no-print-directory run-analysis

run-analysis: $(ANALYSES)

LONG_SUITES += tests/analysis/analyse
SHELL_SCRIPTS += tests/analysis/analyse
