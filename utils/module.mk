# SPDX-License-Identifier: 0BSD
# The guest's utility, build/utils/ARCH/recctrlu; utils/Makefile makes it, and works alone too.
UTILITY_SOURCES := $(wildcard utils/*.c utils/*.h utils/command/*.c utils/sys/* include/*.h include/recctrl/*.h \
	include/recctrl/isa/*.h) utils/Makefile plugin/version.h
UTILITIES := $(patsubst utils/arch/%.mk,build/utils/%/recctrlu,$(wildcard utils/arch/*.mk))

# A compiler or flags for the rest of the tree (a sanitizer's, say) are not for this program.
$(UTILITIES): build/utils/%/recctrlu: utils/arch/%.mk $(UTILITY_SOURCES)
	@echo "CC $@"
	@$(MAKE) $(if $(V),,-s) --no-print-directory -C utils ARCH=$* CC=gcc CFLAGS= ../$@

BUILT += $(UTILITIES)
