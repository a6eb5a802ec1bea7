/* SPDX-License-Identifier: 0BSD */
/*
 * Records exactly one program. The recording begins directly in front of execve in the child and ends when the parent
 * hears that the child has ended, so little else is in it: the child shares the parent's memory, which execve has not
 * to take apart, and the parent sleeps already when the recording begins.
 */
#include "../call.h"
#include "../command.h"
#include "../print.h"
#include "../program.h"
#include "../sys/sys.h"

#define STACK_BYTES 16384

#define NO_ANSWER_YET 0x7fffffff

/* What parent and child share. */
struct job {
    struct recctrl_request start;
    struct recctrl_request stop;
    struct program program;
    char **environment;
    struct sys_signals signals; /* the parent's, for the program */
    volatile int32_t answer;    /* of the start */
    volatile long failure;      /* of execve; 0 while it has not failed */
};

static int child(void *argument)
{
    struct job *job = argument;

    sys_restore_signals(&job->signals);
    sys_yield();
    job->answer = call_contract2(&job->start);
    if (job->answer == RECCTRL_START) {
        job->failure = sys_execute(job->program.path, job->program.arguments, job->environment);
        call_contract2(&job->stop);
    }
    return REFUSED;
}

/*
 * Waits until the child has ended, and hands on what is sent to the parent alone. Returns 1 where the child's status
 * has been taken already.
 */
static int await_end(long process, int *status)
{
    struct sys_signal signal;

    for (;;) {
        sys_next_signal(&signal);
        if (signal.ended == process) {
            return 0;
        }
        if (signal.from_process) {
            sys_kill(process, signal.number);
        }
        /* The end of another child, which a shell may have left us, can stand for both. */
        if (signal.number == 0 && sys_wait(process, status, 0) == process) {
            return 1;
        }
    }
}

/* Tells what became of the recording. Returns the exit status. */
static int conclude(const struct job *job, const struct arguments *arguments, int32_t stopped, int status)
{
    if (job->answer == RECCTRL_NOOP) {
        print_error("recctrlu: run: a recording is on already; ", *arguments->program, " was not run");
        return REFUSED;
    }
    if (job->answer == NO_ANSWER_YET) {
        return sys_exit_status(status);
    }
    if (job->answer != RECCTRL_START) {
        return command_failed(arguments, job->answer);
    }
    if (job->failure != 0) {
        print_error("recctrlu: run: ", *arguments->program, " can't be executed; nothing of it was recorded");
        return job->failure == -SYS_ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
    }
    if (stopped == RECCTRL_NOOP) {
        print_error("recctrlu: run: the recording had ended before ", *arguments->program, " did");
    } else if (stopped != RECCTRL_STOP) {
        command_failed(arguments, stopped);
    }
    return sys_exit_status(status);
}

static int run(struct job *job, const struct arguments *arguments)
{
    static _Alignas(16) char stack[STACK_BYTES];
    int32_t stopped = RECCTRL_NOOP;
    int status = 0;
    int is_taken;
    long process;

    sys_hold_signals(&job->signals);
    job->answer = NO_ANSWER_YET;
    job->failure = 0;
    process = sys_spawn(child, job, stack + sizeof(stack));
    if (process < 0) {
        sys_restore_signals(&job->signals);
        print_error("recctrlu: run: no process can be made");
        return REFUSED;
    }
    is_taken = await_end(process, &status);
    if ((job->answer == RECCTRL_START && job->failure == 0) || job->answer == NO_ANSWER_YET) {
        stopped = call_contract2(&job->stop);
    }
    if (!is_taken) {
        sys_wait(process, &status, 1);
    }
    sys_restore_signals(&job->signals);
    return conclude(job, arguments, stopped, status);
}

int run_main(const struct arguments *arguments)
{
    static struct job job;
    const struct arguments nothing = {.command = arguments->command};
    int status = command_request(&job.stop, RECCTRL_CALL_CHECK, &nothing);

    if (status != DONE) {
        return status;
    }
    int32_t answer = call_contract2(&job.stop);
    if (answer != RECCTRL_HELLO) {
        return command_failed(arguments, answer);
    }
    status = program_find(&job.program, arguments->program, arguments->environment);
    if (status != 0) {
        print_error("recctrlu: run: ", *arguments->program,
                    status == NOT_FOUND ? ": there is no such program" : " is not executable");
        return status;
    }
    job.environment = arguments->environment;
    job.stop.action = RECCTRL_CALL_STOP;
    status = command_request(&job.start, RECCTRL_CALL_START, arguments);
    return status == DONE ? run(&job, arguments) : status;
}
