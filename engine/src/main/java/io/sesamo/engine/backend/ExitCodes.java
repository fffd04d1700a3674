package io.sesamo.engine.backend;

/** Exit codes that no command gives: NVIDIA OSMO's numbers, which its users know. */
public final class ExitCodes {
  public static final int DOWNLOAD_FAILED = 2010;
  public static final int UPLOAD_FAILED = 2012;
  public static final int PREPARATION_FAILED = 2040;
  public static final int UPSTREAM_FAILED = 3000;
  public static final int BACKEND_ERROR = 3001;
  public static final int START_ERROR = 3003;
  public static final int EVICTED = 3004;
  public static final int UNKNOWN = 4000;

  private ExitCodes() {}
}
