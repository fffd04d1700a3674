#!/bin/sh
# Runs the command of one task, once, and outlives the server that started it.
#
# Argument: the task's folder. It holds `order`, a shell fragment that sets
#   log        the task's log file
#   lines      how many bytes of each stream the log may hold
#   awk        options that make awk pass every line on at once
#   groups     cgroup.procs files that the command is put under
#   processes  how many processes the command may have, where no group limits them
#   blocks     how large a file it may write, in 512 bytes
#   sandboxed  "yes" when the command is bubblewrap
#   "$@"       the command's words
# and `arguments`, what bubblewrap reads from file descriptor 5. Neither is ever on a command line.
#
# It leaves three facts, each a symbolic link whose target is the fact: made whole or not at all,
# never made twice, and no more than one small write to the disk:
#   claim   "<process> <start time> <boot>" of this shell, before anything else
#   code    the command's exit status (only un-sandboxed: what it left running must be ended then)
#   exit    the same, as the very last thing: the log is whole, and every process is gone

cd "$1" || exit 1
unset PWD OLDPWD # the command would see them
trap : HUP INT TERM # a handler, unlike ignoring them, is not handed on to the command

read -r stat <"/proc/$$/stat"
set -- ${stat##*) }
shift 19
read -r boot </proc/sys/kernel/random/boot_id
ln -s "$$ $1 $boot" claim 2>/dev/null || exit 0

. ./order
mkfifo -m 600 out err

# Appends a stream to the log. The line that a stream ends in the middle of is kept; some kinds of
# awk drop what follows a zero byte in its line. mawk (which needs options) takes time by the square of
# a line's length: each awk is given so little memory that it gives up on a line of many megabytes;
# the rest is read and dropped, so that the command can go on.
append() {
  if [ -n "$awk" ]; then ulimit -v 16384; else ulimit -v 65536; fi
  awk $awk -v stream="$1" -v left="$lines" '
    left > 0 {
      line = systime() " " stream " " $0
      left -= length(line) + 1
      if (left <= 0) line = line "\n" systime() " s The log is cut here: it is too long."
      printf "%s", line "\n" # in one write, so that the streams do not mix
      fflush()
    }' >>"$log" && return # it has read all there is
  echo "$(date +%s) s A line is too long, or the disk is full: the log of this stream ends here." \
    2>/dev/null >>"$log"
  cat >/dev/null
}
append o <out &
append e <err &

# The process that all others of a sandbox die with: bubblewrap tells its number as JSON.
sandbox_is_gone() {
  while read -r key value; do
    case $key in '"child-pid":') first=${value%%[!0-9]*} ;; esac
  done <sandbox
  [ -n "$first" ] || return 0
  read -r stat 2>/dev/null <"/proc/$first/stat" || return 0
  case ${stat##*) } in [ZX]*) return 0 ;; esac
  return 1
}

# A limit is a courtesy to the other tasks: where it cannot be set, the command runs all the same.
limit() {
  for group in $groups; do echo 0 >"$group"; done
  if [ -n "$processes" ]; then ulimit -u "$processes" || ulimit -p "$processes"; fi
  ulimit -f "$blocks"
}

if [ "$sandboxed" = yes ]; then
  (
    limit 2>/dev/null
    exec "$@" 4>sandbox 5<arguments
  ) </dev/null >out 2>err
  code=$?
  until sandbox_is_gone; do sleep 0.005; done
else
  (
    limit 2>/dev/null
    exec "$@"
  ) </dev/null >out 2>err
  code=$?
  ln -s "$code" code
fi
wait
ln -s "$code" exit
