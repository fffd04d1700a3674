package io.sesamo.model.spec;

import io.sesamo.model.Problem;
import io.sesamo.model.spec.SesamoTask.Accelerator;
import io.sesamo.model.spec.SesamoTask.Data;
import io.sesamo.model.spec.SesamoTask.Deadline;
import io.sesamo.model.spec.SesamoTask.Retries;
import io.sesamo.model.spec.SesamoTask.RunTime;
import io.sesamo.model.spec.SesamoWorkflow.Budget;
import io.sesamo.model.spec.SesamoWorkflow.Objective;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a workflow says to Sesamo alone, under the key {@code sesamo}. */
final class SesamoParser {

  static final Set<String> TASK =
      Set.of(
          "retries",
          "accelerators",
          "acceleratorMemory",
          "data",
          "deadline",
          "duration",
          "outputSize");
  static final Set<String> WORKFLOW =
      Set.of("tenant", "budget", "residency", "waitForDecision", "objective", "nodes", "spread");
  static final Set<String> OBJECTIVE = Set.of("time", "cost", "carbon");
  static final Set<String> RETRIES = Set.of("limit", "backoff");
  static final Set<String> ACCELERATOR = Set.of("model", "stack", "image", "command", "args");
  static final Set<String> DATA = Set.of("countries", "categories");
  static final int MOST_RETRIES = 100;
  static final int HEAVIEST = 1000;
  static final String WORD = "[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?";
  static final String TENANT =
      "[A-Za-z0-9][A-Za-z0-9_-]{0,62}(/[A-Za-z0-9][A-Za-z0-9_-]{0,62}){0,7}";
  static final String BUDGET = "([0-9]{1,12}(?:\\.[0-9]{1,4})?) ([A-Z]{3})";

  private static final Duration LONGEST_BACKOFF = Duration.ofDays(1);
  private static final Pattern BUDGET_PATTERN = Pattern.compile(BUDGET);
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final List<Problem> problems;

  private SesamoParser(List<Problem> problems) {
    this.problems = problems;
  }

  static SesamoTask task(Fields task, List<Problem> problems) {
    return section(task, "a task", TASK, problems)
        .map(fields -> new SesamoParser(problems).task(fields))
        .orElse(SesamoTask.NONE);
  }

  static SesamoWorkflow workflow(Fields workflow, List<Problem> problems) {
    return section(workflow, "the workflow", WORKFLOW, problems)
        .map(fields -> new SesamoParser(problems).workflow(fields))
        .orElse(SesamoWorkflow.NONE);
  }

  private static Optional<Fields> section(
      Fields outer, String of, Set<String> known, List<Problem> problems) {
    Optional<YamlNode> node = outer.node("sesamo");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Mapping mapping) {
      return Optional.of(new Fields("'sesamo' of " + of, mapping, known, problems));
    }
    outer.error("sesamo", "The field 'sesamo' of " + of + " must be a map.");
    return Optional.empty();
  }

  private SesamoTask task(Fields fields) {
    return new SesamoTask(
        retries(fields),
        fields.maps("accelerators").stream().map(this::accelerator).toList(),
        data(fields),
        deadline(fields),
        duration(fields),
        ResourceParser.size(fields, "acceleratorMemory"),
        ResourceParser.size(fields, "outputSize"));
  }

  private Optional<Retries> retries(Fields outer) {
    Optional<YamlNode> node = outer.node("retries");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof Mapping mapping)) {
      outer.error(
          outer.where("retries"),
          "'retries' must be a map.",
          "Write retries: {limit: 3, backoff: 10s}.");
      return Optional.empty();
    }
    Fields fields = new Fields("'retries'", mapping, RETRIES, problems);
    if (!fields.has("limit")) {
      fields.error(fields.where(), "'retries' has no limit.", "");
    }
    int limit = fields.count("limit").orElse(0);
    if (limit > MOST_RETRIES) {
      fields.error("limit", "A limit of retries is at most " + MOST_RETRIES + ".");
    }
    Optional<Duration> backoff = Times.read(fields, "backoff");
    if (backoff.filter(time -> time.compareTo(LONGEST_BACKOFF) > 0).isPresent()) {
      fields.error("backoff", "A backoff is at most a day.");
    }
    return Optional.of(new Retries(limit, backoff));
  }

  private Accelerator accelerator(Mapping mapping) {
    Fields fields = new Fields("an accelerator", mapping, ACCELERATOR, problems);
    Optional<String> model = word(fields, "model");
    Optional<String> stack = word(fields, "stack");
    if (fields.has("model") == fields.has("stack")) {
      fields.error(fields.where(), "An accelerator has either a model or a stack.", "");
    }
    List<String> command = fields.texts("command");
    List<String> args = fields.texts("args");
    if (command.isEmpty() && !args.isEmpty()) {
      fields.error("args", "An accelerator with args needs a command too.");
    }
    return new Accelerator(model, stack, fields.strictText("image"), command, args);
  }

  private static Optional<String> word(Fields fields, String field) {
    Optional<String> text = fields.strictText(field);
    text.filter(word -> !word.matches(WORD))
        .ifPresent(word ->
            fields.error(
                fields.where(field),
                "'" + word + "' is no " + field + ".",
                "Use small letters, digits, - and ., such as nvidia-h20 or cuda."));
    return text;
  }

  private Data data(Fields outer) {
    Optional<YamlNode> node = outer.node("data");
    if (node.isEmpty()) {
      return SesamoTask.NONE.data();
    }
    if (!(node.get() instanceof Mapping mapping)) {
      outer.error("data", "'data' must be a map with countries and categories.");
      return SesamoTask.NONE.data();
    }
    Fields fields = new Fields("'data'", mapping, DATA, problems);
    List<String> categories = fields.texts("categories");
    categories.stream()
        .filter(category -> !category.matches(WORD))
        .forEach(category ->
            fields.error(
                fields.where("categories"),
                "'" + category + "' is no category of data.",
                "Use small letters, digits and -, such as personal."));
    return new Data(countries(fields, "countries", Set.of()), categories);
  }

  private static List<String> countries(Fields fields, String field, Set<String> besides) {
    List<String> countries = new ArrayList<>();
    for (YamlNode item : fields.list(field)) {
      String code = item instanceof Scalar scalar ? scalar.text() : "";
      if (item instanceof Scalar scalar && scalar.value() instanceof Boolean) {
        fields.error(
            item.where(), "YAML reads " + code + " as yes or no.", "Write \"" + code + "\".");
      } else if (COUNTRIES.contains(code) || besides.contains(code)) {
        countries.add(code);
      } else {
        fields.error(
            item.where(),
            "'" + code + "' is no country.",
            "Use two capital letters (ISO 3166-1), such as FR or JP.");
      }
    }
    return countries;
  }

  private static Optional<Deadline> deadline(Fields fields) {
    Optional<YamlNode> node = fields.node("deadline");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String text = node.get() instanceof Scalar scalar ? scalar.text() : "";
    Optional<Deadline> moment = moment(text).map(Deadline.At::new);
    Optional<Deadline> length =
        Quantities.time(text).filter(Duration::isPositive).map(Deadline.After::new);
    if (moment.isEmpty() && length.isEmpty()) {
      fields.error(
          fields.where("deadline"),
          "'" + text + "' is no deadline.",
          "Write a moment such as 2026-12-24T18:00:00Z, or a time from submission such as 6h.");
    }
    return moment.or(() -> length);
  }

  /** A time, or a map of accelerator models and the time on each. */
  private List<RunTime> duration(Fields fields) {
    if (!(fields.node("duration").orElse(null) instanceof Mapping mapping)) {
      return Times.read(fields, "duration")
          .filter(time -> positive(fields, "duration", time))
          .map(time -> new RunTime(time, Optional.empty()))
          .stream()
          .toList();
    }
    Fields byModel = Fields.free("'duration'", mapping, problems);
    List<String> models = List.copyOf(mapping.entries().keySet());
    if (models.isEmpty() || !models.stream().allMatch(model -> model.matches(WORD))) {
      fields.error(
          fields.where("duration"),
          "'duration' names accelerator models.",
          "Write duration: {nvidia-h20: 2h}, or duration: 2h where it runs alike everywhere.");
      return List.of();
    }
    List<RunTime> times = new ArrayList<>();
    for (String model : models) {
      Times.read(byModel, model)
          .filter(time -> positive(byModel, model, time))
          .ifPresent(time -> times.add(new RunTime(time, Optional.of(model))));
    }
    return times;
  }

  private static boolean positive(Fields fields, String field, Duration time) {
    if (time.isZero()) {
      fields.error(field, "A duration is more than 0.");
    }
    return !time.isZero();
  }

  private Optional<Objective> objective(Fields outer) {
    if (outer.node("objective").orElse(null) instanceof Mapping mapping) {
      Fields fields = new Fields("'objective'", mapping, OBJECTIVE, problems);
      double time = weight(fields, "time");
      double cost = weight(fields, "cost");
      double carbon = weight(fields, "carbon");
      if (time + cost + carbon > 0) {
        return Optional.of(new Objective(time, cost, carbon));
      }
      outer.error(
          outer.where("objective"),
          "An objective weighs something.",
          "Write objective: {time: 2, cost: 1}, or one of " + names() + ".");
      return Optional.empty();
    }
    Optional<String> name = outer.strictText("objective");
    Optional<Objective> named = name.map(Objective.NAMED::get);
    if (name.isPresent() && named.isEmpty()) {
      outer.error(
          outer.where("objective"),
          "'" + name.get() + "' is no objective.",
          "Write one of " + names() + ", or weights such as {time: 2, cost: 1}.");
    }
    return named;
  }

  private static String names() {
    return String.join(", ", Objective.NAMED.keySet());
  }

  private static double weight(Fields fields, String field) {
    Optional<YamlNode> node = fields.node(field);
    if (node.isEmpty()) {
      return 0;
    }
    if (node.get() instanceof Scalar scalar
        && scalar.value() instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= HEAVIEST) {
      return number.doubleValue();
    }
    fields.error(field, "A weight is a number from 0 to " + HEAVIEST + ".");
    return 0;
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }

  private SesamoWorkflow workflow(Fields fields) {
    Optional<String> tenant = fields.strictText("tenant");
    tenant
        .filter(name -> !name.matches(TENANT))
        .ifPresent(name ->
            fields.error(
                fields.where("tenant"),
                "'" + name + "' is no tenant.",
                "Use names of letters, digits, - and _, parted by slashes."));
    return new SesamoWorkflow(
        tenant,
        budget(fields),
        countries(fields, "residency", Set.of("EU")),
        fields.truth("waitForDecision", false),
        objective(fields),
        Labels.ofNodes(fields, "nodes"),
        fields.truth("spread", false));
  }

  private static Optional<Budget> budget(Fields fields) {
    Optional<String> text = fields.strictText("budget");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = BUDGET_PATTERN.matcher(text.get());
    boolean known =
        matcher.matches()
            && Currency.getAvailableCurrencies().stream()
                .anyMatch(currency -> currency.getCurrencyCode().equals(matcher.group(2)));
    if (!known || new BigDecimal(matcher.group(1)).signum() == 0) {
      fields.error(
          fields.where("budget"),
          "'" + text.get() + "' is no budget.",
          "Write an amount and a currency (ISO 4217), such as 500 EUR.");
      return Optional.empty();
    }
    return Optional.of(new Budget(new BigDecimal(matcher.group(1)), matcher.group(2)));
  }
}
