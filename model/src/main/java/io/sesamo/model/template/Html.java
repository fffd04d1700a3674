package io.sesamo.model.template;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts for web pages and addresses, which some of Jinja's filters make. */
final class Html {

  private static final Pattern WEB =
      Pattern.compile("^((?:https?://|www\\.)[^\\s]+|[\\w.-]+\\.(?:com|net|org)(?:/[^\\s]*)?)$");
  private static final Pattern MAIL = Pattern.compile("^(?:mailto:)?[^@\\s]+@[\\w.-]+\\.\\w+$");

  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace("\"", "&#34;");
  }

  /** The text without tags and comments, its white space made one blank. */
  static String withoutTags(String html) {
    String text = untagged(html);
    String plain =
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
    return String.join(" ", plain.strip().split("\\s+"));
  }

  private static String untagged(String html) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    int comments = html.lastIndexOf("-->");
    int tags = html.lastIndexOf('>');
    while (at < html.length()) {
      int open = html.indexOf('<', at);
      if (open < 0) {
        break;
      }
      text.append(html, at, open);
      if (html.startsWith("<!--", open) && comments >= open + 4) {
        at = html.indexOf("-->", open + 4) + 3;
      } else if (tags > open) {
        at = html.indexOf('>', open) + 1;
      } else {
        text.append('<');
        at = open + 1;
      }
    }
    return text.append(html, Math.min(at, html.length()), html.length()).toString();
  }

  /** Percent-encoding; a slash stays. */
  static String quoted(String text, boolean query) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "_.-~".indexOf(c) >= 0);
      boolean kept = plain || (c == '/' && !query);
      if (kept) {
        out.append(c);
      } else if (query && c == ' ') {
        out.append('+');
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
    return out.toString();
  }

  /** Addresses in a text as links. */
  static String linked(String text) {
    StringBuilder out = new StringBuilder();
    Matcher words = Pattern.compile("\\s+|\\S+").matcher(escape(text));
    while (words.find()) {
      String word = words.group();
      if (WEB.matcher(word).matches()) {
        String address = word.startsWith("http") ? word : "https://" + word;
        out.append("<a href=\"%s\" rel=\"noopener\">%s</a>".formatted(address, word));
      } else if (MAIL.matcher(word).matches()) {
        String shown = word.startsWith("mailto:") ? word.substring(7) : word;
        out.append("<a href=\"mailto:%s\">%s</a>".formatted(shown, shown));
      } else {
        out.append(word);
      }
    }
    return out.toString();
  }
}
