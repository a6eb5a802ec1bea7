/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "manifest/manifest.h"
#include "notice.h"

#define NICENESS 15

/* recctrl vm says where recctrl is; else it is looked for in PATH. */
#define RECCTRL_VARIABLE "RECCTRL"

struct job {
    const struct hooks *hooks;
    char *directory, *name;
    GThread *thread;
    atomic_bool done;
};

/* Nothing of PANDA's is for them: no file, no console, no signal that it blocks or ignores. */
static int spawn(pid_t *pid, char *const argv[], char *const environment[])
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int failure;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    failure = posix_spawnp(pid, argv[0], &actions, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/* Whether it ended well; else it is told how. */
static bool run(const struct job *job, const char *what, char *const argv[], char *const environment[])
{
    int status = 0;
    pid_t pid;
    int failure = spawn(&pid, argv, environment);

    if (failure != 0) {
        notice("%s of %s: %s: %s", what, job->name, argv[0], strerror(failure));
        return false;
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) {
        notice("%s of %s: %s was ended by signal %d", what, job->name, argv[0], WTERMSIG(status));
    } else if (WEXITSTATUS(status) != 0) {
        notice("%s of %s: %s ended with status %d", what, job->name, argv[0], WEXITSTATUS(status));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static char **environment_of(const struct job *job)
{
    char *manifest = g_strdup_printf("%s/%s" MANIFEST_SUFFIX, job->directory, job->name);
    char **environment = g_get_environ();

    environment = g_environ_setenv(environment, "RECCTRL_NAME", job->name, TRUE);
    environment = g_environ_setenv(environment, "RECCTRL_DIR", job->directory, TRUE);
    environment = g_environ_setenv(environment, "RECCTRL_MANIFEST", manifest, TRUE);
    g_free(manifest);
    return environment;
}

static void run_all(const struct job *job)
{
    const struct hooks *hooks = job->hooks;
    char **environment = environment_of(job);

    if (hooks->pack) {
        const char *recctrl = g_environ_getenv(environment, RECCTRL_VARIABLE);
        const char *argv[] = {recctrl != NULL ? recctrl : "recctrl", "pack", "--quiet", "--dir", job->directory,
                              "--", job->name, NULL};
        if (run(job, "pack", (char *const *)argv, environment)) {
            notice("packed %s", job->name);
        }
    }
    if (hooks->on_record[0] != '\0') {
        const char *argv[] = {hooks->on_record, NULL};
        run(job, "on_record", (char *const *)argv, environment);
    }
    g_strfreev(environment);
}

static gpointer job_main(gpointer data)
{
    struct job *job = data;

    setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS); /* what this thread spawns inherits it */
    run_all(job);
    atomic_store(&job->done, true);
    return NULL;
}

static void join(struct hooks *hooks, guint index)
{
    struct job *job = g_ptr_array_remove_index_fast(hooks->jobs, index);

    g_thread_join(job->thread);
    g_free(job->directory);
    g_free(job->name);
    g_free(job);
}

static void join_ended(struct hooks *hooks)
{
    for (guint i = hooks->jobs->len; i > 0; i--) {
        const struct job *job = g_ptr_array_index(hooks->jobs, i - 1);
        if (atomic_load(&job->done)) {
            join(hooks, i - 1);
        }
    }
}

bool hooks_init(struct hooks *hooks, bool pack, const char *on_record, struct error *error)
{
    struct stat status;

    if (strchr(on_record, '/') != NULL && (access(on_record, X_OK) != 0 || stat(on_record, &status) != 0)) {
        return error_fail(error, "on_record=%s: %s", on_record, strerror(errno));
    }
    if (strchr(on_record, '/') != NULL && !S_ISREG(status.st_mode)) {
        return error_fail(error, "on_record=%s: it is no program", on_record);
    }
    *hooks = (struct hooks){pack, on_record, g_ptr_array_new()};
    return true;
}

void hooks_run(struct hooks *hooks, const char *directory, const char *name)
{
    struct job *job;

    if (!hooks->pack && hooks->on_record[0] == '\0') {
        return;
    }
    join_ended(hooks);
    job = g_new0(struct job, 1);
    job->hooks = hooks;
    job->directory = g_strdup(directory);
    job->name = g_strdup(name);
    g_ptr_array_add(hooks->jobs, job);
    job->thread = g_thread_new("recctrl-hooks", job_main, job);
}

void hooks_wait(struct hooks *hooks)
{
    while (hooks->jobs->len > 0) {
        join(hooks, hooks->jobs->len - 1);
    }
    g_ptr_array_free(hooks->jobs, TRUE);
}
