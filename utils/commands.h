/* SPDX-License-Identifier: 0BSD */
/* The subcommands in the order of "recctrlu help": COMMAND(name, what it takes, synopsis, summary). */
#ifdef _WIN32 /* there is neither syslog nor PAM */
#define SYSLOG_OPTION ""
#else
#define SYSLOG_OPTION "[--syslog] "
#endif
COMMAND(run, TAKES_NAME | TAKES_NOTE | TAKES_PROGRAM, "[--note TEXT] NAME -- CMD [ARG...]",
        "records exactly CMD and exits with its status")
COMMAND(start, TAKES_NAME | TAKES_NOTE, "[--note TEXT] NAME", "starts a recording, unless one is on")
COMMAND(stop, 0, "", "stops the recording, if one is on")
COMMAND(status, 0, "", "prints what the host is doing")
COMMAND(check, 0, "", "tells whether there is a recctrl in this machine")
COMMAND(toggle, TAKES_NAME, "NAME", "starts a recording, or stops the one that is on")
COMMAND(open_session, TAKES_NAME | TAKES_SESSION | TAKES_NOTE | TAKES_SYSLOG,
        SYSLOG_OPTION "[--session ID [--note TEXT]] NAME",
        "opens a session; the first one starts a recording")
COMMAND(close_session, TAKES_NAME | TAKES_SESSION | TAKES_SYSLOG, SYSLOG_OPTION "[--session ID] NAME",
        "closes a session; the last one stops the recording")
#ifndef _WIN32
COMMAND(sessions, 0, "", "lists the sessions that PAM opened, and whether their login is still there")
COMMAND(reap, 0, "", "closes the sessions whose login is gone")
#endif
COMMAND(help, 0, "", "prints this")
#undef SYSLOG_OPTION
