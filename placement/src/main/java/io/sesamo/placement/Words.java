package io.sesamo.placement;

import java.time.Duration;
import java.util.Locale;

/** Figures for people. */
final class Words {

  private Words() {}

  /** As in 45 s, 12 min, 3 h 20 min, 2 d 4 h. */
  static String time(double seconds) {
    long all = Math.round(seconds);
    if (all < 120) {
      return all + " s";
    }
    long minutes = Math.round(all / 60.0);
    if (minutes < 120) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
    return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
  }

  static String time(Duration time) {
    return time(Estimator.seconds(time));
  }

  /** As in 0.04 USD, 12.50 USD, 1840 USD. */
  static String money(double usd) {
    String form = usd >= 1000 ? "%.0f USD" : usd >= 0.005 || usd == 0 ? "%.2f USD" : "%.4f USD";
    return String.format(Locale.ROOT, form, usd);
  }

  /** As in 340 g CO2e, 1.2 kg CO2e. */
  static String carbon(double grams) {
    return grams < 1000
        ? String.format(Locale.ROOT, grams < 10 ? "%.1f g CO2e" : "%.0f g CO2e", grams)
        : String.format(Locale.ROOT, "%.1f kg CO2e", grams / 1000);
  }

  /** As in 24 GiB, 1.5 GiB. */
  static String gibibytes(long bytes) {
    String form = bytes % (1L << 30) == 0 ? "%.0f GiB" : "%.1f GiB";
    return String.format(Locale.ROOT, form, (double) bytes / (1L << 30));
  }

  /** As in 4.0 GB; a GB is 10⁹ bytes. */
  static String bytes(long bytes) {
    return bytes < 1_000_000_000L
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
