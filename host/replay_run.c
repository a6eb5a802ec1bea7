/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "replay_run.h"

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_SIZE 1024 /* of what is longer, the beginning counts */

struct lines {
    char text[LINE_SIZE];
    size_t used;
};

static bool is_complaint(const char *line)
{
    static const char *const words[] = {"rror",    "ssert",     "mismatch", "ailed",
                                        "No such", "not found", "ould not"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(line, words[i])) {
            return true;
        }
    }
    return false;
}

static void take_line(struct replay_account *account, const char *line,
                      const struct replay_listener *listener)
{
    const char *percent = strstr(line, "%) instrs.");
    const char *open = percent ? strrchr(line, '(') : NULL;

    if (open) {
        account->done = strtod(open + 1, NULL) / 100;
        listener->progress(listener->context, account->done);
    } else if (strcmp(line, "Replay completed successfully") == 0) {
        account->completed = true;
    } else if (sscanf(line,
                      "recctrl-checksum: replay ram=%8[0-9a-f] registers=%8[0-9a-f] instructions=%" SCNu64,
                      account->ram, account->registers, &account->instructions) == 3) {
        account->summed = true;
    } else if (*line && !account->complained) {
        snprintf(account->complaint, sizeof account->complaint, "%.199s", line);
        account->complained = is_complaint(line);
    }
}

static void take_text(struct lines *lines, const char *bytes, size_t size, struct replay_account *account,
                      const struct replay_listener *listener)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n' || bytes[i] == '\r') {
            lines->text[lines->used] = '\0';
            take_line(account, lines->text, listener);
            lines->used = 0;
        } else if (lines->used + 1 < sizeof lines->text) {
            lines->text[lines->used++] = bytes[i];
        }
    }
}

/* Takes what is there. False at the end. */
static bool take(int fd, struct lines *lines, struct replay_account *account,
                 const struct replay_listener *listener)
{
    char bytes[1 << 16];
    ssize_t got = read(fd, bytes, sizeof bytes);

    if (got <= 0) {
        return got < 0 && (errno == EINTR || errno == EAGAIN);
    }
    if (lines) {
        take_text(lines, bytes, (size_t)got, account, listener);
    } else {
        listener->data(listener->context, bytes, (size_t)got);
    }
    return true;
}

static void listen(int output, struct replay_account *account, const struct replay_listener *listener)
{
    struct pollfd polls[2] = {{.fd = output, .events = POLLIN}, {.fd = listener->data_fd, .events = POLLIN}};
    struct lines lines = {.used = 0};

    while (polls[0].fd >= 0 || polls[1].fd >= 0) {
        if (poll(polls, 2, -1) < 0) {
            continue;
        }
        for (int i = 0; i < 2; i++) {
            if (polls[i].fd >= 0 && polls[i].revents &&
                !take(polls[i].fd, i == 0 ? &lines : NULL, account, listener)) {
                polls[i].fd = -1;
            }
        }
    }
    take_text(&lines, "\n", 1, account, listener);
}

bool replay_run(char *const *command, int keep, const struct replay_listener *listener,
                struct replay_account *account, struct error *error)
{
    int ends[2];

    memset(account, 0, sizeof *account);
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return error_fail(error, "can't make a pipe: %s", strerror(errno));
    }
    if (keep >= 0) {
        fcntl(keep, F_SETFD, 0);
    }
    pid_t pid = child_start(command, ends[1]);
    int reason = errno;
    close(ends[1]);
    if (keep >= 0) {
        close(keep);
    }
    if (pid > 0) {
        listen(ends[0], account, listener);
        account->status = child_wait(pid);
    }
    close(ends[0]);
    return pid > 0 || error_fail(error, "can't start a process: %s", strerror(reason));
}

bool replay_completed(const struct replay_account *account, struct error *error)
{
    int status = account->status;

    if (WIFSIGNALED(status)) {
        return error_fail(error, "the replay broke off at %.0f %% (signal %d, %s): %s", account->done * 100,
                          WTERMSIG(status), strsignal(WTERMSIG(status)), account->complaint);
    }
    if (WEXITSTATUS(status) != 0 || !account->completed) {
        return error_fail(error, "the replay did not complete (exit status %d, at %.0f %%): %s",
                          WEXITSTATUS(status), account->done * 100, account->complaint);
    }
    return true;
}
