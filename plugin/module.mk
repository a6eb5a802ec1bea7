# SPDX-License-Identifier: GPL-2.0-or-later
# panda_recctrl.so and panda_recctrl_checksum.so for each file in plugin/targets/, panda_recctrl_transcript.so for each
# in plugin/transcript/targets/, panda_recctrl_replay.so for the targets that need it, laid out as PANDA_DIR wants it.
ROOT :=
include plugin/sources.mk
PLUGIN_OBJECTS := $(SOURCES_recctrl:%.c=build/pic/%.o)
PLUGIN_ARM_OBJECTS := $(SOURCES_recctrl_arm:%.c=build/pic/%.o)
CHECKSUM_OBJECTS := $(SOURCES_recctrl_checksum:%.c=build/pic/%.o)
REPLAY_OBJECTS := $(SOURCES_recctrl_replay:%.c=build/pic/%.o)
TRANSCRIPT_OBJECTS := $(SOURCES_recctrl_transcript:%.c=build/pic/%.o)
PLUGIN_LINK = $(CC) $(C_FLAGS) -shared $(LD_FLAGS) -Wl,--version-script=plugin/exports.map
PLUGIN_FILES := $(PLUGIN_TARGETS:%=build/plugins/%-softmmu/panda/plugins/panda_recctrl.so)
CHECKSUM_FILES := $(PLUGIN_TARGETS:%=build/plugins/%-softmmu/panda/plugins/panda_recctrl_checksum.so)
REPLAY_FILES := $(REPLAY_TARGETS:%=build/plugins/%-softmmu/panda/plugins/panda_recctrl_replay.so)
TRANSCRIPT_FILES := $(TRANSCRIPT_TARGETS:%=build/plugins/%-softmmu/panda/plugins/panda_recctrl_transcript.so)

build/pic/transcript/%.o: C_FLAGS += $(shell pkg-config --cflags glib-2.0 2>/dev/null)
build/pic/plugin/%.o: C_FLAGS += -Iplugin $(shell pkg-config --cflags glib-2.0 2>/dev/null)

$(PLUGIN_FILES): build/plugins/%-softmmu/panda/plugins/panda_recctrl.so: build/pic/plugin/targets/%.o $(PLUGIN_OBJECTS) plugin/exports.map
	@mkdir -p $(@D)
	$(PLUGIN_LINK) $(filter %.o,$^) -o $@ -lglib-2.0 -ljansson -lz

$(ARM_TARGETS:%=build/plugins/%-softmmu/panda/plugins/panda_recctrl.so): $(PLUGIN_ARM_OBJECTS)

$(CHECKSUM_FILES): $(CHECKSUM_OBJECTS) plugin/exports.map
	@mkdir -p $(@D)
	$(PLUGIN_LINK) $(filter %.o,$^) -o $@ -lz

$(REPLAY_FILES): $(REPLAY_OBJECTS) plugin/exports.map
	@mkdir -p $(@D)
	$(PLUGIN_LINK) $(filter %.o,$^) -o $@

$(TRANSCRIPT_FILES): build/plugins/%-softmmu/panda/plugins/panda_recctrl_transcript.so: \
	build/pic/plugin/transcript/targets/%.o $(TRANSCRIPT_OBJECTS) plugin/exports.map
	@mkdir -p $(@D)
	$(PLUGIN_LINK) $(filter %.o,$^) -o $@ -lglib-2.0

BUILT += $(PLUGIN_FILES) $(CHECKSUM_FILES) $(REPLAY_FILES) $(TRANSCRIPT_FILES)
