/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine_devices.h"

#include <stddef.h>

#include "panda_api.h"

/* What they do to the guest's memory is not in the log, or not with an address that a replay can use. */
static const struct {
    const char *type, *refusal;
} unrecorded[] = {
    {"iothread", "the machine has an I/O thread, whose work PANDA does not log; leave out iothread"},
    {"x86-iommu", "the machine has an IOMMU, and PANDA logs addresses in front of it; leave out intel-iommu, amd-iommu"},
    {"ivshmem-common", "other processes write to memory of ivshmem, which PANDA does not log; leave it out"},
    {"ivshmem", "other processes write to memory of ivshmem, which PANDA does not log; leave it out"},
    {"vfio-pci", "a device of the host writes to the guest's memory, which PANDA does not log; leave out vfio-pci"},
    {"pci-qxl", "a thread writes to memory of qxl, which PANDA does not log; take another -vga (std)"},
    {"bcm2835-peripherals", "devices of this board have addresses of their own, which PANDA logs; take another machine "
                            "(virt)"},
};

bool machine_has_device(const char *type)
{
    bool several = false;

    return object_resolve_path_type("", type, &several) != NULL || several;
}

static bool has_several_vcpus(void)
{
    bool several = false;

    return object_resolve_path_type("", "cpu", &several) == NULL && several;
}

const char *machine_devices_refusal(void)
{
    if (has_several_vcpus()) {
        return "a machine with several vCPUs can't be recorded; take one with a single vCPU, without -smp and cpu-add";
    }
    if (qdev_machine_modified()) {
        return "a device was plugged in or out while the machine ran, which no replay does; give devices on the command "
               "line";
    }
    for (size_t i = 0; i < sizeof(unrecorded) / sizeof(unrecorded[0]); i++) {
        if (machine_has_device(unrecorded[i].type)) {
            return unrecorded[i].refusal;
        }
    }
    return NULL;
}
