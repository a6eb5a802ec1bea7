/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives of newer PANDAs, plain or in gzip. */
#include "host/rr2.h"

#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = input_file(data, size);
    int snapshot = input_file(NULL, 0);
    int log = input_file(NULL, 0);
    struct arguments machine = {0};
    struct error error = {""};
    char *target;

    if (rr2_read_machine(fd, &target, &machine, &error)) {
        PROMISE(target != NULL && strchr(target, '/') == NULL);
        PROMISE(machine.count == 0 || machine.list[machine.count] == NULL);
    } else {
        PROMISE(error.text[0] != '\0');
    }
    free(target);
    arguments_free(&machine);
    error.text[0] = '\0';
    PROMISE(rr2_extract(fd, snapshot, log, &error) || error.text[0] != '\0');
    close(fd);
    close(snapshot);
    close(log);
    return 0;
}
