package io.sesamo.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sesamo.engine.Observer;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.RetryPolicy.Reason;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.view.PoolLoad;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the server counts and times, from its start on, for Prometheus. Thread-safe. Every metric is
 * there from the first answer on, also while it is zero: what is not there cannot raise an alarm.
 */
final class Metrics implements Observer {

  /** What a request is counted under that no route takes. */
  static final String NO_ROUTE = "none";

  private static final double[] WAIT_SECONDS = {
    0.01, 0.1, 1, 10, 60, 300, 1800, 7200, 28_800, 86_400
  };
  private static final double[] START_SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800
  };
  private static final double[] ANSWER_SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final Gauge workflows =
      gauge("sesamo_workflows_unfinished", "Workflows taken in and not finished.", "pool");
  private final Gauge queued =
      gauge("sesamo_groups_queued", "Groups that are ready and wait for a place.", "pool");
  private final Gauge preparing =
      gauge(
          "sesamo_tasks_preparing",
          "Tasks that have a place and whose command does not run yet.",
          "pool");
  private final Gauge running =
      gauge(
          "sesamo_tasks_running",
          "Tasks whose command runs, or whose output is being stored.",
          "pool");
  private final Histogram wait =
      histogram(
          "sesamo_group_wait_seconds",
          "From when a group was ready until it had a place.",
          WAIT_SECONDS,
          "pool");
  private final Histogram start =
      histogram(
          "sesamo_task_start_seconds",
          "From when a task had a place until its command ran.",
          START_SECONDS,
          "pool");
  private final Counter tasks =
      counter(
          "sesamo_tasks_ended_total",
          "Attempts of tasks that are over, by their last status; one with FAILED tells the cause.",
          "pool",
          "status");
  private final Counter retries =
      counter(
          "sesamo_retries_total",
          "Groups tried again: infrastructure is at fault, an exit action asked for it, or the"
              + " task failed.",
          "pool",
          "reason");
  private final Counter transitions =
      counter(
          "sesamo_transitions_total", "Events that changed a workflow, by their kind.", "event");
  private final Histogram commits =
      histogram(
          "sesamo_store_commit_seconds",
          "How long the database took for a step of the engine.",
          ANSWER_SECONDS);
  private final Counter failedCommits =
      counter(
          "sesamo_store_commit_failures_total",
          "Steps that the database did not take; each is tried again.");
  private final Histogram requests =
      histogram(
          "sesamo_http_request_seconds",
          "How long answers to requests took; following a log takes as long as somebody follows.",
          ANSWER_SECONDS,
          "method",
          "route",
          "status");
  private final Gauge memory =
      gauge("sesamo_jvm_memory_used_bytes", "Memory of the server's virtual machine.", "area");
  private final Gauge heapLimit =
      gauge("sesamo_jvm_memory_max_bytes", "What the heap may grow to.", "area");
  private final Gauge threads = gauge("sesamo_jvm_threads", "Platform threads of the server.");

  /**
   * Starts counting.
   *
   * @param version of this server
   */
  Metrics(String version) {
    gauge("sesamo_server_info", "The release of the server; always 1.", "version")
        .labelValues(version)
        .set(1);
    Stream.of(Event.Kind.values()).forEach(kind -> transitions.initLabelValues(kind.word()));
    requests.initLabelValues("GET", "/metrics", "200");
  }

  @Override
  public void committed(Duration took) {
    commits.observe(Wire.seconds(took));
  }

  @Override
  public void notCommitted() {
    failedCommits.inc();
  }

  @Override
  public void happened(Event event) {
    transitions.labelValues(event.kind().word()).inc();
  }

  @Override
  public void placed(String pool, Duration waited) {
    wait.labelValues(pool).observe(Wire.seconds(waited));
  }

  @Override
  public void started(String pool, Duration took) {
    start.labelValues(pool).observe(Wire.seconds(took));
  }

  @Override
  public void ended(String pool, TaskStatus status) {
    tasks.labelValues(pool, status.name()).inc();
  }

  @Override
  public void retried(String pool, Reason reason) {
    retries.labelValues(pool, name(reason)).inc();
  }

  /**
   * A request was answered.
   *
   * @param route with names for what varies, or {@link #NO_ROUTE}
   */
  void answered(String method, String route, int status, Duration took) {
    requests.labelValues(method, route, String.valueOf(status)).observe(Wire.seconds(took));
  }

  /** The type of {@link #text}. */
  static String contentType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }

  /** All of it in Prometheus' text format, with the work that the pools have now. */
  byte[] text(List<PoolLoad> pools) throws IOException {
    pools.forEach(this::note);
    noteVirtualMachine();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, registry.scrape());
    return text.toByteArray();
  }

  private void note(PoolLoad load) {
    String pool = load.pool();
    workflows.labelValues(pool).set(load.workflows());
    queued.labelValues(pool).set(load.queued());
    preparing.labelValues(pool).set(load.preparing());
    running.labelValues(pool).set(load.running());
    wait.initLabelValues(pool);
    start.initLabelValues(pool);
    Stream.of(TaskStatus.values())
        .filter(TaskStatus::finished)
        .forEach(status -> tasks.initLabelValues(pool, status.name()));
    Stream.of(Reason.values()).forEach(reason -> retries.initLabelValues(pool, name(reason)));
  }

  private void noteVirtualMachine() {
    MemoryMXBean bean = ManagementFactory.getMemoryMXBean();
    memory.labelValues("heap").set((double) bean.getHeapMemoryUsage().getUsed());
    memory.labelValues("nonheap").set((double) bean.getNonHeapMemoryUsage().getUsed());
    heapLimit.labelValues("heap").set((double) bean.getHeapMemoryUsage().getMax());
    threads.set(ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static String name(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  private Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(bounds)
        .withoutExemplars()
        .register(registry);
  }
}
