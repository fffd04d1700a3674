package io.sesamo.placement;

import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Lots.Lot;
import io.sesamo.placement.Stage.Forbidden;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a group decides what a fleet is to it: groups with equal needs have the same plan. */
record Need(
    String tenant,
    List<TaskRequest> asks,
    List<Integer> sizes,
    Work work,
    Map<String, Map<String, Forbidden>> forbidden,
    long output,
    List<Stage> onward,
    Optional<Instant> deadline,
    Wishes wishes,
    List<DataAt> data) {

  static Need of(GroupRequest group, Lots lots) {
    Stage stage = group.stage();
    return new Need(
        group.tenant(),
        lots.all().stream().map(Lot::asks).toList(),
        lots.all().stream().map(Lot::size).toList(),
        stage.work(),
        stage.forbidden(),
        stage.output(),
        stage.onward(),
        stage.deadline(),
        group.wishes(),
        group.data());
  }
}
