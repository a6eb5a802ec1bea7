/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What panda_recctrl_transcript.so tells recctrl while it replays a recording: a stream of records through a pipe, in
 * the order in which the guest did these things. It is no file format: both ends are built together.
 *
 * The stream begins with TRANSCRIPT_MAGIC. Then records follow, each a struct transcript_record, in this machine's byte
 * order, and `bytes` bytes behind it. What they say comes from a guest and is hostile.
 */
#ifndef RECCTRL_TRANSCRIPT_STREAM_H
#define RECCTRL_TRANSCRIPT_STREAM_H

#include <stdint.h>

#define TRANSCRIPT_MAGIC "recctrl transcript 1\n" /* without the NUL */

#define TRANSCRIPT_RECORD_BYTES_MAX (64 * 1024)

enum transcript_type {
    TRANSCRIPT_OPENED = 1, /* a channel: uint32_t, one of enum transcript_kind; comes before its other records */
    TRANSCRIPT_INFO,       /* of a channel: KEY=VALUE without a NUL; the last one of a key counts. Keys: below */
    TRANSCRIPT_OUTPUT,     /* bytes that whoever sits there got to see; without a terminal: standard output */
    TRANSCRIPT_ERROR,      /* without a terminal: standard error */
    TRANSCRIPT_INPUT,      /* bytes that came from there: typed, or standard input */
    TRANSCRIPT_RESIZE,     /* of a terminal: two uint16_t, columns and rows */
    TRANSCRIPT_CLOSED,     /* a channel; nothing comes of it any more */
    TRANSCRIPT_TSC,        /* channel 0: uint64_t, what the guest read from the processor's time-stamp counter */
    TRANSCRIPT_PROBLEM,    /* channel 0: one line of text for the user: what could not be read, and why */
    TRANSCRIPT_END,        /* channel 0: the replay came to its end; no records follow */
};

enum transcript_kind {
    TRANSCRIPT_PTY = 1, /* a pseudo-terminal: an SSH session with one, su, sudo, script, tmux … */
    TRANSCRIPT_PIPES,   /* a session of sshd without a terminal: ssh HOST COMMAND, scp, sftp */
    TRANSCRIPT_SERIAL,  /* the machine's serial port */
};

/*
 * Keys of TRANSCRIPT_INFO:
 *   terminal   as the guest calls it: pts/0, ttyS0
 *   program    path of the program that runs there, as it was executed (the shell, the command of ssh HOST COMMAND)
 *   command    its arguments as it was executed, with a blank between two
 *   uid        of that program, decimal
 *   server     path of the program at the other end: /usr/sbin/sshd, /usr/bin/tmux …
 *   begun      "before": the channel was open already when the recording began
 */

struct transcript_record {
    uint32_t type;    /* enum transcript_type */
    uint32_t channel; /* counted from 1 in the order of opening; 0: none */
    uint32_t bytes;   /* that follow: at most TRANSCRIPT_RECORD_BYTES_MAX */
    uint32_t reserved;
    uint64_t instructions; /* executed since the recording began */
};

#endif
