package io.sesamo.model.template;

import io.sesamo.model.template.Node.Expression;
import io.sesamo.model.template.Node.Filter;
import io.sesamo.model.template.Node.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds the tree of a template from its pieces. */
final class TemplateParser {

  private static final int DEEPEST = 100;

  private final List<Piece> pieces;
  private final Set<String> blocks = new HashSet<>();
  private int at;
  private int depth;

  private TemplateParser(List<Piece> pieces) {
    this.pieces = pieces;
  }

  static List<Node> parse(String source) {
    return new TemplateParser(Splitter.split(source)).body(Set.of());
  }

  /** Nodes up to a statement that begins with one of the words, which is not taken. */
  private List<Node> body(Set<String> until) {
    if (++depth > DEEPEST) {
      throw new TemplateException(
          pieces.get(at - 1).line(), "The template's blocks are nested too deeply");
    }
    List<Node> nodes = new ArrayList<>();
    while (at < pieces.size()) {
      switch (pieces.get(at)) {
        case Piece.Text text -> {
          nodes.add(new Node.Text(text.text(), text.line()));
          at++;
        }
        case Piece.Output output -> {
          ExpressionParser parser = new ExpressionParser(output.code(), output.line());
          Expression value = parser.tuple(true);
          parser.end();
          nodes.add(new Node.Output(List.of(value), output.line()));
          at++;
        }
        case Piece.Statement statement -> {
          if (until.contains(word(statement))) {
            depth--;
            return nodes;
          }
          at++;
          nodes.add(statement(statement));
        }
      }
    }
    if (!until.isEmpty()) {
      throw new TemplateException(
          pieces.getLast().line(),
          "The template ends where one of these was expected: " + String.join(", ", until));
    }
    return nodes;
  }

  private static String word(Piece.Statement statement) {
    String code = statement.code();
    int end = 0;
    while (end < code.length()
        && (Character.isLetterOrDigit(code.charAt(end)) || code.charAt(end) == '_')) {
      end++;
    }
    return code.substring(0, end);
  }

  private Node statement(Piece.Statement statement) {
    String word = word(statement);
    int line = statement.line();
    ExpressionParser parser = new ExpressionParser(statement.code().substring(word.length()), line);
    return switch (word) {
      case "if" -> condition(parser);
      case "for" -> loop(parser);
      case "set" -> assignment(parser);
      case "with" -> with(parser);
      case "macro" -> macro(parser);
      case "call" -> callBlock(parser);
      case "filter" -> {
        List<Filter> filters = parser.filters();
        parser.end();
        yield new Node.FilterBlock(filters, closed("endfilter"), line);
      }
      case "print" -> print(parser);
      case "block" -> block(parser);
      case "autoescape" -> {
        Expression on = parser.expression();
        parser.end();
        yield new Node.AutoEscape(on, closed("endautoescape"), line);
      }
      case "extends", "include", "import", "from" ->
          new Node.Unavailable(
              "The statement " + word + " needs other files, and a workflow is one file", line);
      default ->
          throw new TemplateException(
              line, "The statement " + word + " is not known in workflow templates");
    };
  }

  /** The body of a statement up to its end, which is taken. */
  private List<Node> closed(String end) {
    List<Node> body = body(Set.of(end));
    endStatement(end);
    return body;
  }

  /** Takes a statement that is one word. */
  private void endStatement(String word) {
    Piece.Statement end = (Piece.Statement) pieces.get(at++);
    new ExpressionParser(end.code().substring(word.length()), end.line()).end();
  }

  private Node condition(ExpressionParser first) {
    List<Node.Branch> branches = new ArrayList<>();
    ExpressionParser parser = first;
    while (true) {
      Expression condition = parser.tuple(false);
      parser.end();
      branches.add(new Node.Branch(condition, body(Set.of("elif", "else", "endif"))));
      Piece.Statement end = (Piece.Statement) pieces.get(at);
      switch (word(end)) {
        case "elif" -> {
          at++;
          parser = new ExpressionParser(end.code().substring(4), end.line());
        }
        case "else" -> {
          endStatement("else");
          return new Node.If(branches, closed("endif"), first.line());
        }
        default -> {
          endStatement("endif");
          return new Node.If(branches, List.of(), first.line());
        }
      }
    }
  }

  private Node loop(ExpressionParser parser) {
    Target target = parser.target();
    if (target.names().contains("loop")) {
      throw parser.error("The name loop belongs to the loop itself");
    }
    parser.expect("in");
    Expression values = parser.tuple(false);
    Optional<Expression> filter =
        parser.accept("if") ? Optional.of(parser.expression()) : Optional.empty();
    boolean recursive = parser.accept("recursive");
    parser.end();
    List<Node> body = body(Set.of("else", "endfor"));
    List<Node> otherwise = List.of();
    if (word((Piece.Statement) pieces.get(at)).equals("else")) {
      endStatement("else");
      otherwise = closed("endfor");
    } else {
      endStatement("endfor");
    }
    return new Node.For(target, values, filter, recursive, body, otherwise, parser.line());
  }

  private Node assignment(ExpressionParser parser) {
    Target target = parser.target();
    if (parser.accept("=")) {
      Expression value = parser.tuple(true);
      parser.end();
      return new Node.Set(target, value, parser.line());
    }
    List<Filter> filters = parser.accept("|") ? parser.filters() : List.of();
    parser.end();
    return new Node.SetBlock(target, filters, closed("endset"), parser.line());
  }

  private Node with(ExpressionParser parser) {
    List<Target> targets = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!parser.atEnd()) {
      if (!targets.isEmpty()) {
        parser.expect(",");
      }
      targets.add(new Target.Name(parser.freshName()));
      parser.expect("=");
      values.add(parser.expression());
    }
    return new Node.With(targets, values, closed("endwith"), parser.line());
  }

  private Node macro(ExpressionParser parser) {
    String name = parser.freshName();
    Node.Signature signature = parser.signature();
    parser.end();
    return new Node.MacroNode(name, signature, closed("endmacro"), parser.line());
  }

  private Node callBlock(ExpressionParser parser) {
    Node.Signature signature =
        parser.is("(") ? parser.signature() : new Node.Signature(List.of(), List.of());
    Expression called = parser.expression();
    parser.end();
    if (!(called instanceof Expression.Call call)) {
      throw parser.error("What follows call must be the call of a macro");
    }
    return new Node.CallBlock(signature, call, closed("endcall"), parser.line());
  }

  private static Node print(ExpressionParser parser) {
    List<Expression> values = new ArrayList<>();
    while (!parser.atEnd()) {
      if (!values.isEmpty()) {
        parser.expect(",");
      }
      values.add(parser.expression());
    }
    return new Node.Output(values, parser.line());
  }

  private Node block(ExpressionParser parser) {
    String name = parser.name();
    if (!blocks.add(name)) {
      throw parser.error("The block " + name + " is there twice");
    }
    boolean scoped = parser.accept("scoped");
    if (parser.is("required")) {
      throw parser.error("A required block needs other files, and a workflow is one file");
    }
    parser.end();
    List<Node> body = body(Set.of("endblock"));
    Piece.Statement end = (Piece.Statement) pieces.get(at++);
    ExpressionParser rest =
        new ExpressionParser(end.code().substring("endblock".length()), end.line());
    rest.accept(name);
    rest.end();
    return new Node.Block(body, scoped, parser.line());
  }
}
