package io.sesamo.cli.command.law;

import io.sesamo.cli.command.law.MatrixCommand.Matrix;
import io.sesamo.law.Verdict;
import io.sesamo.model.catalog.Site;
import java.util.List;

/** A matrix of verdicts as a picture: accelerators from top to bottom, sites from left to right. */
final class MatrixPicture {

  private static final int CELL = 22;
  private static final int LEFT = 210;
  private static final int TOP = 170;
  private static final int RIGHT = 90;
  private static final int BELOW = 64;

  private MatrixPicture() {}

  static String of(Matrix matrix) {
    Drawing drawing = new Drawing();
    drawing.text(16, 28, "start", 15, matrix.title());
    for (int j = 0; j < matrix.sites().size(); j++) {
      Site site = matrix.sites().get(j);
      drawing.slanted(LEFT + j * CELL + CELL * 0.6, TOP - 6, site.id() + " " + site.country());
    }
    for (int i = 0; i < matrix.chips().size(); i++) {
      double y = TOP + i * CELL;
      String chip = matrix.chips().get(i).id();
      drawing.text(LEFT - 8, y + 15, "end", 12, chip);
      for (int j = 0; j < matrix.sites().size(); j++) {
        Verdict verdict = matrix.cells().get(i).get(j);
        String tip = chip + ", " + matrix.sites().get(j).id() + ": " + words(verdict);
        double x = LEFT + j * CELL;
        drawing.box(x + 1, y + 1, CELL - 2, CELL - 2, verdict.effect(), tip);
        drawing.text(x + CELL / 2.0, y + 15, "middle", 11, MatrixCommand.letter(verdict.effect()));
      }
    }
    int bottom = TOP + matrix.chips().size() * CELL;
    drawing.legend(LEFT, bottom + 14);
    int width = Math.max(LEFT + matrix.sites().size() * CELL + RIGHT, LEFT + 480);
    return drawing.finish(
        Math.max(width, 40 + 8 * matrix.title().length()),
        bottom + BELOW,
        matrix.title(),
        matrix.question().book().version());
  }

  private static String words(Verdict verdict) {
    List<String> rules = verdict.decidedBy().stream().map(f -> f.rule().id()).distinct().toList();
    return verdict.effect().word() + (rules.isEmpty() ? "" : " by " + String.join(", ", rules));
  }
}
