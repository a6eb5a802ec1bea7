/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "workers.h"

#include "progress.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_JOBS 256

struct worker {
    pid_t pid;
    FILE *output; /* NULL: free */
    const char *item;
    double done;
    char *result; /* allocated; NULL: it has not said one yet */
};

static bool start(struct worker *worker, const char *item, worker_function *work, void *context)
{
    int ends[2];
    pid_t parent = getpid();

    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    progress_hide();
    fflush(NULL);
    worker->pid = fork();
    if (worker->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        close(ends[0]);
        FILE *out = fdopen(ends[1], "w");
        if (!out || getppid() != parent) {
            _exit(1);
        }
        setlinebuf(out);
        bool well = work(item, out, context);
        fclose(out);
        _exit(well ? 0 : 1);
    }
    close(ends[1]);
    worker->output = worker->pid > 0 ? fdopen(ends[0], "r") : NULL;
    if (!worker->output) {
        close(ends[0]);
        return false;
    }
    worker->item = item;
    worker->done = 0;
    worker->result = NULL;
    return true;
}

/* Takes one line. False at the end of its output. */
static bool take_line(struct worker *worker)
{
    char *line = NULL;
    size_t room = 0;
    bool more = getline(&line, &room, worker->output) >= 0;

    if (more && strncmp(line, "P ", 2) == 0) {
        worker->done = strtod(line + 2, NULL);
    } else if (more && strncmp(line, "R ", 2) == 0) {
        free(worker->result);
        worker->result = strdup(line + 2);
    }
    free(line);
    return more;
}

/* Waits for a worker whose output has ended, prints its result, and returns whether all went well. */
static bool finish(struct worker *worker)
{
    int status = 0;
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR) {}
    fclose(worker->output);
    worker->output = NULL;
    bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0 && worker->result;
    progress_hide();
    if (worker->result) {
        fputs(worker->result, well ? stdout : stderr);
    } else {
        fprintf(stderr, "%s: the process that worked on it died\n", worker->item);
    }
    fflush(stdout);
    free(worker->result);
    worker->result = NULL;
    return well;
}

static void show_progress(const struct worker *workers, int jobs, int finished, int count)
{
    double done = finished;
    char label[64];

    for (int i = 0; i < jobs; i++) {
        done += workers[i].output ? workers[i].done : 0;
    }
    snprintf(label, sizeof label, "%d of %d", finished, count);
    progress_show(label, done / count);
}

int workers_run(char *const *items, int count, int jobs, worker_function *work, void *context)
{
    struct worker workers[MAX_JOBS] = {{0}};
    struct pollfd polls[MAX_JOBS];
    int next = 0, finished = 0, failed = 0;

    jobs = jobs < 1 ? 1 : jobs > MAX_JOBS ? MAX_JOBS : jobs;
    while (finished < count) {
        for (int i = 0; i < jobs; i++) {
            while (!workers[i].output && next < count && !start(&workers[i], items[next++], work, context)) {
                fprintf(stderr, "%s: can't start a process: %s\n", items[next - 1], strerror(errno));
                finished++;
                failed++;
            }
            polls[i] =
                (struct pollfd){.fd = workers[i].output ? fileno(workers[i].output) : -1, .events = POLLIN};
        }
        show_progress(workers, jobs, finished, count);
        if (finished == count || poll(polls, (nfds_t)jobs, -1) < 0) {
            continue;
        }
        for (int i = 0; i < jobs; i++) {
            if (polls[i].revents && !take_line(&workers[i])) {
                failed += !finish(&workers[i]);
                finished++;
            }
        }
    }
    progress_hide();
    return failed;
}
