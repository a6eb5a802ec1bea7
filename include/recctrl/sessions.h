/* SPDX-License-Identifier: 0BSD */
/*
 * The guest's list of open sessions, by which one whose login process is gone is found.
 *
 * A session's identity begins with the process that opened it: "PID.START", decimal, START being the process's start
 * time in clock ticks since boot (field 22 of /proc/PID/stat; 0 where unknown). Together they name a process once per
 * boot. What follows after one more dot tells a human who it is: "1234.56789.alice@192.0.2.7".
 *
 * While a session is open, a file with its identity as name lies in the directory below, which only root may
 * enter; the file holds the note as one line: "user=alice host=192.0.2.7 tty=ssh service=sshd pid=1234".
 */
#ifndef RECCTRL_SESSIONS_H
#define RECCTRL_SESSIONS_H

#ifndef RECCTRL_SESSIONS_PARENT
#define RECCTRL_SESSIONS_PARENT "/run/recctrl"
#endif
#define RECCTRL_SESSIONS_DIRECTORY RECCTRL_SESSIONS_PARENT "/sessions"

#endif
