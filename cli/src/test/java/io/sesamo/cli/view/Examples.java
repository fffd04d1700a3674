package io.sesamo.cli.view;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Workflow;

/** Workflows to show. */
final class Examples {

  private Examples() {}

  /** A bare task that is done, and a gang of two, one of them at its second attempt. */
  static Workflow running() {
    return Workflow.of(
        Json.read(
            """
            {"name": "reach-7", "submitted_by": "ada", "pool": "default", "status": "RUNNING",
             "submit_time": "2026-01-02T12:00:00", "start_time": "2026-01-02T12:00:01.5",
             "end_time": null, "message": "", "warnings": [],
             "groups": [
              {"name": "data-group", "status": "COMPLETED", "message": "",
               "start_time": "2026-01-02T12:00:01.5", "end_time": "2026-01-02T12:00:03",
               "tasks": [
                {"name": "data", "attempt": 0, "status": "COMPLETED", "exit_code": 0,
                 "message": "", "start_time": "2026-01-02T12:00:01.5",
                 "end_time": "2026-01-02T12:00:03"}]},
              {"name": "learn", "status": "RUNNING", "message": "",
               "start_time": "2026-01-02T12:00:04", "end_time": null,
               "tasks": [
                {"name": "train", "attempt": 0, "status": "RESCHEDULED", "exit_code": 7,
                 "message": "ended with exit code 7", "start_time": "2026-01-02T12:00:04",
                 "end_time": "2026-01-02T12:00:05"},
                {"name": "train", "attempt": 1, "status": "RUNNING", "exit_code": null,
                 "message": "", "start_time": "2026-01-02T12:00:06", "end_time": null},
                {"name": "watch", "attempt": 0, "status": "INITIALIZING", "exit_code": null,
                 "message": "installing the Physical-AI runtime: 14 of 31 packages",
                 "initializing_time": "2026-01-02T12:00:05", "start_time": null,
                 "end_time": null}]},
              {"name": "test-group", "status": "WAITING", "message": "", "start_time": null,
               "end_time": null,
               "tasks": [
                {"name": "test", "attempt": 0, "status": "WAITING", "exit_code": null,
                 "message": "", "start_time": null, "end_time": null}]}]}
            """));
  }

  /** One task in a status. */
  static Workflow withTask(String status, String message) {
    return Workflow.of(
        Json.read(
            """
            {"name": "w-1", "status": "RUNNING", "groups": [{"name": "t-group", "status": "%s",
             "message": "", "tasks": [{"name": "t", "attempt": 0, "status": "%s",
             "message": "%s"}]}]}
            """
                .formatted(status, status, message)));
  }
}
