package io.sesamo.law.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import io.sesamo.law.Fact;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks conditions that are written in the <a href="https://cel.dev">Common Expression
 * Language</a>.
 *
 * <p>Google's library parses them and checks their types: every {@link Fact} is a variable, {@code
 * country.inGroup('D:5')} a function. What it gives is then compiled to {@link Term}s of our own,
 * which are evaluated some thirty times as fast as by the library, and name the facts that are
 * missing. They take a part of the language: comparisons, {@code && || ! ?: in}, sums and products,
 * {@code exists} and {@code all} over lists of facts, {@code startsWith}, {@code endsWith}, {@code
 * contains}, {@code size}. Thread-safe.
 */
public final class Conditions {

  /** Longer is no rule that a person could check. */
  private static final int LONGEST = 4_000;

  private static final int DEEPEST = 60;

  private final Vocabulary vocabulary;
  private final Map<String, String> memory;
  private final Map<String, String> checked = new ConcurrentHashMap<>();
  private @Nullable CelCompiler compiler;

  /** For conditions that use these names. */
  public Conditions(Vocabulary vocabulary) {
    this(vocabulary, Map.of());
  }

  /**
   * The same.
   *
   * @param memory what {@link #checked} gave with the same vocabulary
   */
  public Conditions(Vocabulary vocabulary, Map<String, String> memory) {
    this.vocabulary = vocabulary;
    this.memory = Map.copyOf(memory);
  }

  /** Made when it is needed, since that takes a tenth of a second. */
  private synchronized CelCompiler compiler() {
    CelCompiler made = compiler == null ? environment() : compiler;
    compiler = made;
    return made;
  }

  static CelCompiler environment() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(
                CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .maxExpressionCodePointSize(LONGEST)
                    .maxParseRecursionDepth(DEEPEST)
                    .maxParseErrorRecoveryLimit(5)
                    .build())
            .setStandardMacros(CelStandardMacro.EXISTS, CelStandardMacro.ALL)
            .setResultType(SimpleType.BOOL)
            .addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                    "known",
                    CelOverloadDecl.newGlobalOverload(
                        "known_fact", SimpleType.BOOL, TypeParamType.create("T"))),
                CelFunctionDecl.newFunctionDeclaration(
                    "inGroup",
                    CelOverloadDecl.newMemberOverload(
                        "country_in_group",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        SimpleType.STRING)));
    for (Fact fact : Fact.values()) {
      builder.addVar(fact.path(), type(fact.type()));
    }
    return builder.build();
  }

  private static CelType type(Fact.Type type) {
    return switch (type) {
      case TEXT -> SimpleType.STRING;
      case NUMBER -> SimpleType.DOUBLE;
      case TRUTH -> SimpleType.BOOL;
      case TEXTS -> ListType.create(SimpleType.STRING);
    };
  }

  /**
   * Checks a condition.
   *
   * @throws ConditionException when it cannot be used
   */
  public Condition.Checked check(String text) throws ConditionException {
    String known = memory.get(text);
    if (known != null) {
      try {
        return new Ready(Notation.read(known), vocabulary);
      } catch (RuntimeException spoiled) {
        // it is checked anew
      }
    }
    Term term = new Translation(vocabulary).condition(parse(text));
    checked.put(text, Notation.write(term));
    return new Ready(term, vocabulary);
  }

  /** What it had to check itself, to be given to the next one that has the same vocabulary. */
  public Map<String, String> checked() {
    return Map.copyOf(checked);
  }

  private CelExpr parse(String text) throws ConditionException {
    if (text.length() > LONGEST) {
      throw new ConditionException("it is longer than " + LONGEST + " characters");
    }
    try {
      CelAbstractSyntaxTree tree = compiler().compile(text).getAst();
      return tree.getExpr();
    } catch (CelValidationException wrong) {
      throw new ConditionException(
          wrong.getErrors().stream()
              .limit(3)
              .map(issue -> words(issue, text))
              .collect(Collectors.joining("; ")));
    } catch (RuntimeException | StackOverflowError beyondTheLibrary) {
      throw new ConditionException("it cannot be read as an expression");
    }
  }

  private static String words(CelIssue issue, String text) {
    int line = issue.getSourceLocation().getLine();
    String place =
        (text.contains("\n") ? "line " + line + " of it, " : "")
            + "character "
            + (issue.getSourceLocation().getColumn() + 1);
    return issue.getMessage().strip() + " (" + place + ")";
  }

  private record Ready(Term term, Vocabulary vocabulary) implements Condition.Checked {
    @Override
    public Condition on(LocalDate date) {
      return new Condition(term.bind(group -> vocabulary.group(group, date)));
    }

    @Override
    public Set<LocalDate> days() {
      return Reading.of(term).days();
    }

    @Override
    public Set<Fact> facts() {
      return Reading.of(term).facts();
    }
  }
}
