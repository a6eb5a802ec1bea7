# SPDX-License-Identifier: GPL-2.0-or-later
# panda_recctrl.so and panda_recctrl_checksum.so for each file in plugin/targets/, panda_recctrl_replay.so for the
# targets that need it, laid out as PANDA_DIR wants it.
PLUGIN_TARGETS := $(patsubst plugin/targets/%.c,%,$(wildcard plugin/targets/*.c))
PLUGIN_OBJECTS := $(patsubst %.c,build/pic/%.o,$(wildcard plugin/*.c plugin/decide/*.c plugin/record/*.c \
	plugin/panda/*.c common/*.c manifest/*.c))
PLUGIN_ARM_OBJECTS := $(patsubst %.c,build/pic/%.o,$(wildcard plugin/panda/arm/*.c))
CHECKSUM_OBJECTS := $(patsubst %.c,build/pic/%.o,$(wildcard plugin/checksum/*.c) plugin/panda/machine_state.c)
PLUGIN_LINK = $(CC) $(C_FLAGS) -shared $(LD_FLAGS) -Wl,--version-script=plugin/exports.map
PLUGIN_FILES := $(PLUGIN_TARGETS:%=build/plugins/%-softmmu/panda/plugins/panda_recctrl.so)
CHECKSUM_FILES := $(PLUGIN_TARGETS:%=build/plugins/%-softmmu/panda/plugins/panda_recctrl_checksum.so)
REPLAY_OBJECTS := $(patsubst %.c,build/pic/%.o,$(wildcard plugin/replay/*.c))
REPLAY_FILES := build/plugins/aarch64-softmmu/panda/plugins/panda_recctrl_replay.so

build/pic/plugin/%.o: C_FLAGS += -Iplugin $(shell pkg-config --cflags glib-2.0 2>/dev/null)

$(PLUGIN_FILES): build/plugins/%-softmmu/panda/plugins/panda_recctrl.so: build/pic/plugin/targets/%.o $(PLUGIN_OBJECTS) plugin/exports.map
	@mkdir -p $(@D)
	$(PLUGIN_LINK) $(filter %.o,$^) -o $@ -lglib-2.0 -ljansson -lz

$(filter build/plugins/arm-% build/plugins/aarch64-%,$(PLUGIN_FILES)): $(PLUGIN_ARM_OBJECTS)

$(CHECKSUM_FILES): $(CHECKSUM_OBJECTS) plugin/exports.map
	@mkdir -p $(@D)
	$(PLUGIN_LINK) $(filter %.o,$^) -o $@ -lz

$(REPLAY_FILES): $(REPLAY_OBJECTS) plugin/exports.map
	@mkdir -p $(@D)
	$(PLUGIN_LINK) $(filter %.o,$^) -o $@

BUILT += $(PLUGIN_FILES) $(CHECKSUM_FILES) $(REPLAY_FILES)
