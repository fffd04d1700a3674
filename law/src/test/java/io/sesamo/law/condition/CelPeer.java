package io.sesamo.law.condition;

import com.google.common.collect.ImmutableSetMultimap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.sesamo.law.Action;
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import io.sesamo.law.rule.Rule;
import io.sesamo.model.catalog.Catalog;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CEL's own evaluator over the same conditions, to compare with. */
public final class CelPeer {

  private final CelRuntime runtime;
  private final LocalDate date;

  /** For conditions of a day. */
  public CelPeer(Catalog catalog, LocalDate date) {
    this.date = date;
    ImmutableSetMultimap.Builder<String, String> members = ImmutableSetMultimap.builder();
    catalog.memberships().stream()
        .filter(member -> member.holds(date))
        .forEach(member -> members.put(member.group(), member.country()));
    ImmutableSetMultimap<String, String> groups = members.build();
    this.runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(CelOptions.current().enableHeterogeneousNumericComparisons(true).build())
            .addFunctionBindings(
                CelFunctionBinding.from(
                    "country_in_group",
                    String.class,
                    String.class,
                    (country, group) -> groups.containsEntry(group, country)),
                CelFunctionBinding.from("known_fact", Object.class, fact -> true))
            .build();
  }

  /** A condition, ready to evaluate. */
  public interface Program {
    /** Whether it holds for sure. */
    boolean holds(Map<String, Object> input) throws CelEvaluationException;
  }

  /** One condition. */
  public Program program(String text) {
    try {
      CelAbstractSyntaxTree tree = Conditions.environment().compile(text).getAst();
      CelRuntime.Program program = runtime.createProgram(tree);
      return input -> Boolean.TRUE.equals(program.eval(input));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those of the rules that are in force and speak of an action. */
  public List<Program> programs(List<Rule> rules, Action action) {
    List<Program> programs = new ArrayList<>();
    for (Rule rule : rules) {
      for (Rule.Case item : rule.cases()) {
        if (rule.holds(date) && item.period().holds(date) && rule.actions().contains(action)) {
          programs.add(program(item.text()));
        }
      }
    }
    return programs;
  }

  /** The facts as CEL takes them, something for a missing one: its evaluator wants all of them. */
  public static Map<String, Object> input(Facts facts) {
    Map<String, Object> input = new HashMap<>();
    for (Fact fact : Fact.values()) {
      @Nullable Object value = facts.get(fact);
      input.put(fact.path(), value == null ? something(fact.type()) : value);
    }
    return input;
  }

  private static Object something(Fact.Type type) {
    return switch (type) {
      case TEXT -> "";
      case NUMBER -> 0.0;
      case TRUTH -> false;
      case TEXTS -> List.of();
    };
  }
}
