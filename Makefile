# SPDX-License-Identifier: GPL-2.0-or-later
# Each folder says in its module.mk what it adds:
#   BUILT += file             made by "make"
#   SUITES += test            run by "make check": a program that speaks TAP, or a folder or .py file for pytest
#   LONG_SUITES += test       run by "make check-long", and after the others by "make check LONG=1"
#   SUITE_NEEDS += file       must be made before the tests run
#   BENCHES += target         run by "make bench"
#   INSTALLS += target        run by "make install"
# Recipes compile with $(CC) $(C_FLAGS), link with $(LD_FLAGS). build/obj/FILE.o and build/pic/FILE.o are made from
# FILE.c without more words.

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
ifndef V
.SILENT: # "make V=1" shows the commands
endif
.SECONDARY:

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
PYTHON ?= /usr/bin/python3
PREFIX ?= /usr/local
VERSION := $(shell sed -n 's/.*RECCTRL_PROJECT_VERSION "\(.*\)"/\1/p' common/version.h)
NATIVE_ARCH := $(patsubst i%86,i386,$(shell uname -m))
HARDENING ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection
WARNINGS := -Wall -Wextra -Werror -Wformat-security -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla \
	-Wpointer-arith
C_FLAGS = -std=c11 -D_GNU_SOURCE $(WARNINGS) -I. -Iinclude -ffile-prefix-map=$(CURDIR)=. $(HARDENING) $(CFLAGS)
LD_FLAGS = -Wl,-z,relro,-z,now,-z,noexecstack $(LDFLAGS)

BUILT :=
SUITES :=
LONG_SUITES :=
SUITE_NEEDS :=
BENCHES :=
INSTALLS :=

.PHONY: all built check check-long bench clean install packages $(BENCHES)

all: packages
	+@$(MAKE) --no-print-directory built

include $(sort $(wildcard */module.mk */*/module.mk))

packages:
	@setup/install-packages

built: $(BUILT)

check: packages
	+@$(MAKE) --no-print-directory run-suites

check-long: packages
	+@$(MAKE) --no-print-directory run-long-suites

.PHONY: run-suites run-long-suites
run-suites: $(BUILT) $(SUITE_NEEDS)
	@$(PYTHON) tests/run $(SUITES) $(if $(LONG),$(LONG_SUITES))

run-long-suites: $(BUILT) $(SUITE_NEEDS)
	@$(PYTHON) tests/run $(LONG_SUITES)

bench: packages
	+@$(MAKE) --no-print-directory built $(BENCHES)

install: $(INSTALLS)

clean:
	rm -rf build

build/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "CC $<"
	$(CC) $(C_FLAGS) -fPIE -MMD -MP -c $< -o $@

build/pic/%.o: %.c
	@mkdir -p $(@D)
	@echo "CC $< (shared)"
	$(CC) $(C_FLAGS) -fPIC -MMD -MP -c $< -o $@

-include $(shell find build/obj build/pic -name '*.d' 2>/dev/null)
