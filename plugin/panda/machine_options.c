/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the command line asks for, as far as it decides whether the machine can be recorded. */
#include <string.h>

#include "engine.h"
#include "panda_api.h"

/* Those of the command line, or NULL: a program that embeds PANDA may load plugins before there is one. */
static QemuOpts *options_of(const char *group)
{
    QemuOptsList *list = qemu_find_opts_err(group, NULL);

    return list != NULL ? qemu_opts_find(list, NULL) : NULL;
}

/* As QEMU's smp_parse() counts them. */
static uint64_t asked_vcpus(void)
{
    QemuOpts *smp = options_of("smp-opts");
    uint64_t vcpus;

    if (smp == NULL) {
        return 1;
    }
    vcpus = qemu_opt_get_number(smp, "cpus", 0);
    return vcpus != 0 ? vcpus
                      : qemu_opt_get_number(smp, "sockets", 1) * qemu_opt_get_number(smp, "cores", 1) *
                            qemu_opt_get_number(smp, "threads", 1);
}

static bool asks_for_kvm(void)
{
    QemuOpts *machine = options_of("machine");
    const char *accelerator = machine != NULL ? qemu_opt_get(machine, "accel") : NULL;

    return accelerator != NULL && strstr(accelerator, "kvm") != NULL;
}

static bool is_on(const char *value)
{
    return value != NULL && strcmp(value, "off") != 0 && strcmp(value, "no") != 0 && strcmp(value, "n") != 0;
}

/* As QEMU's net_init_tap_one() decides: the host's kernel, or another process, writes to the guest's memory. */
static int asks_for_vhost(void *unused, QemuOpts *network, void *unused_error)
{
    const char *type = qemu_opt_get(network, "type"), *vhost = qemu_opt_get(network, "vhost");

    (void)unused;
    (void)unused_error;
    if (type != NULL && strcmp(type, "vhost-user") == 0) {
        return 1;
    }
    return vhost != NULL ? is_on(vhost)
                         : qemu_opt_get(network, "vhostfd") != NULL || qemu_opt_get(network, "vhostfds") != NULL ||
                               is_on(qemu_opt_get(network, "vhostforce"));
}

static bool any_asks_for_vhost(const char *group)
{
    QemuOptsList *list = qemu_find_opts_err(group, NULL);

    return list != NULL && qemu_opts_foreach(list, asks_for_vhost, NULL, NULL) != 0;
}

/* From the options, as plugins are loaded before the machine is made: with several vCPUs some engines crash then. */
const char *engine_machine_refusal(void)
{
    if (asks_for_kvm()) {
        return "a machine that runs under KVM can't be recorded; leave out -enable-kvm";
    }
    if (asked_vcpus() > 1) {
        return "a machine with several vCPUs can't be recorded; leave out -smp";
    }
    if (any_asks_for_vhost("netdev") || any_asks_for_vhost("net")) {
        return "PANDA does not log what vhost writes to the guest's memory; leave out vhost";
    }
    return NULL;
}
