package io.sesamo.model.template;

import io.sesamo.model.template.Types.Markup;
import java.util.ArrayList;
import java.util.List;

/**
 * What a template's author may not have meant, noted while it is rendered. Knows the line that is
 * being rendered. Not thread-safe; used once.
 */
final class Remarks {

  private static final int MOST = 100;

  private final List<Template.Remark> all = new ArrayList<>();
  private int line = 1;

  /** Goes to a line of the template, 1-based. */
  void at(int number) {
    line = number;
  }

  int line() {
    return line;
  }

  List<Template.Remark> all() {
    return all;
  }

  /** Notes what is doubtful about a value that is printed. */
  void printed(Object value, String text) {
    if (value == None.NONE) {
      note("A value that is null is printed as the text None.", "Write {{ name or '' }} for none.");
    } else if (!Python.isText(value) && !(value instanceof Markup) && text.indexOf('\\') >= 0) {
      note(
          "A list or map is printed as Python does, with escapes that change its texts.",
          "Write {{ name | tojson }}.");
    }
  }

  /** Notes that a method is meant where a map has a key of that name. */
  void hidden(String key) {
    note(
        "The key '" + key + "' of a map is hidden by the method of that name.",
        "Write name['" + key + "'].");
  }

  private void note(String message, String advice) {
    Template.Remark remark = new Template.Remark(line, message, advice);
    if (all.size() < MOST && !all.contains(remark)) {
      all.add(remark);
    }
  }
}
