/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile pid_t waited_for;

static void pass_on(int signal)
{
    if (waited_for > 0) {
        kill(waited_for, signal);
    }
}

pid_t child_start(char *const *argv, int output)
{
    pid_t parent = getpid(), pid = fork();
    if (pid != 0) {
        return pid;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(127);
    }
    if (output >= 0) {
        int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        dup2(null, STDIN_FILENO);
        dup2(output, STDOUT_FILENO);
        dup2(output, STDERR_FILENO);
    }
    execv(argv[0], argv);
    fprintf(stderr, "recctrl: can't run %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

int child_wait(pid_t pid)
{
    struct sigaction pass = {.sa_handler = pass_on}, ignore = {.sa_handler = SIG_IGN}, old[4];
    static const int signals[4] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    int status = 0;

    waited_for = pid;
    for (int i = 0; i < 4; i++) {
        sigaction(signals[i], i < 2 ? &pass : &ignore, &old[i]);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    waited_for = 0;
    for (int i = 0; i < 4; i++) {
        sigaction(signals[i], &old[i], NULL);
    }
    return status;
}
