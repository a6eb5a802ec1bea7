# SPDX-License-Identifier: GPL-2.0-or-later
"""The command lines of vm and replay, without running them; and what they refuse."""
import os
import shutil
import subprocess
import tempfile

import pytest
import recordings
from conftest import BUILD


@pytest.fixture
def parts(tmp_path_factory, recctrl):
    """An installation of recctrl with empty plugins and an empty engine: enough to print command lines."""
    prefix = tmp_path_factory.mktemp("prefix")
    for directory in ("bin", "plugins/x86_64-softmmu/panda/plugins", "guests/x86_64", "engine"):
        (prefix / directory).mkdir(parents=True)
    (prefix / "bin/recctrl").write_bytes(recctrl.program.read_bytes())
    (prefix / "bin/recctrl").chmod(0o755)
    (prefix / "bin/recctrl-panda").write_text("")
    (prefix / "plugins/x86_64-softmmu/panda/plugins/panda_recctrl.so").write_text("")
    (prefix / "guests/x86_64/args").write_text("-kernel\n/a b/vmlinuz\n-append\nconsole=ttyS0 quiet\n")
    recctrl.program = prefix / "bin/recctrl"
    recctrl.environment["RECCTRL_ENGINE"] = str(prefix / "engine")
    return prefix


def command_line(recctrl, *arguments):
    lines = recctrl(*arguments).stdout.split("\n")
    assert lines.pop() == ""
    return lines


def test_default_guest_has_its_console_here(recctrl, parts, tmp_path):
    assert command_line(recctrl, "vm", "--print") == [
        f"{parts}/bin/recctrl-panda", "--engine", f"{parts}/engine", "--target", "x86_64", "--",
        "-kernel", "/a b/vmlinuz", "-append", "console=ttyS0 quiet", "-display", "none", "-serial", "mon:stdio",
        "-panda", f"recctrl:dir={tmp_path}"]


def test_plugin_options(recctrl, parts, tmp_path):
    line = command_line(recctrl, "vm", "--print", "--session-rec", "--nrec", "3", "--dry", "--timeout", "60",
                        "--max-size", "20M", "--min-free", "1G", "--max-starts", "5", "--max-sessions", "7",
                        "--max-calls", "8", "--snapshot", "sync", "--checksum", "--token-file", "/s", "--pack",
                        "--on-record", "/bin/x", "--plugin", "later=1", "--dir", ".")
    assert line[-1] == (f"recctrl:dir={tmp_path},session_rec=y,nrec=3,dry=y,timeout=60,max_size=20M,min_free=1G,"
                        "max_starts=5,max_sessions=7,max_calls=8,snapshot=sync,checksum=y,token_file=/s,"
                        "pack=y,on_record=/bin/x,later=1")


def test_own_machine(recctrl, parts, tmp_path):
    line = command_line(recctrl, "vm", "-p", "--", "-m", "64", "-serial", "stdio", "--")
    assert line[6:] == ["-m", "64", "-serial", "stdio", "--", "-panda", f"recctrl:dir={tmp_path}"]


def test_guest_with_more_arguments(recctrl, parts):
    line = command_line(recctrl, "vm", "-p", "--guest", str(parts / "guests/x86_64"), "--", "-serial", "pty")
    assert line[6:-2] == ["-kernel", "/a b/vmlinuz", "-append", "console=ttyS0 quiet", "-serial", "pty",
                          "-display", "none"]


@pytest.mark.parametrize("arguments, reason", [
    (["-enable-kvm"], "KVM"), (["--enable-kvm"], "KVM"), (["-accel", "kvm"], "tcg"), (["-accel", "accel=hax"], "tcg"),
    (["-machine", "pc,accel=kvm"], "tcg"), (["-M", "accel=kvm:tcg"], "tcg"), (["-accel", "tcgx"], "tcg"),
    (["-smp", "2"], "one virtual CPU"), (["-smp", "cpus=2"], "one virtual CPU"),
    (["-smp", "sockets=1,cores=2"], "one virtual CPU"), (["-smp", "0x4,maxcpus=8"], "one virtual CPU"),
])
def test_machines_that_cannot_be_recorded(recctrl, parts, arguments, reason):
    message = recctrl.refuses("vm", "--print", "--", "-m", "64", *arguments)
    assert reason in message and arguments[0] in message


@pytest.mark.parametrize("arguments", [
    ["-smp", "1"], ["-smp", "cpus=1,maxcpus=4"], ["-smp", "1,cores=2"], ["-accel", "tcg"], ["-accel", "tcg,thread=multi"],
    ["-machine", "pc,accel=tcg"], ["-machine", "pc"], ["-append", "-enable-kvm-not"], ["-name", "myaccel=kvm"],
])
def test_machines_that_can(recctrl, parts, arguments):
    assert command_line(recctrl, "vm", "--print", "--", *arguments)[6:-2] == arguments


def test_directories_that_cannot_be_recorded_into(recctrl, parts, tmp_path):
    assert "missing: No such file" in recctrl.refuses("vm", "--print", "--dir", "missing")
    (tmp_path / "file").write_text("")
    assert "not a directory" in recctrl.refuses("vm", "--print", "--dir", "file")
    (tmp_path / "a,b").mkdir()
    assert '","' in recctrl.refuses("vm", "--print", "--dir", "a,b")


def test_directory_without_permission(recctrl):
    """As an ordinary user: root may write everywhere."""
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        program = shutil.copy(recctrl.program, directory)
        os.mkdir(f"{directory}/closed", 0o555)
        user = 65534 if os.geteuid() == 0 else None
        result = subprocess.run([program, "vm", "--print", "--dir", f"{directory}/closed"], capture_output=True,
                                user=user, text=True, check=False)
        assert result.returncode == 1 and "Permission denied" in result.stderr


def test_missing_parts_are_named(recctrl, parts):
    assert '"arm"' in recctrl.refuses("vm", "--print", "--target", "arm")
    assert '"debian"' in recctrl.refuses("vm", "--print", "--guest", "debian")
    assert "/nowhere" in recctrl.refuses("vm", "--print", "--engine", "/nowhere")
    assert "recctrl engine" in recctrl.refuses("vm", "--print", RECCTRL_ENGINE="", XDG_CACHE_HOME="/nowhere")
    (parts / "bin/recctrl-panda").unlink()
    assert "recctrl-panda" in recctrl.refuses("vm", "--print")


def replayed(recctrl, tmp_path, machine, *extra, **members):
    recordings.Recording(tmp_path, "x").write_manifest(machine=machine, **members)
    line = command_line(recctrl, "replay", "--print", "x", "--", *extra)
    end = line.index("-replay")
    assert line[end + 1:] == [str(tmp_path / "x"), *extra]
    return line[6:end]


CLOSED = ["-snapshot", "-display", "none", "-monitor", "none"]


@pytest.mark.parametrize("machine, kept", [
    (["-m", "256", "-M", "pc", "-device", "isa-debug-exit"], ["-m", "256", "-M", "pc", "-device", "isa-debug-exit"]),
    (["-kernel", "vmlinuz", "-initrd", "i", "-append", "-m 1 'x'", "-dtb", "d"], []),
    (["-net", "none"], ["-net", "none"]),
    (["-netdev", "user,id=n0,hostfwd=tcp:127.0.0.1:2222-:22", "-device", "e1000,netdev=n0"],
     ["-netdev", "user,restrict=on,id=n0", "-device", "e1000,netdev=n0"]),
    (["-netdev", "tap,ifname=tap0,id=n,script=/x"], ["-netdev", "user,restrict=on,id=n"]),
    (["-net", "nic,model=e1000,vlan=3", "-net", "user,vlan=3,hostfwd=tcp::1-:2"],
     ["-net", "nic,model=e1000,vlan=3", "-net", "user,restrict=on,vlan=3"]),
    (["-net", "dump,file=x"], []),
    (["-serial", "mon:stdio", "--serial", "none"], ["-serial", "null", "--serial", "none"]),
    (["-chardev", "socket,path=/x,id=c,server", "-device", "pci-serial,chardev=c"],
     ["-chardev", "null,id=c", "-device", "pci-serial,chardev=c"]),
    (["-monitor", "unix:m,server", "-qmp", "stdio", "-vnc", ":1", "-S", "-s", "-gdb", "tcp::1", "-daemonize",
      "-pidfile", "p", "-no-shutdown", "-complete-rr-snapshot", "-no-reboot"], ["-no-reboot"]),
    (["-panda", "asidstory", "-pandalog", "x", "-replay", "old", "-loadvm", "root"], []),
    (["-drive", "if=none,id=x", "-drive", "if=pflash,file=flash,,1,format=raw", "-sd", "card"],
     ["-drive", "if=none,id=x", "-drive", "if=pflash,file=/srv/flash,,1,format=raw", "-sd", "/srv/card"]),
    (["-drive", "file=gone,if=virtio,format=qcow2,cache=none,id=d", "-hdb", "gone", "-cdrom", "/gone"],
     ["-drive", "file.driver=null-co,format=raw,if=virtio,id=d",
      "-drive", "file.driver=null-co,format=raw,index=1,media=disk",
      "-drive", "file.driver=null-co,format=raw,index=2,media=cdrom"]),
    (["-drive", "file=nbd:127.0.0.1:9"], ["-drive", "file=nbd:127.0.0.1:9"]),
    (["-name", "it's; rm -rf $HOME `x`"], ["-name", "it's; rm -rf $HOME `x`"]),
    (["-serial"], []),
])
def test_what_a_replay_makes_of_a_machine(recctrl, parts, tmp_path, machine, kept):
    assert replayed(recctrl, tmp_path, machine) == kept + CLOSED


def test_disks_that_are_there_are_opened_as_snapshots(recctrl, parts, tmp_path):
    (tmp_path / "a,b c").write_text("")
    machine = ["-drive", "if=ide,file=a,,b c,format=raw", "-hda", "a,b c"]
    assert replayed(recctrl, tmp_path, machine, cwd=str(tmp_path)) == [
        "-drive", f"if=ide,file={tmp_path}/a,,b c,format=raw", "-hda", f"{tmp_path}/a,b c"] + CLOSED


def test_nographic_had_a_serial_port(recctrl, parts, tmp_path):
    assert replayed(recctrl, tmp_path, ["-nographic"]) == CLOSED + ["-serial", "null"]
    assert replayed(recctrl, tmp_path, ["-nographic", "-serial", "stdio"]) == ["-serial", "null"] + CLOSED


def test_plugins_for_a_replay_pass_through(recctrl, parts, tmp_path):
    replayed(recctrl, tmp_path, [], "-panda", "stringsearch:str=a b;c")


def test_the_log_says_which_plugin_a_replay_needs(recctrl, parts, tmp_path):
    """It is loaded where it exists: for the targets that need it."""
    plugins = parts / "plugins/aarch64-softmmu/panda/plugins"
    plugins.mkdir(parents=True)
    (plugins / "panda_recctrl_replay.so").write_text("")
    for target, log_format, loaded in [("aarch64", "register-writes", True), ("arm", "register-writes", False),
                                       ("aarch64", None, False)]:
        recordings.Recording(tmp_path, "x").write_manifest(target=target, log_format=log_format)
        line = command_line(recctrl, "replay", "--print", "x", "--", "-panda", "osi")
        assert line[line.index("-replay") + 2:] == (["-panda", "recctrl_replay"] if loaded else []) + ["-panda", "osi"]


def test_a_log_of_an_unknown_format_is_refused(recctrl, parts, tmp_path):
    recordings.Recording(tmp_path, "x").write_manifest(log_format="later")
    assert recctrl.refuses("replay", "--print", "x") == (
        'recctrl replay: x has a log of the format "later", which this recctrl does not know\n')


def test_replay_without_a_manifest_needs_a_target(recctrl, parts, tmp_path):
    recordings.Recording(tmp_path, "x")
    assert "--target" in recctrl.refuses("replay", "--print", "x")
    assert command_line(recctrl, "replay", "--print", "--target", "arm", "x", "--", "-M", "virt")[3:5] == [
        "--target", "arm"]


def test_only_whole_recordings_are_replayed(recctrl, parts, tmp_path):
    recordings.Recording(tmp_path, "x").write_manifest(state="incomplete", reason="no space")
    for command in ("replay", "verify"):
        assert "x: incomplete: no space; recctrl repair may mend it\n" in recctrl.refuses(command, "x")
    (tmp_path / "x-rr-snp").unlink()
    assert "repair" not in recctrl.refuses("replay", "x")


def test_paths_that_panda_would_cut(recctrl, parts, tmp_path):
    deep = tmp_path.joinpath(*["d" * 200] * 5)
    deep.mkdir(parents=True)
    recordings.Recording(deep, "x").write_manifest()
    assert "can't open paths" in recctrl.refuses("replay", f"{deep}/x")


def test_the_engine_is_got_by_the_program_beside(recctrl, parts):
    """With its options, and from where "make install" puts it."""
    assert "engine/get" in recctrl.refuses("engine")
    getter = parts / "libexec/recctrl/engine/get"
    getter.parent.mkdir(parents=True)
    getter.write_text('#!/bin/sh\nprintf "%s|" "$@"\nexit 3\n')
    getter.chmod(0o755)
    assert recctrl("engine", status=3).stdout == "|"
    assert recctrl("engine", "-p", "--wheel", "a b", status=3).stdout == "--print-directory|--wheel|a b|"
    assert "one word too many: x" in recctrl.refuses("engine", "x", status=2)
