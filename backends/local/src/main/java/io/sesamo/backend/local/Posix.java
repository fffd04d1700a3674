package io.sesamo.backend.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The calls of the operating system that a supervisor needs and Java has no words for: processes in
 * sessions of their own, and waiting for several pipes at once. Numbers are those of Linux; files
 * that are opened here are not handed on to processes that are started.
 */
final class Posix {

  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int O_NOCTTY = 0400;
  private static final int O_NONBLOCK = 04000;
  private static final int O_APPEND = 02000;
  private static final int O_CLOEXEC = 02000000;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int POLLFD_BYTES = 8;
  private static final int WNOHANG = 1;
  private static final long NS_GET_PARENT = 0xb702;
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int EINTR = 4;
  private static final int NOT_A_DEVICE = 25;
  private static final int NOT_SUPPORTED = 95;

  /** {@code FS_IOC_GETFLAGS}. */
  private static final long GET_FLAGS = 0x80086601L;

  /** Of {@code posix_spawn}: the process leads a session of its own, and no signal is blocked. */
  private static final short SETSID_AND_SETSIGMASK = 0x80 | 0x08;

  /** More than any C library's structures for {@code posix_spawn}, and than its set of signals. */
  private static final int STRUCTURE_BYTES = 1024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle FCNTL =
      find("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle IOCTL =
      find("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
  private static final MethodHandle KILL =
      find("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle FLOCK =
      find("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SETNS =
      find("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle LIST_ATTRIBUTES =
      find("llistxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle PIPE =
      find("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle READ =
      find("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      find("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle POLL =
      find("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle WAITPID =
      find("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SPAWN =
      find(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ACTIONS_INIT =
      find("posix_spawn_file_actions_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle ACTIONS_DESTROY =
      find("posix_spawn_file_actions_destroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle ADD_DUP =
      find(
          "posix_spawn_file_actions_adddup2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ATTRIBUTES_INIT =
      find("posix_spawnattr_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle SET_FLAGS =
      find("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));

  private Posix() {}

  private static MethodHandle find(String name, FunctionDescriptor type) {
    return find(name, type, Linker.Option.captureCallState("errno"));
  }

  /** A function that takes any number of arguments from the {@code firstVariadic} one on. */
  private static MethodHandle find(String name, FunctionDescriptor type, int firstVariadic) {
    return find(
        name,
        type,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(firstVariadic));
  }

  @SuppressWarnings("restricted") // whoever starts this program allows it
  private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }

  /** A call has failed. */
  static final class Failure extends IOException {
    private static final long serialVersionUID = 1L;

    private final int number;

    Failure(String what, int number) {
      super(what + " failed: error " + number + " of the operating system");
      this.number = number;
    }

    /** The operating system's {@code errno}. */
    int number() {
      return number;
    }
  }

  /** One call; what it answers, and why it failed where it did. */
  private interface Call {
    long answer(MemorySegment errno) throws Throwable;
  }

  /** Repeats a call that a signal has broken off; -1 becomes an exception. */
  private static long call(String what, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      while (true) {
        long answer = call.answer(errno);
        if (answer != -1) {
          return answer;
        }
        int why = (int) ERRNO_VALUE.get(errno, 0L);
        if (why != EINTR) {
          throw new Failure(what, why);
        }
      }
    } catch (IOException | RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Opens a file to append to, made for its owner alone where there is none. */
  static int openToAppend(Path file) throws IOException {
    return open(file, O_WRONLY | O_CREAT | O_APPEND);
  }

  static int openToRead(Path file) throws IOException {
    return open(file, 0);
  }

  /** Opens a device to read and write, without waiting for either. */
  static int openDevice(Path file) throws IOException {
    return open(file, O_RDWR | O_NOCTTY | O_NONBLOCK);
  }

  private static int open(Path file, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(file.toString());
      return (int)
          call(
              "opening " + file,
              errno -> (int) OPEN.invokeExact(errno, name, flags | O_CLOEXEC, 0600));
    }
  }

  /** Bytes of the names of a file's extended attributes, of which access control lists are some. */
  static long extendedAttributes(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(file.toString());
      return call(
          "reading the attributes of " + file,
          errno -> (long) LIST_ATTRIBUTES.invokeExact(errno, name, MemorySegment.NULL, 0L));
    } catch (Failure failure) {
      return orNone(failure);
    }
  }

  /** What {@code chattr} has set of a file or folder, as the kernel's {@code FS_*_FL}. */
  static long inodeFlags(Path file) throws IOException {
    int opened = openToRead(file);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flags = arena.allocate(JAVA_LONG);
      control(opened, GET_FLAGS, flags);
      return flags.get(JAVA_INT, 0);
    } catch (Failure failure) {
      return orNone(failure);
    } finally {
      close(opened);
    }
  }

  /** Some file systems have no such thing. */
  private static long orNone(Failure failure) throws Failure {
    if (failure.number() == NOT_SUPPORTED || failure.number() == NOT_A_DEVICE) {
      return 0;
    }
    throw failure;
  }

  static void close(int file) throws IOException {
    call("closing a file", errno -> (int) CLOSE.invokeExact(errno, file));
  }

  /** From here on an open file is not handed on to processes that are started. */
  static void keepFromProcesses(int file) throws IOException {
    call("setting a flag", errno -> (int) FCNTL.invokeExact(errno, file, F_SETFD, FD_CLOEXEC));
  }

  /** The two ends of a pipe. */
  record Pipe(int reading, int writing) {}

  static Pipe pipe() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      call("making a pipe", errno -> (int) PIPE.invokeExact(errno, ends, O_CLOEXEC));
      return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    }
  }

  /** Fills the buffer as far as there is something to read now; 0 at the end. */
  static int read(int file, MemorySegment buffer) throws IOException {
    return (int)
        call("reading", errno -> (long) READ.invokeExact(errno, file, buffer, buffer.byteSize()));
  }

  static byte[] readAll(Path path) throws IOException {
    int file = openToRead(path);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(1 << 14);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int count = read(file, buffer); count > 0; count = read(file, buffer)) {
        all.writeBytes(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
      }
      return all.toByteArray();
    } finally {
      close(file);
    }
  }

  /** Writes all of it; when that fails, a part may have been written. */
  static void write(int file, byte[] bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int count = bytes.length;
      MemorySegment all = arena.allocate(Math.max(1, count));
      MemorySegment.copy(bytes, 0, all, ValueLayout.JAVA_BYTE, 0, count);
      long done = 0;
      while (done < count) {
        MemorySegment rest = all.asSlice(done, count - done);
        done +=
            call("writing", errno -> (long) WRITE.invokeExact(errno, file, rest, rest.byteSize()));
      }
    }
  }

  /** Writes what fits now of a buffer; at least one byte, where the file can be written to. */
  static int writeSome(int file, MemorySegment buffer) throws IOException {
    return (int)
        call("writing", errno -> (long) WRITE.invokeExact(errno, file, buffer, buffer.byteSize()));
  }

  /** Asks a device for something, or tells it; what it answers depends on the request. */
  static int control(int file, long request, MemorySegment argument) throws IOException {
    return (int)
        call(
            "controlling a device",
            errno -> (int) IOCTL.invokeExact(errno, file, request, argument));
  }

  /**
   * Opens the user namespace that another was made in; the file is to be closed. See ioctl_nsfs(2).
   */
  static int openParentNamespace(Path namespace) throws IOException {
    int own = openToRead(namespace);
    try {
      return control(own, NS_GET_PARENT, MemorySegment.NULL);
    } finally {
      close(own);
    }
  }

  /**
   * Moves this thread, and no other of this process, into a network namespace. Only root can, and
   * the thread should not be used for anything else afterwards.
   */
  static void enterNetwork(int namespace) throws IOException {
    call("entering a network", errno -> (int) SETNS.invokeExact(errno, namespace, CLONE_NEWNET));
  }

  /**
   * Waits for a lock on an open file, as the program {@code flock} does. It is held until the file
   * is closed, whatever ends its process.
   *
   * @param alone whether nobody else may have it meanwhile
   */
  static void lock(int file, boolean alone) throws IOException {
    int how = alone ? LOCK_EX : LOCK_SH;
    call("locking a file", errno -> (int) FLOCK.invokeExact(errno, file, how));
  }

  /** Sends a signal to a process. */
  static void signal(long process, int signal) throws IOException {
    call("sending a signal", errno -> (int) KILL.invokeExact(errno, (int) process, signal));
  }

  /** Waits until the first file can be written to, or the second can be read. */
  static void awaitWritable(int file, int other) throws IOException {
    poll(new int[] {file, other}, new short[] {POLLOUT, POLLIN}, -1);
  }

  /**
   * Waits until one of the files can be read or has come to its end.
   *
   * @param files those below 0 are left out
   * @param millis at most; -1: as long as it takes
   * @return for each file whether it can be read
   */
  static boolean[] poll(int[] files, int millis) throws IOException {
    short[] events = new short[files.length];
    Arrays.fill(events, POLLIN);
    return poll(files, events, millis);
  }

  private static boolean[] poll(int[] files, short[] events, int millis) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate((long) POLLFD_BYTES * files.length, POLLFD_BYTES);
      for (int i = 0; i < files.length; i++) {
        list.set(JAVA_INT, (long) i * POLLFD_BYTES, files[i]);
        list.set(JAVA_SHORT, (long) i * POLLFD_BYTES + 4, events[i]);
      }
      call("polling", errno -> (int) POLL.invokeExact(errno, list, (long) files.length, millis));
      boolean[] ready = new boolean[files.length];
      for (int i = 0; i < files.length; i++) {
        ready[i] = list.get(JAVA_SHORT, (long) i * POLLFD_BYTES + 6) != 0;
      }
      return ready;
    }
  }

  /**
   * Starts a process in a session of its own.
   *
   * @param words the first is the path of a program
   * @param environment {@code NAME=value}, all of it
   * @param files what becomes its file descriptors from 0 on
   * @return its number; it has to be waited for
   */
  static int spawn(List<String> words, List<String> environment, List<Integer> files)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(STRUCTURE_BYTES, 16);
      MemorySegment attributes = arena.allocate(STRUCTURE_BYTES, 16); // blocks no signal
      MemorySegment process = arena.allocate(JAVA_INT);
      MemorySegment program = arena.allocateFrom(words.getFirst());
      MemorySegment arguments = strings(arena, words);
      MemorySegment variables = strings(arena, environment);
      check(call("", errno -> (int) ACTIONS_INIT.invokeExact(errno, actions)));
      try {
        for (int i = 0; i < files.size(); i++) {
          int from = files.get(i);
          int to = i;
          check(call("", errno -> (int) ADD_DUP.invokeExact(errno, actions, from, to)));
        }
        check(call("", errno -> (int) ATTRIBUTES_INIT.invokeExact(errno, attributes)));
        check(
            call(
                "",
                errno -> (int) SET_FLAGS.invokeExact(errno, attributes, SETSID_AND_SETSIGMASK)));
        check(
            call(
                "",
                errno ->
                    (int)
                        SPAWN.invokeExact(
                            errno, process, program, actions, attributes, arguments, variables)));
        return process.get(JAVA_INT, 0);
      } finally {
        call("", errno -> (int) ACTIONS_DESTROY.invokeExact(errno, actions));
      }
    }
  }

  /** Functions of this family answer why they failed, or 0. */
  private static void check(long why) throws IOException {
    if (why != 0) {
      throw new IOException(
          "a process cannot be started: error " + why + " of the operating system");
    }
  }

  private static MemorySegment strings(Arena arena, List<String> strings) {
    MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L); // ends with a null
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
    }
    return array;
  }

  /**
   * The exit status of a process that was started here, as a shell gives it; it may be asked for
   * once.
   *
   * @param patiently waits for the process's end; else empty while it runs
   */
  static OptionalInt exitStatus(int process, boolean patiently) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      int options = patiently ? 0 : WNOHANG;
      long ended =
          call(
              "waiting for a process",
              errno -> (int) WAITPID.invokeExact(errno, process, status, options));
      int value = status.get(JAVA_INT, 0);
      int signal = value & 0x7f;
      return ended == 0
          ? OptionalInt.empty()
          : OptionalInt.of(signal == 0 ? value >> 8 & 0xff : 128 + signal);
    }
  }

  /** Opens everything that is needed, so that the first task need not wait for it. */
  static void warm() throws IOException {
    Pipe pipe = pipe();
    close(pipe.writing());
    poll(new int[] {pipe.reading()}, 0);
    close(pipe.reading());
  }
}
