package io.sesamo.server;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How the lines of the server's log look. */
enum LogFormat {
  /** For people: time, level, logger, message. */
  TEXT,
  /** For programs: a JSON object a line. */
  JSON;

  /** The words for them. */
  static final String WORDS = "text or json";

  /** What one of {@link #WORDS} means; empty for another word. */
  static Optional<LogFormat> of(String word) {
    return switch (word) {
      case "text" -> Optional.of(TEXT);
      case "json" -> Optional.of(JSON);
      default -> Optional.empty();
    };
  }

  /** Has all that is logged from now on written like this; only warnings and worse are. */
  void install() {
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    if (this == JSON) {
      for (Handler handler : root.getHandlers()) {
        handler.setFormatter(new JsonLines());
      }
    }
  }

  /** Writes a line that is no warning and belongs into the log. */
  void say(String line, PrintStream out) {
    switch (this) {
      case TEXT -> out.println(line);
      case JSON -> {
        LogRecord told = new LogRecord(Level.INFO, line);
        told.setLoggerName(Main.class.getName());
        out.print(new JsonLines().format(told));
        out.flush();
      }
    }
  }

  /** A JSON object a line, with the trace of what was thrown as one text. */
  static final class JsonLines extends Formatter {
    @Override
    public String format(LogRecord told) {
      Map<String, @Nullable Object> line =
          Wire.map(
              "time", told.getInstant().toString(),
              "level", told.getLevel().getName(),
              "logger", told.getLoggerName(),
              "message", formatMessage(told));
      Optional.ofNullable(told.getThrown())
          .ifPresent(thrown -> line.put("exception", trace(thrown)));
      return Wire.json(line) + "\n";
    }

    private static String trace(Throwable thrown) {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      return text.toString();
    }
  }
}
