package io.sesamo.backend.local;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Preparing;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.BackendEvent.Storing;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.data.ManifestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of one task, on a thread of its own: make ready, start the supervisor, wait for the end,
 * store the output. Each step begins by looking at what the task's folder says, so that a later
 * server goes on where an earlier one was cut off.
 */
final class TaskRun implements Runnable {

  private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_SIGNALS = Duration.ofMillis(200);
  private static final String SUPERVISOR_IS_GONE =
      "its supervisor is gone (was it killed, or the machine restarted?)";
  private static final long CHECK_MILLIS = 500;
  private static final int SIGNALLED = 128;
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;

  private final LaunchRun launch;
  private final TaskLaunch task;
  private final TaskFolder folder;
  private final Workshop workshop;
  private final Stopping stopping = new Stopping();

  /** A permit for each time that there may be something new to see. */
  private final Semaphore news = new Semaphore(0);

  private boolean preparing = true;
  private @Nullable Thread thread;
  private @Nullable Process supervisor;
  private @Nullable Confinement confinement;

  TaskRun(LaunchRun launch, TaskLaunch task, Workshop workshop) {
    this.launch = launch;
    this.task = task;
    this.folder = launch.folder(task.name());
    this.workshop = workshop;
  }

  /** Breaks off a preparation, so that a stop or the closing need not wait for it. */
  synchronized void wake() {
    if (thread != null && (preparing || launch.isClosed())) {
      thread.interrupt();
    }
    news.release();
  }

  @Override
  public void run() {
    try {
      Optional<Ended> before = folder.ended();
      if (before.isPresent()) {
        if (before.get().cause() == Cause.START_FAILED) {
          launch.notReady(task.name());
        } else {
          launch.wasOver(task.name());
        }
        removeSecrets();
        launch.tell(before.get());
        return;
      }
      if (launch.isOfEarlierBoot()) {
        launch.notReady(task.name());
        lost(SUPERVISOR_IS_GONE);
      } else {
        beginAndFollow();
      }
    } catch (IOException | RuntimeException failure) {
      giveUp("its folder cannot be used any more: " + failure.getMessage());
    } catch (Error failure) { // whoever waits for the task must hear of its end all the same
      giveUp("the server cannot follow it any more: " + failure);
      throw failure;
    } finally {
      workshop.supervisors().forget(folder);
    }
  }

  private void giveUp(String why) {
    launch.notReady(task.name());
    if (!launch.isClosed()) {
      killWhatRuns();
      lost(why);
    }
  }

  private void beginAndFollow() throws IOException {
    try {
      if (begin()) {
        follow();
      }
    } catch (StartFailure failure) {
      notStarted(Cause.START_FAILED, failure.exitCode(), failure.text());
    } catch (InterruptedException brokenOff) {
      notStarted(Cause.STOPPED, TERMINATED, "Stopped before its command started");
    }
  }

  /** A failure that comes of being interrupted counts as what the interruption was for. */
  private void notStarted(Cause cause, int exitCode, String message) throws IOException {
    launch.notReady(task.name());
    if (launch.isClosed()) {
      return; // the next server goes on
    }
    if (Files.exists(folder.order()) && !folder.forbidStart()) {
      followAllTheSame();
    } else if (launch.stopping().isPresent()) {
      end(Cause.STOPPED, TERMINATED, "Stopped before its command started");
    } else {
      end(cause, exitCode, message);
    }
  }

  /** A supervisor has begun it meanwhile, perhaps that of an earlier server. */
  private void followAllTheSame() throws IOException {
    try {
      follow();
    } catch (StartFailure onlyWhereNobodyHasBegunIt) {
      throw new IOException(onlyWhereNobodyHasBegunIt.text(), onlyWhereNobodyHasBegunIt);
    }
  }

  private void killWhatRuns() {
    try {
      if (!folder.forbidStart()) {
        folder.process().ifPresent(Claim::killSession);
        confinement().signal(folder, name(), true);
      }
    } catch (IOException | RuntimeException nothingCanBeDone) {
      say("It may still run: " + nothingCanBeDone.getMessage());
    }
  }

  /** Makes the task ready and starts its supervisor, or adopts it; false when it was stopped. */
  private boolean begin() throws IOException, StartFailure, InterruptedException {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    boolean adopted = Files.exists(folder.order());
    if (adopted) {
      workshop.preparation().accelerators().adopt(name(), task.amount(), accelerators());
      if (launch.launch().place().emulated()) {
        workshop.seats().occupy(launch.launch());
      }
      if (folder.claim().isPresent()) { // it runs, whatever has become of the others
        synchronized (this) {
          preparing = false;
        }
        launch.wasOver(task.name());
        return true;
      }
    } else {
      stopIfAsked();
      if (launch.launch().place().emulated()) {
        takeASeat();
      }
      workshop
          .preparation()
          .prepare(launch.launch(), task, folder, message -> launch.tell(preparing(message)));
      confinement = workshop.preparation().confinementOf(task.spec());
    }
    launch.awaitOthers(task.name());
    if (folder.neverStarts()) {
      end(Cause.STOPPED, TERMINATED, "Stopped before its command started");
      return false;
    }
    synchronized (this) {
      preparing = false;
      stopIfAsked();
    }
    if (folder.claim().isEmpty()) {
      startCommand();
    }
    return true;
  }

  /** Says that it is emulated, and waits until this machine has room for it. */
  private void takeASeat() throws InterruptedException {
    String words = EmulatedPools.words(launch.launch(), task);
    say(words);
    launch.tell(preparing(words));
    workshop
        .seats()
        .take(
            launch.launch(),
            () -> launch.tell(preparing("emulated: " + workshop.seats().description())));
  }

  private void startCommand() throws StartFailure {
    try {
      supervisor = workshop.supervisors().run(folder, news::release);
    } catch (IOException failure) {
      throw new StartFailure(
          ExitCodes.START_ERROR, "The task's supervisor did not start: " + failure.getMessage());
    }
  }

  private void stopIfAsked() throws InterruptedException {
    if (Thread.interrupted() || launch.isClosed()) {
      throw new InterruptedException();
    }
    if (launch.stopping().isPresent() && folder.claim().isEmpty()) {
      throw new InterruptedException();
    }
  }

  private Preparing preparing(String message) {
    return new Preparing(launch.launch().id(), task.name(), now(), message);
  }

  /**
   * Waits for the command's end. The supervisor that this server has started tells of news; where
   * there is none it looks, often at first: most short tasks are over by then.
   */
  private void follow() throws IOException, StartFailure {
    Instant began = now();
    boolean started = false;
    long pause = 2;
    Instant nextCheck = began;
    while (true) {
      Optional<Integer> exit = folder.exit();
      Optional<String> failed = folder.failed();
      if (!started && folder.claim().isPresent()) {
        started = true;
        launch.tell(new Started(launch.launch().id(), task.name(), now(), task.node()));
      }
      if (exit.isPresent()) {
        finish(exit.get());
        return;
      }
      if (failed.isPresent()) {
        lost("its supervisor could not run it: " + failed.get());
        return;
      }
      if (launch.stopping().isPresent() && !started && folder.forbidStart()) {
        end(Cause.STOPPED, TERMINATED, "Stopped before its command started");
        return;
      }
      if (folder.code().isPresent()) { // it has ended by itself, whoever wants to stop it now
        confinement().signal(folder, name(), true); // what an unconfined command left running
      } else {
        launch.stopping().ifPresent(grace -> stopping.go(grace, now()));
      }
      if (now().isAfter(nextCheck)) {
        nextCheck = now().plusMillis(CHECK_MILLIS);
        if (isOver(began)) {
          return;
        }
      }
      try {
        pause(pause);
      } catch (InterruptedException closing) {
        if (launch.isClosed()) {
          return;
        }
      }
      pause = Math.min(40, pause + 1);
    }
  }

  private void pause(long millis) throws InterruptedException {
    Process process = supervisor;
    boolean isTold =
        process != null
            && process.isAlive()
            && launch.stopping().isEmpty()
            && folder.code().isEmpty();
    if (news.tryAcquire(isTold ? CHECK_MILLIS : millis, TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  /** Whether the supervisor is gone without a word; what it has left is killed, the task ended. */
  private boolean isOver(Instant began) throws IOException, StartFailure {
    Optional<Claim> claim = folder.claim();
    if (claim.isEmpty()) {
      Process process = supervisor;
      boolean dead = process == null || !process.isAlive();
      if ((dead || now().isAfter(began.plus(CLAIM_PATIENCE))) && folder.forbidStart()) {
        if (process != null && dead && process.exitValue() > SIGNALLED) {
          return lost(SUPERVISOR_IS_GONE);
        }
        throw new StartFailure(
            ExitCodes.START_ERROR,
            "The task's supervisor did not start: "
                + Files.readString(workshop.supervisors().log()).strip());
      }
      return false;
    }
    if (claim.get().alive() || folder.exit().isPresent()) {
      return false;
    }
    boolean leftovers = folder.process().map(Claim::killSession).orElse(false);
    if (confinement().signal(folder, name(), true) || leftovers) {
      return false; // they are gone when it is asked again
    }
    return lost(SUPERVISOR_IS_GONE);
  }

  private boolean lost(String why) {
    end(Cause.LOST, ExitCodes.BACKEND_ERROR, "Lost: " + why);
    return true;
  }

  private void finish(int exitCode) throws IOException {
    workshop.sessions().endOf(name());
    Cause cause = Cause.EXITED;
    int code = exitCode;
    String message = "";
    boolean killed = folder.toldToStop(true);
    if (killed || folder.toldToStop(false)) {
      cause = Cause.STOPPED;
      code = killed ? KILLED : TERMINATED;
      message = "Stopped";
    } else if (exitCode != 0 && Limits.ranOutOfMemory(folder.groupList())) {
      cause = Cause.OUT_OF_MEMORY;
      code = ExitCodes.EVICTED;
      message = "Killed: it used more memory than it asked for";
    } else if (exitCode == Limits.FILE_TOO_LARGE) {
      message = "Killed: it wrote a file that is larger than its share of the disk";
    }
    Optional<ManifestId> stored = Optional.empty();
    boolean complete = true;
    try {
      if (folder.hasOutput()) {
        launch.tell(new Storing(launch.launch().id(), task.name(), now()));
      }
      TaskOutput output = workshop.output();
      ManifestId id = output.store(folder, confinement().isolated());
      stored = Optional.of(id);
      for (String missing : output.missingKpis(task.spec(), id)) {
        say("The key figures' file '" + missing + "' is missing");
      }
      output.copyOut(task.spec(), id);
    } catch (IOException failure) {
      if (launch.isClosed()) {
        return;
      }
      complete = false;
      message = (message + " The output could not be stored: " + failure.getMessage()).strip();
      if (cause == Cause.EXITED && exitCode == 0) {
        cause = Cause.OUTPUT_FAILED;
        code = ExitCodes.UPLOAD_FAILED;
      }
    }
    Instant now = now();
    Instant until = folder.over().filter(now::isAfter).orElse(now);
    end(cause, code, stored, message, Optional.of(new Ran(until, complete)));
  }

  /** The end of a task whose command did not end, or nobody knows how. */
  private void end(Cause cause, int exitCode, String words) {
    end(cause, exitCode, Optional.empty(), words, Optional.empty());
  }

  /** The last thing of a task. It is written down first, so that it can be told again. */
  private void end(
      Cause cause, int exitCode, Optional<ManifestId> output, String words, Optional<Ran> ran) {
    String message = harmless(words);
    Ended ended =
        new Ended(launch.launch().id(), task.name(), now(), cause, exitCode, output, message, ran);
    boolean succeeded = cause == Cause.EXITED && exitCode == 0;
    workshop.sessions().endOf(name());
    try {
      Files.createDirectories(folder.path());
      takeCheckpoints(succeeded);
      Limits.remove(folder.groupList());
      workshop.preparation().accelerators().giveBack(name());
      folder.writeEnded(ended);
    } catch (IOException diskTrouble) {
      say("Its end could not be written down: " + diskTrouble);
    }
    if (!message.isEmpty()) {
      say(message);
    }
    removeSecrets();
    launch.tell(ended);
  }

  private void removeSecrets() {
    try {
      folder.secrets().remove();
    } catch (IOException diskTrouble) {
      say("What it was given of credentials could not be removed: " + diskTrouble);
    }
  }

  private void say(String words) {
    workshop.say(launch.launch(), task.name(), harmless(words));
  }

  /** Names of files that a task has made may be in it, and those may be anything. */
  private String harmless(String words) {
    try {
      return folder.secrets().mask().hide(words);
    } catch (IOException unreadable) {
      return "Why cannot be said here: " + folder.secrets().folder() + " cannot be read.";
    }
  }

  private void takeCheckpoints(boolean succeeded) throws IOException {
    Checkpoints checkpoints = workshop.preparation().checkpoints();
    if (succeeded) {
      checkpoints.forget(launch.launch(), task.spec());
    } else if (Files.exists(folder.order())) {
      try {
        checkpoints.keep(launch.launch(), task.spec(), folder, confinement());
      } catch (StartFailure | IOException | RuntimeException lost) {
        say("Its checkpoints could not be kept: " + lost.getMessage());
      }
    }
  }

  private Confinement confinement() throws IOException {
    Confinement known = confinement;
    if (known == null) {
      known = workshop.confinement(Order.read(folder.order()).confinement());
      confinement = known;
    }
    return known;
  }

  private List<Integer> accelerators() throws IOException {
    return Files.exists(folder.accelerators())
        ? Files.readAllLines(folder.accelerators()).stream().map(Integer::valueOf).toList()
        : List.of();
  }

  private String name() {
    return Plan.name(launch.launch().id(), task.name());
  }

  private Instant now() {
    return workshop.clock().instant();
  }

  /** Asks the task's processes to end; once the grace is over, kills them until they are gone. */
  private final class Stopping {
    private @Nullable Instant asked;
    private Instant next = Instant.MIN;

    void go(Duration grace, Instant now) {
      if (now.isBefore(next)) {
        return;
      }
      try {
        boolean kill = grace.isZero() || (asked != null && !now.isBefore(asked.plus(grace)));
        if (kill || asked == null) {
          boolean heard = signal(kill);
          if (heard && asked == null) {
            asked = now;
          }
          next = heard && kill ? now.plus(BETWEEN_SIGNALS) : now;
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    /** A note is left before: should this server end right after it, the next one knows why. */
    private boolean signal(boolean kill) throws IOException {
      boolean noted = folder.noteStop(kill);
      boolean heard = confinement().signal(folder, name(), kill);
      if (noted && !heard) {
        folder.withdrawStop(kill);
      }
      return heard;
    }
  }
}
