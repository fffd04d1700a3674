package io.sesamo.cli.graph;

import io.sesamo.model.spec.GroupSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A workflow's groups as an SVG picture: layers from left to right, an arrow for each wait. */
public final class Picture {

  private static final int LETTER = 8;
  private static final int LINE = 20;
  private static final int MARGIN = 24;
  private static final int GAP = 28;
  private static final int BETWEEN_LAYERS = 72;
  private static final int PADDING = 14;

  private final StringBuilder out = new StringBuilder();
  private final Map<String, Box> boxes = new HashMap<>();

  /** Where a group stands, in pixels. */
  private record Box(int left, int top, int width, int height) {}

  private Picture() {}

  public static String of(Layers layers, String title) {
    return new Picture().draw(layers, title);
  }

  private String draw(Layers layers, String title) {
    int tallest = layers.layers().stream().mapToInt(Picture::height).max().orElse(0);
    int left = MARGIN;
    for (List<GroupSpec> layer : layers.layers()) {
      int width = layer.stream().mapToInt(Picture::width).max().orElse(0);
      int top = MARGIN + (tallest - height(layer)) / 2;
      for (GroupSpec group : layer) {
        boxes.put(group.name(), new Box(left, top, width, height(group)));
        top += height(group) + GAP;
      }
      left += width + BETWEEN_LAYERS;
    }
    int width = left - BETWEEN_LAYERS + MARGIN;
    int height = tallest + 2 * MARGIN;
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        role="img" font-family="sans-serif" font-size="14"><title>%s</title>
        <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
        markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>
        <rect width="100%%" height="100%%" fill="#fff"/>
        """
            .formatted(width, height, width, height, escaped(title)));
    // What is waited for anyway is drawn faintly, and below the rest.
    Map<String, Set<String>> implied = layers.implied();
    layers.layers().forEach(layer -> layer.forEach(group -> arrows(group, implied, true)));
    layers.layers().forEach(layer -> layer.forEach(group -> arrows(group, implied, false)));
    layers.layers().forEach(layer -> layer.forEach(this::box));
    return out.append("</svg>\n").toString();
  }

  private void add(String text) {
    out.append(text);
  }

  private static int lines(GroupSpec group) {
    return group.tasks().size() == 1 ? 1 : group.tasks().size() + 1;
  }

  private static int height(GroupSpec group) {
    return lines(group) * LINE + PADDING;
  }

  private static int height(List<GroupSpec> layer) {
    return layer.stream().mapToInt(Picture::height).sum() + (layer.size() - 1) * GAP;
  }

  private static int width(GroupSpec group) {
    int longest = Layers.name(group).length();
    if (group.tasks().size() > 1) {
      longest =
          Math.max(
              longest, group.tasks().stream().mapToInt(t -> t.name().length() + 2).max().orElse(0));
    }
    return longest * LETTER + 2 * PADDING;
  }

  private void arrows(GroupSpec group, Map<String, Set<String>> implied, boolean faint) {
    Set<String> anyway = implied.getOrDefault(group.name(), Set.of());
    Box to = boxes.get(group.name());
    for (String upstream : group.upstream()) {
      Box from = boxes.get(upstream);
      if (from == null || to == null || anyway.contains(upstream) != faint) {
        continue;
      }
      int startX = from.left() + from.width();
      int startY = from.top() + from.height() / 2;
      int endX = to.left();
      int endY = to.top() + to.height() / 2;
      int bend = Math.min((endX - startX) / 2, BETWEEN_LAYERS);
      add(
          "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\"%s/>%n"
              .formatted(
                  startX,
                  startY,
                  startX + bend,
                  startY,
                  endX - bend,
                  endY,
                  endX,
                  endY,
                  faint ? "#ccd" : "#667",
                  faint ? "" : " marker-end=\"url(#tip)\""));
    }
  }

  private void box(GroupSpec group) {
    Box box = boxes.get(group.name());
    if (box == null) {
      return;
    }
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#eef6e8\" stroke=\"#3a7d1e\"/>%n"
            .formatted(box.left(), box.top(), box.width(), box.height()));
    int baseline = box.top() + PADDING / 2 + 15;
    text(box.left() + PADDING, baseline, Layers.name(group), true);
    if (group.tasks().size() > 1) {
      for (int i = 0; i < group.tasks().size(); i++) {
        int down = baseline + (i + 1) * LINE;
        text(box.left() + PADDING + 2 * LETTER, down, group.tasks().get(i).name(), false);
      }
    }
  }

  private void text(int left, int baseline, String words, boolean strong) {
    add(
        "<text x=\"%d\" y=\"%d\"%s fill=\"#1b241b\">%s</text>%n"
            .formatted(left, baseline, strong ? " font-weight=\"bold\"" : "", escaped(words)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
