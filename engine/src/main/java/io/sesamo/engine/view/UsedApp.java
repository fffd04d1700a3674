package io.sesamo.engine.view;

/**
 * The app that a workflow was made of, as it is called now.
 *
 * @param version from 1
 */
public record UsedApp(String owner, String name, int version) {}
