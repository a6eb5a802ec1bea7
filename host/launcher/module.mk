# SPDX-License-Identifier: GPL-2.0-or-later
LAUNCHER := build/bin/recctrl-panda
LAUNCHER_OBJECTS := $(patsubst %.c,build/obj/%.o,$(wildcard host/launcher/*.c) common/error.c)

$(LAUNCHER): $(LAUNCHER_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -pie $(LD_FLAGS) $^ -o $@ -ldl -pthread

BUILT += $(LAUNCHER)
