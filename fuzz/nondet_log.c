/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The log that "repair" reads: whatever is whole in it can be ended, and is then a log that was ended. */
#include "host/nondet_log.h"

#include "input.h"

static struct nondet_log_summary read_log(int fd)
{
    struct nondet_log_summary summary;
    FILE *log = fdopen(dup(fd), "r");

    PROMISE(log != NULL && nondet_log_read(log, &summary));
    fclose(log);
    return summary;
}

static void repair(int fd, const struct nondet_log_summary *before)
{
    struct nondet_log_summary after;
    uint64_t instructions = 0;

    PROMISE(ftruncate(fd, (off_t)before->whole_bytes) == 0);
    PROMISE(nondet_log_end(fd, before->instructions));
    PROMISE(nondet_log_ended(fd, &instructions));
    PROMISE(instructions == before->instructions);
    after = read_log(fd);
    PROMISE(after.ended);
    PROMISE(after.entries == before->entries && after.whole_bytes == before->whole_bytes);
    PROMISE(after.instructions == before->instructions);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = input_file(data, size);
    struct nondet_log_summary summary = read_log(fd);
    uint64_t instructions;

    PROMISE(summary.whole_bytes <= size);
    PROMISE(size < NONDET_LOG_HEADER || summary.whole_bytes >= NONDET_LOG_HEADER);
    if (summary.ended) {
        PROMISE(nondet_log_ended(fd, &instructions) && instructions == summary.instructions);
        PROMISE(summary.whole_bytes + NONDET_LOG_END == size);
    } else if (summary.whole_bytes >= NONDET_LOG_HEADER) {
        repair(fd, &summary);
    }
    close(fd);
    return 0;
}
