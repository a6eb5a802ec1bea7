# SPDX-License-Identifier: GPL-2.0-or-later
RECCTRL := build/bin/recctrl
RECCTRL_OBJECTS := $(patsubst %.c,build/obj/%.o,$(wildcard host/*.c host/command/*.c manifest/*.c) common/error.c)

build/obj/host/engine.o: C_FLAGS += -DPINNED_ENGINE='"$(shell . engine/pin && echo "$$version")"'
build/obj/host/engine.o: engine/pin

$(RECCTRL): $(RECCTRL_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -pie $(LD_FLAGS) $^ -o $@ -ljansson -larchive -lnettle -lzstd

BUILT += $(RECCTRL)
SUITES += tests/host
SUITE_NEEDS += $(RECCTRL)
