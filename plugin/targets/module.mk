# SPDX-License-Identifier: GPL-2.0-or-later
# Tests of what no guest can show.
TARGET_TESTS := $(addprefix build/tests/target-,mips mipsel mips64 x86)
build/tests/target-mips: C_FLAGS += -DWORD=uint32_t -DBIG_ENDIAN_TARGET=1
build/tests/target-mipsel: C_FLAGS += -DWORD=uint32_t -DBIG_ENDIAN_TARGET=0
build/tests/target-mips64: C_FLAGS += -DWORD=uint64_t -DBIG_ENDIAN_TARGET=1

$(filter build/tests/target-mips%,$(TARGET_TESTS)): build/tests/target-%: plugin/targets/%.c plugin/targets/mips.h \
	tests/unit/target_mips_test.c
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -Iplugin $(filter %.c,$^) -o $@ -lcmocka

build/tests/target-x86: tests/unit/target_x86_test.c plugin/targets/x86.h
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -Iplugin $< -o $@ -lcmocka

SUITES += $(TARGET_TESTS)
SUITE_NEEDS += $(TARGET_TESTS)
