package io.sesamo.model.template;

import io.sesamo.model.template.Node.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds the tree of a template from its pieces. */
final class TemplateParser {

  private final List<Piece> pieces;
  private int at;

  private TemplateParser(List<Piece> pieces) {
    this.pieces = pieces;
  }

  static List<Node> parse(String source) {
    TemplateParser parser = new TemplateParser(Splitter.split(source));
    List<Node> nodes = parser.body(Set.of());
    return nodes;
  }

  /** Nodes up to a statement that begins with one of the words, which is not taken. */
  private List<Node> body(Set<String> until) {
    List<Node> nodes = new ArrayList<>();
    while (at < pieces.size()) {
      switch (pieces.get(at)) {
        case Piece.Text text -> {
          nodes.add(new Node.Text(text.text()));
          at++;
        }
        case Piece.Output output -> {
          nodes.add(
              new Node.Output(ExpressionParser.parse(output.code(), output.line()), output.line()));
          at++;
        }
        case Piece.Statement statement -> {
          if (until.contains(word(statement))) {
            return nodes;
          }
          at++;
          nodes.add(statement(statement));
        }
      }
    }
    if (!until.isEmpty()) {
      int last = pieces.isEmpty() ? 1 : pieces.getLast().line();
      throw new TemplateException(
          last, "The template ends where one of these was expected: " + String.join(", ", until));
    }
    return nodes;
  }

  private static String word(Piece.Statement statement) {
    String code = statement.code();
    int end = 0;
    while (end < code.length() && Character.isLetter(code.charAt(end))) {
      end++;
    }
    return code.substring(0, end);
  }

  private Node statement(Piece.Statement statement) {
    String word = word(statement);
    String rest = statement.code().substring(word.length());
    return switch (word) {
      case "if" -> condition(rest, statement.line());
      case "for" -> loop(rest, statement.line());
      case "set" -> assignment(rest, statement.line());
      default ->
          throw new TemplateException(
              statement.line(), "The statement " + word + " is not known in workflow templates.");
    };
  }

  private Node condition(String first, int line) {
    List<Node.Branch> branches = new ArrayList<>();
    Expression condition = ExpressionParser.parse(first, line);
    while (true) {
      List<Node> body = body(Set.of("elif", "else", "endif"));
      branches.add(new Node.Branch(condition, body));
      Piece.Statement end = (Piece.Statement) pieces.get(at++);
      switch (word(end)) {
        case "elif" -> condition = ExpressionParser.parse(end.code().substring(4), end.line());
        case "else" -> {
          List<Node> otherwise = body(Set.of("endif"));
          at++;
          return new Node.If(branches, otherwise, line);
        }
        default -> {
          return new Node.If(branches, List.of(), line);
        }
      }
    }
  }

  private Node loop(String code, int line) {
    ExpressionParser parser = new ExpressionParser(code, line);
    List<String> names = new ArrayList<>();
    boolean open = parser.accept("(");
    do {
      names.add(parser.name());
    } while (parser.accept(","));
    if (open) {
      parser.expect(")");
    }
    parser.expect("in");
    Expression values = parser.or();
    Optional<Expression> filter =
        parser.accept("if") ? Optional.of(parser.expression()) : Optional.empty();
    parser.end();
    List<Node> body = body(Set.of("else", "endfor"));
    List<Node> otherwise = List.of();
    if (word((Piece.Statement) pieces.get(at++)).equals("else")) {
      otherwise = body(Set.of("endfor"));
      at++;
    }
    return new Node.For(names, values, filter, body, otherwise, line);
  }

  private static Node assignment(String code, int line) {
    ExpressionParser parser = new ExpressionParser(code, line);
    String name = parser.name();
    parser.expect("=");
    Expression value = parser.expression();
    parser.end();
    return new Node.Set(name, value, line);
  }
}
