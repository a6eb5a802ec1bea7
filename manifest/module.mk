# SPDX-License-Identifier: GPL-2.0-or-later
MANIFEST_SOURCES := $(wildcard manifest/*.c) common/error.c

# The library's tests, under both compilers and the sanitizers.
MANIFEST_TESTS := build/tests/manifest.gcc build/tests/manifest.clang build/tests/manifest.sanitized
build/tests/manifest.gcc: MANIFEST_TEST_CC := gcc
build/tests/manifest.clang: MANIFEST_TEST_CC := clang
build/tests/manifest.sanitized: MANIFEST_TEST_CC := clang -fsanitize=address,undefined -fno-sanitize-recover=all

$(MANIFEST_TESTS): tests/unit/manifest_test.c $(MANIFEST_SOURCES) $(wildcard manifest/*.h common/*.h)
	@mkdir -p $(@D)
	$(MANIFEST_TEST_CC) $(C_FLAGS) $(filter %.c,$^) -o $@ -ljansson -lcmocka

SUITES += $(MANIFEST_TESTS)
SUITE_NEEDS += $(MANIFEST_TESTS)
