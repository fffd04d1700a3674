package io.sesamo.backend.local;

import io.sesamo.backend.local.LocalConfig.ImageRule;
import io.sesamo.backend.local.LocalConfig.OtherImages;
import io.sesamo.backend.local.LocalConfig.RuntimeKind;
import java.util.List;
import java.util.Optional;

/**
 * What runs a task's image.
 *
 * @param rules the first that fits wins
 * @param others what happens when none fits
 * @param engine a working Docker or Podman
 * @param physicalAi whether this pool offers the Physical-AI suite
 * @param network whose network tasks get; a group's own has no containers in it
 */
record Images(
    List<ImageRule> rules,
    OtherImages others,
    Optional<ContainerEngine> engine,
    boolean physicalAi,
    LocalConfig.Network network) {

  RuntimeKind kindOf(String image) {
    return rules.stream()
        .filter(rule -> rule.fits(image))
        .map(ImageRule::runtime)
        .findFirst()
        .orElse(containers() ? RuntimeKind.CONTAINER : RuntimeKind.THIS_SYSTEM);
  }

  private boolean containers() {
    return engine.isPresent() && network == LocalConfig.Network.MACHINE;
  }

  private String whyNoContainers() {
    return engine.isPresent()
        ? "containers have no part in a group's own network (network: group in pool.yaml)"
        : "no container engine (Docker, Podman) works here";
  }

  /** Why the image cannot be run here. */
  Optional<String> refusal(String image) {
    return switch (kindOf(image)) {
      case THIS_SYSTEM ->
          others == OtherImages.STRICT && !named(image)
              ? Optional.of(
                  "The image '"
                      + image
                      + "' is not one that this pool runs, and "
                      + whyNoContainers())
              : Optional.empty();
      case PHYSICAL_AI ->
          physicalAi
              ? Optional.empty()
              : Optional.of(
                  "The image '"
                      + image
                      + "' needs the Physical-AI suite, which this pool does not have");
      case CONTAINER ->
          containers()
              ? Optional.empty()
              : Optional.of("The image '" + image + "' needs a container: " + whyNoContainers());
    };
  }

  /** What the author should know about how the image is run. */
  Optional<String> warning(String image) {
    return kindOf(image) == RuntimeKind.THIS_SYSTEM && !named(image)
        ? Optional.of(
            "The image '" + image + "' is not used: its tasks run on this machine's own system")
        : Optional.empty();
  }

  private boolean named(String image) {
    return rules.stream().anyMatch(rule -> rule.fits(image));
  }
}
