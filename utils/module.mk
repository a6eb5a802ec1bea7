# SPDX-License-Identifier: 0BSD
# The guest's utility, build/utils/ARCH/recctrlu; utils/Makefile makes it, and works alone too.
UTILITY_SOURCES := $(wildcard utils/*.c utils/*.h utils/command/*.c utils/sys/* include/*.h include/recctrl/*.h \
	include/recctrl/isa/*.h) utils/Makefile common/version.h
WINDOWS_ARCHES := $(patsubst utils/arch/%.mk,%,$(wildcard utils/arch/*-windows.mk))
UTILITIES := $(patsubst utils/arch/%.mk,build/utils/%/recctrlu,$(filter-out %-windows.mk,$(wildcard utils/arch/*.mk)))
WINDOWS_UTILITIES := $(WINDOWS_ARCHES:%=build/utils/%/recctrlu.exe)

# A compiler or flags for the rest of the tree (a sanitizer's, say) are not for this program.
$(UTILITIES): build/utils/%/recctrlu: utils/arch/%.mk $(UTILITY_SOURCES)
$(WINDOWS_UTILITIES): build/utils/%/recctrlu.exe: utils/arch/%.mk $(UTILITY_SOURCES)
$(UTILITIES) $(WINDOWS_UTILITIES): build/utils/%:
	@echo "CC $@"
	@$(MAKE) $(if $(V),,-s) --no-print-directory -C utils ARCH=$(*D) CC=gcc CFLAGS= ../$@

BUILT += $(UTILITIES) $(WINDOWS_UTILITIES)
