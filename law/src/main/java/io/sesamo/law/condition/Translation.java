package io.sesamo.law.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import io.sesamo.law.Days;
import io.sesamo.law.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles one type-checked expression, and checks the names in it. Not thread-safe; used once. */
final class Translation {

  private static final Set<String> COMPARISONS =
      Set.of("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_");

  private final Vocabulary vocabulary;

  /** The variable of the {@code exists} or {@code all} in hand, and the list that it runs over. */
  private String variable = "";

  private @Nullable Term list;

  Translation(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  Term condition(CelExpr expression) throws ConditionException {
    return switch (expression.exprKind().getKind()) {
      case CONSTANT -> constant(expression.constant());
      case IDENT -> name(expression.ident().name());
      case CALL -> call(expression.call());
      case COMPREHENSION -> each(expression.comprehension());
      case LIST -> list(expression);
      case SELECT, STRUCT, MAP, NOT_SET ->
          throw new ConditionException("rules have no maps, messages or fields of their own");
    };
  }

  private static Term constant(CelConstant constant) throws ConditionException {
    return new Terms.Constant(
        switch (constant.getKind()) {
          case BOOLEAN_VALUE -> constant.booleanValue();
          case INT64_VALUE -> (double) constant.int64Value();
          case UINT64_VALUE -> constant.uint64Value().doubleValue();
          case DOUBLE_VALUE -> constant.doubleValue();
          case STRING_VALUE -> constant.stringValue();
          default -> throw new ConditionException("rules compare texts, numbers and truths only");
        });
  }

  private Term name(String name) throws ConditionException {
    if (name.equals(variable)) {
      return new Terms.Item();
    }
    Fact fact = Fact.of(name).orElseThrow(() -> new ConditionException("there is no fact " + name));
    return new Terms.Asked(fact);
  }

  private Term list(CelExpr expression) throws ConditionException {
    List<Object> items = new ArrayList<>();
    for (CelExpr element : expression.list().elements()) {
      if (!(condition(element) instanceof Terms.Constant item)) {
        throw new ConditionException("lists hold constants only");
      }
      items.add(item.constant());
    }
    if (items.stream().anyMatch(item -> item instanceof List<?>)
        || items.stream().map(Object::getClass).distinct().count() > 1) {
      throw new ConditionException("lists hold texts, numbers or truths, all of one kind");
    }
    return new Terms.Constant(List.copyOf(items));
  }

  private Term call(CelCall call) throws ConditionException {
    List<Term> arguments = new ArrayList<>();
    if (call.target().isPresent()) {
      arguments.add(condition(call.target().get()));
    }
    for (CelExpr argument : call.args()) {
      arguments.add(condition(argument));
    }
    String function = call.function();
    checkDate(function, arguments);
    if (COMPARISONS.contains(function) || function.equals("@in")) {
      compareKnown(arguments.getFirst(), arguments.getLast());
      compareKnown(arguments.getLast(), arguments.getFirst());
    }
    Term first = arguments.getFirst();
    Term last = arguments.getLast();
    return switch (function) {
      case "_&&_" -> new Terms.Junction(first, last, false);
      case "_||_" -> new Terms.Junction(first, last, true);
      case "!_" -> new Terms.Not(first);
      case "_?_:_" -> new Terms.Choice(first, arguments.get(1), last);
      case "known" -> new Terms.Known(first);
      case "inGroup" -> inGroup(first, last);
      default -> new Terms.Binary(first, last, operation(function));
    };
  }

  /** The date stands beside days that are written down, so that it is known when it matters. */
  private static void checkDate(String function, List<Term> arguments) throws ConditionException {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof Terms.Asked asked && asked.fact() == Fact.DATE) {
        boolean fits =
            arguments.size() == 2
                && arguments.get(1 - i) instanceof Terms.Constant
                && (COMPARISONS.contains(function) || function.equals("@in"));
        if (!fits) {
          throw new ConditionException(
              "date is only compared with days, as in date >= '2026-01-15'");
        }
      }
    }
  }

  private static Operation operation(String function) throws ConditionException {
    return Operation.named(function)
        .orElseThrow(() ->
            new ConditionException(
                "rules do not have CEL's " + function.replace("_", " ").strip()));
  }

  private Term inGroup(Term country, Term group) throws ConditionException {
    if (!(group instanceof Terms.Constant name)
        || !vocabulary.hasGroup(String.valueOf(name.constant()))) {
      throw new ConditionException(
          "there is no group of countries "
              + (group instanceof Terms.Constant name ? name.constant() : "of that kind"));
    }
    if (!isCountry(country)) {
      throw new ConditionException(
          "only a country is in a group, as in site.country.inGroup('D:5')");
    }
    return new Terms.InGroup(country, String.valueOf(name.constant()), Members.NONE);
  }

  private boolean isCountry(@Nullable Term term) {
    return switch (term) {
      case Terms.Asked asked -> asked.fact().domain() == Fact.Domain.COUNTRY;
      case Terms.Item item -> isCountry(list);
      case Terms.Constant constant ->
          (constant.constant() instanceof List<?> items ? items : List.of(constant.constant()))
              .stream()
                  .allMatch(code -> vocabulary.knows(Fact.Domain.COUNTRY, String.valueOf(code)));
      case null, default -> false;
    };
  }

  /** Refuses texts that the fact beside them can never be. */
  private void compareKnown(Term asked, Term beside) throws ConditionException {
    Optional<Fact> fact = fact(asked);
    if (fact.isEmpty() || !(beside instanceof Terms.Constant constant)) {
      return;
    }
    for (Object item :
        constant.constant() instanceof List<?> items ? items : List.of(constant.constant())) {
      if (item instanceof String text) {
        compareKnown(fact.get(), text);
      }
    }
  }

  private void compareKnown(Fact fact, String text) throws ConditionException {
    if (fact == Fact.DATE && Days.read(text).isEmpty()) {
      throw new ConditionException("'" + text + "' is no day such as 2026-01-15");
    }
    boolean known =
        switch (fact.domain()) {
          case ANY -> true;
          case WORDS -> fact.words().contains(text);
          case COUNTRY, CHIP, SITE -> vocabulary.knows(fact.domain(), text);
        };
    if (!known) {
      throw new ConditionException(
          fact.path()
              + " is never '"
              + text
              + "': "
              + switch (fact.domain()) {
                case COUNTRY -> "the catalogue has no such country (ISO 3166-1 alpha-2)";
                case CHIP -> "the catalogue has no such accelerator";
                case SITE -> "the catalogue has no such site";
                case ANY, WORDS ->
                    "it is " + String.join(", ", fact.words().stream().sorted().toList());
              });
    }
  }

  private Optional<Fact> fact(@Nullable Term term) {
    return switch (term) {
      case Terms.Asked asked -> Optional.of(asked.fact());
      case Terms.Item item -> fact(list);
      case null, default -> Optional.empty();
    };
  }

  /** CEL writes {@code exists} and {@code all} as a loop over the list. */
  private Term each(CelComprehension loop) throws ConditionException {
    if (!variable.isEmpty()) {
      throw new ConditionException("exists and all cannot stand inside one another");
    }
    Term range = condition(loop.iterRange());
    CelCall step = loop.loopStep().call();
    CelExpr body = step.args().get(1);
    variable = loop.iterVar();
    list = range;
    Term inside = condition(body);
    variable = "";
    list = null;
    return new Terms.Each(range, inside, step.function().equals("_||_"));
  }
}
