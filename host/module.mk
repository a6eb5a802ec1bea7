# SPDX-License-Identifier: GPL-2.0-or-later
RECCTRL := build/bin/recctrl
RECCTRL_SOURCES := $(wildcard host/*.c host/command/*.c host/transcript/*.c host/report/*.c manifest/*.c clock/*.c common/*.c)
RECCTRL_OBJECTS := $(RECCTRL_SOURCES:%.c=build/obj/%.o)
RECCTRL_LIBRARIES := -ljansson -larchive -lnettle -lzstd -lvterm -lm
RECCTRL_ENGINE_FLAG := -DPINNED_ENGINE='"$(shell . engine/pin && echo "$$version")"'

build/obj/host/engine.o: C_FLAGS += $(RECCTRL_ENGINE_FLAG)
build/obj/host/engine.o: engine/pin
build/obj/host/report/script.o: host/report/player.js

$(RECCTRL): $(RECCTRL_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -pie $(LD_FLAGS) $^ -o $@ $(RECCTRL_LIBRARIES)

# The same program for tests/host, compiled by clang, with sanitizers; tests/vm runs the one that is installed.
RECCTRL_SANITIZED := build/tests/recctrl
$(RECCTRL_SANITIZED): $(RECCTRL_SOURCES) $(wildcard host/*.h host/transcript/*.h host/report/*.h manifest/*.h clock/*.h common/*.h transcript/stream.h) engine/pin host/report/player.js
	@mkdir -p $(@D)
	clang -fsanitize=address,undefined -fno-sanitize-recover=all $(C_FLAGS) -U_FORTIFY_SOURCE $(RECCTRL_ENGINE_FLAG) \
		$(filter %.c,$^) -o $@ $(RECCTRL_LIBRARIES)

BUILT += $(RECCTRL)
SUITES += tests/host
SUITE_NEEDS += $(RECCTRL) $(RECCTRL_SANITIZED)
