/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "panda/engine.h"

/* Beside PANDA's own: the guest runs on meanwhile. */
#define NICENESS 10

/* The one message that a child sends. */
struct message {
    bool done;
    unsigned char result[CHILD_RESULT_MAX];
    struct error error;
};

bool child_can_allocate(void)
{
    const char *setting = getenv("G_SLICE");

    return glib_check_version(2, 76, 0) == NULL || (setting != NULL && strstr(setting, "always-malloc") != NULL);
}

/* Sockets and disks that a child held would outlive PANDA's end. */
static void close_all_but(int a, int b)
{
    int low = a < b ? a : b;
    int high = a < b ? b : a;
    unsigned int first = STDERR_FILENO + 1;

    if (low > STDERR_FILENO) {
        close_range(first, (unsigned int)low - 1, 0);
        first = (unsigned int)low + 1;
    }
    close_range(first, (unsigned int)high - 1, 0);
    close_range((unsigned int)high + 1, ~0u, 0);
}

/*
 * The engine's handlers must not run here. What a terminal sends to its whole process group ends PANDA in an
 * orderly way, for which it waits for this child's work.
 */
static void reset_signals(void)
{
    sigset_t none;

    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL);
    }
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void send_message(int fd, const struct message *message)
{
    ssize_t n;

    do {
        n = write(fd, message, sizeof(*message)); /* atomic: smaller than PIPE_BUF */
    } while (n < 0 && errno == EINTR);
}

static _Noreturn void child_main(child_work *work, int fd, int pipe_fd)
{
    struct message message = {0};

    (void)!nice(NICENESS);
    reset_signals();
    close_all_but(fd, pipe_fd);
    message.done = work(fd, message.result, &message.error);
    send_message(pipe_fd, &message);
    _exit(message.done ? 0 : 1);
}

bool child_start(struct child *child, child_work *work, int fd, struct error *error)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        error_set(error, "no pipe to a child: %s", strerror(errno));
        return false;
    }
    if (!engine_share_memory_with_children(true)) {
        error_set(error, "the guest's memory can't be shared with a child");
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    child->pid = fork();
    if (child->pid == 0) {
        child_main(work, fd, ends[1]);
    }
    int fork_errno = errno;
    engine_share_memory_with_children(false);
    close(ends[1]);
    if (child->pid < 0) {
        error_set(error, "no child process: %s", strerror(fork_errno));
        close(ends[0]);
        return false;
    }
    child->pipe_fd = ends[0];
    return true;
}

static bool read_message(int fd, struct message *message)
{
    ssize_t n;

    do {
        n = read(fd, message, sizeof(*message));
    } while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof(*message);
}

static int wait_for_exit(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

bool child_wait(struct child *child, void *result, size_t result_size, struct error *error)
{
    struct message message;
    bool sent = read_message(child->pipe_fd, &message);
    int status = wait_for_exit(child->pid);

    close(child->pipe_fd);
    if (!sent && WIFSIGNALED(status)) {
        error_set(error, "its process was killed by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    } else if (!sent) {
        error_set(error, "its process ended with status %d", WEXITSTATUS(status));
    } else if (!message.done) {
        *error = message.error;
    } else if (result_size > 0) {
        memcpy(result, message.result, result_size);
    }
    return sent && message.done;
}
